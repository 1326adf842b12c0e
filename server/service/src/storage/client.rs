//! The connections to buckets: to allowed addresses only, whatever a name says at the moment of connecting.

use std::error::Error as Cause;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use object_store::ClientOptions;
use object_store::client::{HttpClient, HttpConnector};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;

use super::address::is_allowed;
use crate::{Error, Result};

const TO_CONNECT: Duration = Duration::from_secs(3);
/// Between two pieces of an answer.
const TO_READ: Duration = Duration::from_secs(30);

/// The name of an endpoint leads to where this server asks nothing.
#[derive(Debug, thiserror::Error)]
#[error("an internal address")]
pub struct Internal;

/// Makes the connections of one bucket.
#[derive(Debug)]
pub struct Connector(reqwest::Client);

impl Connector {
    pub fn new(internal: bool) -> Result<Self> {
        // TLS is what it is everywhere here. Where another part chose it already, this changes nothing.
        rustls::crypto::ring::default_provider().install_default().ok();
        let client = reqwest::Client::builder()
            .dns_resolver(Arc::new(Names { internal }))
            .no_proxy()
            .redirect(Policy::none())
            .connect_timeout(TO_CONNECT)
            .read_timeout(TO_READ)
            .build();
        client.map(Self).map_err(|error| Error::Internal(format!("storage: {error}")))
    }
}

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.0.clone()))
    }
}

/// Looks names up, and leaves out where this server asks nothing.
struct Names {
    internal: bool,
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let internal = self.internal;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let allowed: Vec<SocketAddr> = found.iter().copied().filter(|it| is_allowed(it.ip(), internal)).collect();
            if allowed.is_empty() && !found.is_empty() {
                return Err(Box::new(Internal) as Box<dyn Cause + Send + Sync>);
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}
