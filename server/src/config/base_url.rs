//! The one address under which browsers know this server.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use http::Uri;

/// Scheme, host and port in the spelling browsers send in `Origin`: lower case, without a default port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    https: bool,
    host: String,
    port: Option<u16>,
}

impl BaseUrl {
    pub(super) const RULE: &str = "must be http:// or https:// with a host, maybe a port, and no path";

    /// The address of a server that only its own machine can reach.
    pub fn loopback(addr: SocketAddr) -> Self {
        let host = match addr.ip() {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        Self { https: false, host, port: Some(addr.port()).filter(|port| *port != 80) }
    }

    pub fn parse(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let https = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let authority = uri.authority()?;
        let bare = matches!(uri.path(), "" | "/") && uri.query().is_none() && !text.contains('#');
        let host = authority.host().to_ascii_lowercase();
        let port = match authority.as_str().get(host.len()..)? {
            "" => None,
            rest => Some(rest.strip_prefix(':')?.parse::<u16>().ok()?),
        };
        if !bare || host.is_empty() {
            return None;
        }
        let default = if https { 443 } else { 80 };
        Some(Self { https, host, port: port.filter(|port| *port != default) })
    }

    pub fn is_https(&self) -> bool {
        self.https
    }

    /// An IPv6 address keeps its brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The default port of the scheme where none is written.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(if self.https { 443 } else { 80 })
    }

    pub fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host.ends_with(".localhost") || self.ip().is_some_and(|ip| ip.is_loopback())
    }

    pub(super) fn ip(&self) -> Option<IpAddr> {
        self.host.trim_start_matches('[').trim_end_matches(']').parse().ok()
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.https { "https" } else { "http" };
        write!(f, "{scheme}://{}", self.host)?;
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}
