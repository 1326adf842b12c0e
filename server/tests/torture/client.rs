//! A browser without a window: one request a connection, and an answer counts only when all of it came.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// Longer than the server gives any request.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Clone)]
pub struct Client {
    addr: SocketAddr,
    /// The session, once there is one.
    cookie: Option<String>,
}

/// What came back, to its last byte.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: String,
}

impl Client {
    pub fn new(addr: SocketAddr) -> Self {
        Self { addr, cookie: None }
    }

    /// Opens a page.
    pub fn get(&self, path: &str) -> io::Result<Answer> {
        self.send(&format!("GET {path} HTTP/1.1\r\nAccept: text/html\r\nSec-Fetch-Site: none\r\n"), "")
    }

    /// Makes a call as the page's own script does, under a request id of our own.
    pub fn call(&self, name: &str, id: &str, body: &Body) -> io::Result<Answer> {
        let (kind, text) = match body {
            Body::Form(fields) => ("application/x-www-form-urlencoded", form(fields)),
            Body::Json(value) => ("application/json", value.to_string()),
        };
        let addr = self.addr;
        let head = format!(
            "POST /api/fn/{name} HTTP/1.1\r\nAccept: application/json\r\nContent-Type: {kind}\r\nOrigin: http://{addr}\r\n\
             Sec-Fetch-Site: same-origin\r\nContent-Length: {}\r\nX-Request-Id: {id}\r\n",
            text.len()
        );
        self.send(&head, &text)
    }

    /// The same client with the session that `answer` began.
    pub fn entered(mut self, answer: &Answer) -> Self {
        let line = answer.header("set-cookie").expect("a cookie");
        self.cookie = Some(line.split(';').next().unwrap().to_owned());
        self
    }

    fn send(&self, head: &str, body: &str) -> io::Result<Answer> {
        let mut stream = TcpStream::connect_timeout(&self.addr, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let cookie = self.cookie.as_ref().map(|it| format!("Cookie: {it}\r\n")).unwrap_or_default();
        let addr = self.addr;
        stream.write_all(format!("{head}Host: {addr}\r\nConnection: close\r\n{cookie}\r\n{body}").as_bytes())?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        Answer::read(&String::from_utf8_lossy(&bytes)).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

/// The arguments of a call.
pub enum Body {
    Form(Vec<(&'static str, String)>),
    Json(Value),
}

impl Answer {
    /// None where something is missing of it.
    fn read(text: &str) -> Option<Self> {
        let (head, rest) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let mut answer = Self { status, head: head.to_owned(), body: String::new() };
        answer.body = match answer.header("content-length") {
            Some(length) => rest.get(..length.parse().ok()?)?.to_owned(),
            None if answer.header("transfer-encoding") == Some("chunked") => joined(rest)?,
            None => rest.to_owned(),
        };
        Some(answer)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(it, _)| it.eq_ignore_ascii_case(name))
            .map(|it| it.1.trim())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// The chunks as one text; none unless the last one came.
fn joined(mut rest: &str) -> Option<String> {
    let mut body = String::new();
    loop {
        let (size, tail) = rest.split_once("\r\n")?;
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        body.push_str(tail.get(..size)?);
        rest = tail.get(size + 2..)?;
    }
}

fn form(fields: &[(&'static str, String)]) -> String {
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect();
    pairs.join("&")
}

fn escape(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
