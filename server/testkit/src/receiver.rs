//! A server that takes webhooks as it is told: it answers, sends elsewhere, or misbehaves.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How the server answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Status(u16),
    /// 503, and come again after so many seconds.
    After(u32),
    /// 302 to this address.
    Elsewhere(String),
    /// Nothing at all.
    Silence,
    /// 200, and then a body that does not end.
    Endless,
    /// What is no HTTP.
    Noise,
}

/// A request as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// Method and path.
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Received {
    /// The value of the header `name`; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }
}

/// A server on loopback that is gone with the test's runtime.
pub struct Receiver {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// What is answered next; the last one again and again.
    answers: VecDeque<Answer>,
    received: Vec<Received>,
}

impl Receiver {
    pub async fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State { answers: [answer].into(), received: Vec::new() }));
        let shared = state.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(attend(stream, shared.clone()));
            }
        });
        Self { address, state }
    }

    /// The address of `path` there.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Answers like this from now on, one after the other, the last one again and again.
    pub fn answers(&self, answers: impl IntoIterator<Item = Answer>) {
        lock(&self.state).answers = answers.into_iter().collect();
    }

    /// Every request that was read to its end.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.state).received.clone()
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn attend(stream: TcpStream, state: Arc<Mutex<State>>) {
    // Whoever breaks off is no concern of a receiver.
    let _ = talk(stream, &state).await;
}

async fn talk(mut stream: TcpStream, state: &Mutex<State>) -> io::Result<()> {
    let received = read(&mut stream).await?;
    let answer = {
        let mut state = lock(state);
        state.received.push(received);
        if state.answers.len() > 1 { state.answers.pop_front() } else { state.answers.front().cloned() }
    };
    match answer.unwrap_or(Answer::Silence) {
        Answer::Status(status) => say(&mut stream, &format!("{status} Told"), "").await,
        Answer::After(seconds) => say(&mut stream, "503 Later", &format!("Retry-After: {seconds}\r\n")).await,
        Answer::Elsewhere(url) => say(&mut stream, "302 Found", &format!("Location: {url}\r\n")).await,
        Answer::Silence => std::future::pending().await,
        Answer::Endless => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").await?;
            loop {
                stream.write_all(b"400\r\n").await?;
                stream.write_all(&[b'x'; 1024]).await?;
                stream.write_all(b"\r\n").await?;
            }
        }
        Answer::Noise => stream.write_all(b"220 mail.test ready\r\n").await,
    }
}

async fn say(stream: &mut TcpStream, status: &str, headers: &str) -> io::Result<()> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await
}

async fn read(stream: &mut TcpStream) -> io::Result<Received> {
    let mut lines = BufReader::new(stream);
    let mut received = Received::default();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end();
        match line.split_once(": ") {
            _ if line.is_empty() => break,
            _ if received.line.is_empty() => {
                line.trim_end_matches(" HTTP/1.1").clone_into(&mut received.line);
            }
            Some((name, value)) => received.headers.push((name.to_owned(), value.to_owned())),
            None => {}
        }
    }
    let mut body = vec![0; received.header("content-length").parse().unwrap_or_default()];
    lines.read_exact(&mut body).await?;
    received.body = String::from_utf8_lossy(&body).into_owned();
    Ok(received)
}
