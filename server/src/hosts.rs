//! The names this server answers to; any other is a rebound DNS name or a proxy set up wrongly.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::uri::Authority;
use http::{StatusCode, header};

use crate::client::is_loopback_peer;
use crate::config::{BaseUrl, Config};
use crate::words::words;

const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
/// They tell nothing that a name could be abused for.
const PROBES: [&str; 2] = ["/healthz", "/readyz"];
const METRICS: &str = "/metrics";

/// The base URL, and on a server bound to loopback also the names of loopback at the bound port.
#[derive(Clone, Debug)]
pub struct Hosts {
    names: Vec<(String, u16)>,
    origins: Vec<String>,
    default_port: u16,
}

impl Hosts {
    /// `config.addr` must be the bound address: see [`Config::bound_to`].
    pub fn new(config: &Config) -> Self {
        Self::of(&config.base_url, config.addr)
    }

    fn of(base_url: &BaseUrl, bound: SocketAddr) -> Self {
        let mut names = vec![(base_url.host().to_owned(), base_url.port())];
        let mut origins = vec![base_url.to_string()];
        if bound.ip().is_loopback() {
            names.extend(LOOPBACK.map(|name| (name.to_owned(), bound.port())));
            let port = if bound.port() == 80 { String::new() } else { format!(":{}", bound.port()) };
            origins.extend(LOOPBACK.map(|name| format!("http://{name}{port}")));
        }
        Self { names, origins, default_port: if base_url.is_https() { 443 } else { 80 } }
    }

    pub fn are_named(&self, authority: &str) -> bool {
        let Ok(authority) = authority.parse::<Authority>() else { return false };
        let host = authority.host().to_ascii_lowercase();
        let port = match authority.as_str().get(host.len()..) {
            Some("") => Some(self.default_port),
            Some(rest) => rest.strip_prefix(':').and_then(|port| port.parse().ok()),
            None => None,
        };
        port.is_some_and(|port| self.names.contains(&(host, port)))
    }

    /// `origin` as browsers spell it.
    pub fn have_origin(&self, origin: &str) -> bool {
        self.origins.iter().any(|own| own == origin)
    }
}

/// Middleware that answers 421 to a foreign name. Probes, which know machines by their addresses, may use any name.
pub async fn check(State(hosts): State<Arc<Hosts>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_probe = PROBES.contains(&path) || path == METRICS && is_loopback_peer(&request);
    if is_probe || is_for(&hosts, &request) {
        return next.run(request).await;
    }
    words(
        StatusCode::MISDIRECTED_REQUEST,
        "This server does not answer to this host name. Use the address it was given as ROLLCALL_BASE_URL; a proxy must pass the Host header on.",
    )
}

/// HTTP/2 has the name in the request line; whoever sends it twice must mean the same server both times.
fn is_for(hosts: &Hosts, request: &Request) -> bool {
    let in_header = request.headers().get_all(header::HOST).iter().map(|host| host.to_str().ok());
    let in_line = request.uri().authority().map(|authority| Some(authority.as_str()));
    let names: Vec<_> = in_header.chain(in_line).collect();
    !names.is_empty() && names.into_iter().all(|name| name.is_some_and(|name| hosts.are_named(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(base_url: &str, bound: &str) -> Hosts {
        Hosts::of(&BaseUrl::parse(base_url).unwrap(), bound.parse().unwrap())
    }

    #[test]
    fn a_public_server_has_one_name() {
        let hosts = hosts("https://roll.example", "0.0.0.0:3000");

        for own in ["roll.example", "ROLL.example:443"] {
            assert!(hosts.are_named(own), "{own}");
        }
        for foreign in [
            "roll.example:80",
            "roll.example.",
            "evil.example",
            "localhost:3000",
            "u@roll.example",
            "",
            "roll.example:",
        ] {
            assert!(!hosts.are_named(foreign), "{foreign}");
        }
        assert!(hosts.have_origin("https://roll.example") && !hosts.have_origin("http://roll.example"));
    }

    #[test]
    fn a_server_on_loopback_answers_to_loopback_at_its_port() {
        let hosts = hosts("https://roll.example", "127.0.0.1:3000");

        for own in ["roll.example", "localhost:3000", "127.0.0.1:3000", "[::1]:3000"] {
            assert!(hosts.are_named(own), "{own}");
        }
        assert!(!hosts.are_named("localhost:3001") && !hosts.are_named("evil.localhost:3000"));
        assert!(hosts.have_origin("http://localhost:3000") && !hosts.have_origin("https://localhost:3000"));
    }
}
