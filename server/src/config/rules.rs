//! What each setting may hold; a rule answers `None` to a value that breaks it.

use std::path::Path;

use http::Uri;

use super::BaseUrl;
use crate::client::Cidr;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Text on a terminal, JSON elsewhere.
    Auto,
    Text,
    Json,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogSettings {
    /// In the language of `tracing_subscriber::EnvFilter`.
    pub filter: String,
    pub format: LogFormat,
}

pub(super) const SEATS: &str = "must be a whole number of 1 or more";
pub(super) fn seats(text: &str) -> Option<i64> {
    text.parse().ok().filter(|seats| *seats >= 1)
}

pub(super) const DAYS: &str = "must be a whole number from 1 to 30";
pub(super) fn days(text: &str) -> Option<u32> {
    text.parse().ok().filter(|days| (1..=30).contains(days))
}

pub(super) const FACTOR: &str = "must be a number from 0 (off) to 1000";
pub(super) fn factor(text: &str) -> Option<f64> {
    text.parse().ok().filter(|factor| (0.0..=1000.0).contains(factor))
}

pub(super) const TRUTH: &str = "must be true or false";
pub(super) fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Some(true),
        "false" | "0" | "no" | "off" => Some(false),
        _ => None,
    }
}

pub(super) const NETWORKS: &str = "must be networks like 10.0.0.0/8 or fd00::/8, separated by commas";
pub(super) fn networks(text: &str) -> Option<Vec<Cidr>> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| part.parse().ok()).collect()
}

pub(super) const LOG: &str = "must be a log filter like info or server=debug,info, maybe with json or text in the list";
pub(super) fn log(text: &str) -> Option<LogSettings> {
    let (mut format, mut directives) = (LogFormat::Auto, Vec::new());
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        match word {
            "json" => format = LogFormat::Json,
            "text" => format = LogFormat::Text,
            directive => directives.push(directive),
        }
    }
    let filter = if directives.is_empty() { "info".to_owned() } else { directives.join(",") };
    // A lone word that is no level would be taken for the name of a crate, and silence everything.
    let known =
        directives.iter().all(|word| word.contains('=') || word.parse::<tracing::metadata::LevelFilter>().is_ok());
    tracing_subscriber::EnvFilter::try_new(&filter).ok().filter(|_| known)?;
    Some(LogSettings { filter, format })
}

pub(super) const DATABASE: &str = "must be sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME";
/// A relative `SQLite` file lies in the data folder, wherever the server was started from.
pub(super) fn database(text: &str, data_dir: &Path) -> Option<String> {
    let server = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://"));
    if let Some(server) = server {
        return (!server.is_empty() && !server.contains(char::is_whitespace)).then(|| text.to_owned());
    }
    let rest = text.strip_prefix("sqlite:")?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (file, query) = rest.split_once('?').map_or((rest, String::new()), |(file, query)| (file, format!("?{query}")));
    if file.is_empty() || file.starts_with(':') {
        return None;
    }
    Some(format!("sqlite://{}{query}", data_dir.join(file).display()))
}

pub(super) const SMTP: &str = "must be smtp://USER:PASSWORD@HOST:PORT or smtps://…, maybe with ?tls=required";
pub(super) fn is_smtp(text: &str) -> bool {
    text.parse::<Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("smtp" | "smtps"))
            && uri.host().is_some_and(|host| !host.is_empty())
            && matches!(uri.query(), None | Some("tls=required" | "tls=opportunistic"))
    })
}

pub(super) const PRIVATE_SMTP: &str =
    "must be smtps:// or have ?tls=required: its password would travel readable to another machine";
/// Whether a password in it, if there is one, is read by nobody on the way.
pub(super) fn is_private_smtp(text: &str) -> bool {
    let Ok(uri) = text.parse::<Uri>() else { return false };
    let has_password = uri.authority().is_some_and(|it| it.as_str().contains('@'));
    let is_near = uri.host().is_some_and(|host| {
        let host = host.trim_matches(['[', ']']);
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    });
    !has_password || is_near || uri.scheme_str() == Some("smtps") || uri.query() == Some("tls=required")
}

pub(super) const MAILBOX: &str = "must be a mailbox like Rollcall <no-reply@example.org>";
pub(super) fn mailbox(text: &str) -> Option<String> {
    let text = text.trim();
    let address = match text.rsplit_once('<') {
        Some((_, rest)) => rest.strip_suffix('>')?,
        None => text,
    };
    let (local, domain) = address.split_once('@')?;
    let sound = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || matches!(c, '@' | '<' | '>' | ','))
    };
    (sound(local) && sound(domain) && !text.contains(char::is_control)).then(|| text.to_owned())
}

/// `None` where the host is an address that no mail can come from.
pub(super) fn sender(base_url: &BaseUrl) -> Option<String> {
    match base_url.ip() {
        Some(_) if base_url.is_loopback() => Some("Rollcall <no-reply@localhost>".to_owned()),
        Some(_) => None,
        None => Some(format!("Rollcall <no-reply@{}>", base_url.host())),
    }
}

pub(super) const TOKEN: &str = "must be 16 or more visible ASCII characters";
pub(super) fn is_token(text: &str) -> bool {
    text.len() >= 16 && text.bytes().all(|byte| byte.is_ascii_graphic())
}
