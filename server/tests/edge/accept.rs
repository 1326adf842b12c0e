use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::routing::get;
use axum::{Extension, Router};
use server::accept::{Limits, serve};
use server::client::PeerAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

const SOON: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_secs(5);

struct Running {
    addr: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<std::io::Result<()>>,
}

fn hasty() -> Limits {
    Limits { first_byte: SOON, headers: SOON, idle: SOON, grace: LONG, ..Limits::default() }
}

async fn start(limits: Limits) -> Running {
    let peer = |peer: Extension<PeerAddr>| async move { peer.0.0.to_string() };
    let slow = || async {
        sleep(SOON * 3).await;
        "finished"
    };
    let app = Router::new().route("/", get(peer)).route("/slow", get(slow));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let ended = tokio::spawn(serve(listener, app, limits, async move {
        let _ = stopped.await;
    }));
    Running { addr, stop, ended }
}

async fn connect(server: &Running) -> TcpStream {
    TcpStream::connect(server.addr).await.unwrap()
}

/// Everything until the other end closes, which it must within [`LONG`].
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = timeout(LONG, stream.read_to_end(&mut bytes)).await.expect("the connection stays open");
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn ask(server: &Running, path: &str) -> String {
    let mut stream = connect(server).await;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").as_bytes()).await.unwrap();
    rest(&mut stream).await
}

#[tokio::test]
async fn a_handler_learns_the_peer() {
    let server = start(hasty()).await;
    let mut stream = connect(&server).await;
    let own = stream.local_addr().unwrap().to_string();

    stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();

    assert!(rest(&mut stream).await.ends_with(&own));
}

#[tokio::test]
async fn a_silent_connection_is_closed() {
    let server = start(hasty()).await;
    let mut stream = connect(&server).await;
    let begun = Instant::now();

    assert_eq!(rest(&mut stream).await, "");
    assert!(begun.elapsed() >= SOON / 2);
}

#[tokio::test]
async fn dribbled_headers_are_cut_off() {
    let server = start(Limits { idle: LONG, ..hasty() }).await;
    let mut stream = connect(&server).await;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();

    let begun = Instant::now();
    for byte in b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ".iter().cycle() {
        if begun.elapsed() > LONG || stream.write_all(&[*byte]).await.is_err() {
            break;
        }
        sleep(SOON / 10).await;
    }

    assert!(begun.elapsed() < LONG / 2, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn half_a_preface_of_http_2_and_one_without_streams_are_cut_off() {
    let server = start(Limits { idle: LONG, ..hasty() }).await;

    for opening in [&b"PRI * HT"[..], b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0"] {
        let mut stream = connect(&server).await;
        stream.write_all(opening).await.unwrap();
        let begun = Instant::now();
        rest(&mut stream).await;
        assert!(begun.elapsed() < LONG / 2);
    }
}

#[tokio::test]
async fn a_request_longer_than_the_header_timeout_is_answered() {
    let server = start(hasty()).await;

    assert!(ask(&server, "/slow").await.ends_with("finished"));
}

#[tokio::test]
async fn an_idle_connection_is_closed_after_its_request() {
    let server = start(hasty()).await;
    let mut stream = connect(&server).await;

    stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\nGET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();

    assert_eq!(rest(&mut stream).await.matches("200 OK").count(), 2);
}

#[tokio::test]
async fn slow_clients_do_not_hurt_the_others() {
    let server = start(Limits::default()).await;
    let mut slow = Vec::new();
    for number in 0..400 {
        let mut stream = connect(&server).await;
        if number % 2 == 0 {
            stream.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
        }
        slow.push(stream);
    }

    let begun = Instant::now();
    assert!(ask(&server, "/").await.contains("200 OK"));

    assert!(begun.elapsed() < Duration::from_millis(250), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn when_all_places_are_taken_the_next_waits_for_one() {
    let server = start(Limits { connections: 1, ..hasty() }).await;
    let _silent = connect(&server).await;
    sleep(SOON / 4).await;

    let begun = Instant::now();
    assert!(ask(&server, "/").await.contains("200 OK"));

    assert!(begun.elapsed() >= SOON / 2, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn loopback_has_no_cap_of_its_own() {
    let server = start(Limits { connections_per_address: 1, first_byte: LONG, ..hasty() }).await;
    let _silent = connect(&server).await;

    assert!(ask(&server, "/").await.contains("200 OK"));
}

#[tokio::test]
async fn more_headers_than_allowed_are_refused() {
    let server = start(hasty()).await;
    let mut stream = connect(&server).await;

    let headers = "x: y\r\n".repeat(65);
    stream.write_all(format!("GET / HTTP/1.1\r\nhost: x\r\n{headers}\r\n").as_bytes()).await.unwrap();

    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 431"));
}

#[tokio::test]
async fn a_running_request_is_finished_before_the_server_ends() {
    let server = start(hasty()).await;
    let mut stream = connect(&server).await;
    let _silent = connect(&server).await;
    stream.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    sleep(SOON / 2).await;

    server.stop.send(()).unwrap();

    assert!(rest(&mut stream).await.ends_with("finished"));
    timeout(LONG, server.ended).await.unwrap().unwrap().unwrap();
    assert!(TcpStream::connect(server.addr).await.is_err());
}

#[tokio::test]
async fn a_request_that_never_ends_does_not_hold_the_server() {
    let server = start(Limits { grace: SOON, ..Limits::default() }).await;
    let mut stream = connect(&server).await;
    stream.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    sleep(SOON / 4).await;
    let begun = Instant::now();

    server.stop.send(()).unwrap();
    timeout(LONG, server.ended).await.unwrap().unwrap().unwrap();

    assert!(begun.elapsed() < SOON * 2);
    assert_eq!(rest(&mut stream).await, "");
}
