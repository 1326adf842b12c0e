//! The connections: to allowed addresses only, whatever a name says at the moment of connecting.

use std::error::Error as Cause;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::ClientBuilder;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;

use super::address::is_allowed;

const TO_CONNECT: Duration = Duration::from_secs(3);

/// A name leads to where this server asks nothing.
#[derive(Debug, thiserror::Error)]
#[error("an internal address")]
pub struct Internal;

/// What makes connections, follows no redirect and uses no proxy. An address that is typed as such is looked at by nobody
/// here: see [`check`](super::check).
pub fn builder(internal: bool) -> ClientBuilder {
    // TLS is what it is everywhere here. Where another part chose it already, this changes nothing.
    rustls::crypto::ring::default_provider().install_default().ok();
    reqwest::Client::builder()
        .dns_resolver(Arc::new(Names { internal }))
        .no_proxy()
        .redirect(Policy::none())
        .connect_timeout(TO_CONNECT)
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

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn a_name_that_leads_to_an_internal_address_is_not_connected_to() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://localhost:{}/", listener.local_addr().unwrap().port());

        let refused = builder(false).build().unwrap().get(&url).send().await.unwrap_err();

        let mut causes = std::iter::successors(Cause::source(&refused), |it| (*it).source());
        assert!(causes.any(<dyn Cause>::is::<Internal>), "{refused:?}");
        let came = tokio::time::timeout(Duration::from_millis(200), listener.accept()).await;
        assert!(came.is_err(), "it was connected to");
    }
}
