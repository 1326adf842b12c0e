//! The accept loop: every connection is counted, timed and let go in an orderly way. `axum::serve` 0.8 sets no
//! timer, so a client that dribbles its headers would hold a connection for ever.

mod crowd;
mod pulse;

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

use crate::client::PeerAddr;
use crowd::Crowd;
use pulse::Pulse;

/// What one connection, one address and all of them together may take.
#[derive(Clone, Debug)]
pub struct Limits {
    pub connections: usize,
    /// Per address, or /64 for IPv6. Loopback is excepted, since a proxy on this machine is one address.
    pub connections_per_address: usize,
    /// From the connection to its first byte.
    pub first_byte: Duration,
    /// From the first byte of a request to the end of its headers; hyper lets an idle HTTP/1 connection wait no
    /// longer than this for the next one either.
    pub headers: Duration,
    /// How long a connection is kept on which nothing runs.
    pub idle: Duration,
    /// How long running requests may take to end once the server is told to stop.
    pub grace: Duration,
    pub header_count: usize,
    pub header_bytes: u32,
    pub buffer_bytes: usize,
    pub streams: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 12_000,
            connections_per_address: 512,
            first_byte: Duration::from_secs(10),
            headers: Duration::from_secs(10),
            idle: Duration::from_mins(1),
            grace: Duration::from_secs(10),
            header_count: 64,
            header_bytes: 16 * 1024,
            buffer_bytes: 32 * 1024,
            streams: 128,
        }
    }
}

/// Serves until `shutdown` resolves, then takes no more connections and gives those that are open
/// [`Limits::grace`] to end. Handlers find the other end as [`PeerAddr`] in the request.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    limits: Limits,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let slots = Arc::new(Semaphore::new(limits.connections));
    let crowd = Crowd::new(limits.connections_per_address);
    let (stop, stopping) = watch::channel(false);
    let host = Host { app, builder: builder(&limits), limits: Arc::new(limits), stopping };
    let mut open = JoinSet::new();

    tokio::pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            Some(_) = open.join_next() => {}
            (stream, peer, slot) = next(&listener, &slots) => {
                if let Some(place) = crowd.admit(peer.ip()) {
                    let host = host.clone();
                    open.spawn(async move {
                        host.attend(stream, peer).await;
                        drop((slot, place));
                    });
                }
            }
        }
    }

    drop(listener);
    stop.send_replace(true);
    let all_gone = async { while open.join_next().await.is_some() {} };
    let _ = timeout(host.limits.grace, all_gone).await;
    Ok(())
}

/// Waits for a free slot first: whoever comes when all are taken stays in the system's queue.
async fn next(listener: &TcpListener, slots: &Arc<Semaphore>) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    loop {
        let Ok(slot) = Arc::clone(slots).acquire_owned().await else {
            std::future::pending::<()>().await;
            continue;
        };
        match accept(listener).await {
            Ok((stream, peer)) => return (stream, peer, slot),
            Err(error) if is_of_one_connection(&error) => {}
            // Out of file descriptors, most likely: they come back when connections end.
            Err(error) => {
                tracing::error!(%error, "cannot accept connections");
                sleep(Duration::from_millis(500)).await;
            }
        }
    }
}

/// Without `TCP_NODELAY` a page that leaves in several chunks waits for delayed acknowledgements.
async fn accept(listener: &TcpListener) -> io::Result<(TcpStream, SocketAddr)> {
    let (stream, peer) = listener.accept().await?;
    stream.set_nodelay(true)?;
    Ok((stream, peer))
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{
        ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted, InvalidInput, NotConnected,
    };
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted | InvalidInput | NotConnected
    )
}

fn builder(limits: &Limits) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.headers)
        .max_headers(limits.header_count)
        .max_buf_size(limits.buffer_bytes);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(limits.streams)
        .max_header_list_size(limits.header_bytes)
        .keep_alive_interval(limits.idle / 3)
        .keep_alive_timeout(limits.headers);
    builder
}

#[derive(Clone)]
struct Host {
    app: Router,
    builder: auto::Builder<TokioExecutor>,
    limits: Arc<Limits>,
    stopping: watch::Receiver<bool>,
}

impl Host {
    async fn attend(mut self, stream: TcpStream, peer: SocketAddr) {
        let mut byte = [0];
        let first_byte = tokio::select! {
            first_byte = timeout(self.limits.first_byte, stream.peek(&mut byte)) => first_byte,
            _ = self.stopping.wait_for(|stopping| *stopping) => return,
        };
        if !matches!(first_byte, Ok(Ok(1..))) {
            return;
        }

        let pulse = Pulse::default();
        let service = service_fn(|request| answer(self.app.clone(), request, peer, pulse.clone()));
        let connection = self.builder.serve_connection(TokioIo::new(stream), service);
        tokio::pin!(connection);
        tokio::select! {
            _ = connection.as_mut() => return,
            // Covers what hyper's own timer does not: half of an HTTP/2 preface, or no stream after it.
            () = pulse.first_request_overdue(self.limits.headers) => return,
            () = pulse.idle(self.limits.idle) => {}
            _ = self.stopping.wait_for(|stopping| *stopping) => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}

async fn answer(
    app: Router,
    mut request: Request<Incoming>,
    peer: SocketAddr,
    pulse: Pulse,
) -> Result<Response, Infallible> {
    let _running = pulse.begin();
    request.extensions_mut().insert(PeerAddr(peer));
    app.oneshot(request.map(Body::new)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_accepted_connection_does_not_wait_to_fill_packets() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let _client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();

        let (stream, _) = accept(&listener).await.unwrap();

        assert!(stream.nodelay().unwrap());
    }
}
