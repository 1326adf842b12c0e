//! Whether an address that somebody typed may be asked at all.

use url::{Host, Url};

use super::address::is_allowed;

/// Ports at which the web is served. Others belong to who knows what.
const PORTS: [u16; 2] = [443, 8443];
/// What names end in that no public server has.
const INTERNAL_NAMES: [&str; 4] = [".localhost", ".local", ".internal", ".home.arpa"];

/// Why an address is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is no address of the web, or names somebody.
    NoAddress,
    /// It is readable on the way.
    Plain,
    /// Another port than the web's.
    Port,
    /// It is in this server's own network, or in no network.
    Internal,
}

/// The address, if it may be asked. Where a name leads is looked at when it is connected to.
///
/// # Errors
///
/// Why not. Where `internal` addresses are allowed, so are plain http and any port.
pub fn check(text: &str, internal: bool) -> Result<Url, Refusal> {
    let url = Url::parse(text).map_err(|_| Refusal::NoAddress)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::NoAddress);
    }
    match url.scheme() {
        "https" => {}
        "http" if internal => {}
        "http" => return Err(Refusal::Plain),
        _ => return Err(Refusal::NoAddress),
    }
    let is_there = match url.host().ok_or(Refusal::NoAddress)? {
        Host::Ipv4(ip) => is_allowed(ip.into(), internal),
        Host::Ipv6(ip) => is_allowed(ip.into(), internal),
        Host::Domain(name) => internal || is_public(name),
    };
    if !is_there {
        return Err(Refusal::Internal);
    }
    let port = url.port_or_known_default().unwrap_or_default();
    if internal || PORTS.contains(&port) { Ok(url) } else { Err(Refusal::Port) }
}

/// Whether a name can be that of a public server: one of a single word is the network's own.
fn is_public(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name.contains('.') && !INTERNAL_NAMES.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_public_server_of_the_web_is_not_asked() {
        for (wrong, why) in [
            ("https://127.0.0.1/", Refusal::Internal),
            ("https://localhost/", Refusal::Internal),
            ("https://LOCALHOST./", Refusal::Internal),
            ("https://app.localhost/", Refusal::Internal),
            ("https://0/", Refusal::Internal),
            ("https://0177.1/", Refusal::Internal),
            ("https://2130706433/", Refusal::Internal),
            ("https://0x7f.1/", Refusal::Internal),
            ("https://[::1]/", Refusal::Internal),
            ("https://[::ffff:10.0.0.1]/", Refusal::Internal),
            ("https://169.254.169.254/", Refusal::Internal),
            ("https://100.64.0.1/", Refusal::Internal),
            ("https://metadata/", Refusal::Internal),
            ("https://metadata.google.internal/", Refusal::Internal),
            ("https://printer.local/", Refusal::Internal),
            ("file:///etc/passwd", Refusal::NoAddress),
            ("gopher://example.com/", Refusal::NoAddress),
            ("https://ok@example.com/", Refusal::NoAddress),
            ("https://:secret@example.com/", Refusal::NoAddress),
            ("http://ok@127.0.0.1/", Refusal::NoAddress),
            ("http://example.com/", Refusal::Plain),
            ("https://example.com:25/", Refusal::Port),
            ("https://example.com:80/", Refusal::Port),
        ] {
            assert_eq!(check(wrong, false).err(), Some(why), "{wrong}");
        }
        for right in ["https://hooks.example.com/a?b=c", "https://example.com:8443/", "https://9.9.9.9/"] {
            assert!(check(right, false).is_ok(), "{right}");
        }
    }

    #[test]
    fn where_internal_addresses_are_allowed_credentials_are_still_not_handed_out() {
        for right in ["http://127.0.0.1:9000/", "https://localhost/", "http://mattermost/", "http://10.0.0.1:25/"] {
            assert!(check(right, true).is_ok(), "{right}");
        }
        for wrong in ["http://169.254.169.254/", "http://0.0.0.0/", "http://[fe80::1]/", "file:///", "http://a@b/"] {
            assert!(check(wrong, true).is_err(), "{wrong}");
        }
    }
}
