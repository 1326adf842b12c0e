//! A mail server that does as it is told: takes mails, refuses them, or misbehaves.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// How the server treats whoever comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Takes every mail.
    Accept,
    /// Knows no recipient: 550.
    Refuse,
    /// Asks to come again: 451.
    Later,
    /// Lets nobody in who does not sign in: 530.
    Locked,
    /// Takes every mail, a second after it came.
    Late,
    /// Reads the whole mail, and is gone before it says so.
    HangUp,
    /// Reads the whole mail, and says nothing more.
    Mute,
    /// Says nothing at all.
    Silent,
    /// Greets, and from then on says one byte in a while.
    Slow,
}

/// A mail as it came over the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mail {
    pub from: String,
    pub to: Vec<String>,
    /// Headers and body, with its line breaks.
    pub data: String,
}

impl Mail {
    /// Each header with its folded lines, in their order.
    pub fn headers(&self) -> Vec<String> {
        let head = self.data.split_once("\r\n\r\n").map_or(self.data.as_str(), |(head, _)| head);
        head.replace("\r\n ", " ").replace("\r\n\t", " ").split("\r\n").map(str::to_owned).collect()
    }

    /// The value of the header `name`; empty if there is none.
    pub fn header(&self, name: &str) -> String {
        let start = format!("{}:", name.to_lowercase());
        let line = self.headers().into_iter().find(|line| line.to_lowercase().starts_with(&start));
        line.map(|line| line[start.len()..].trim().to_owned()).unwrap_or_default()
    }
}

/// A server on loopback that is gone with the test's runtime.
pub struct MailServer {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

struct State {
    manner: Manner,
    mails: Vec<Mail>,
}

impl MailServer {
    pub async fn start(manner: Manner) -> Self {
        Self::start_at("127.0.0.1:0".parse().expect("an address"), manner).await
    }

    /// As [`MailServer::start`], where one was before, or where one was missed.
    pub async fn start_at(address: SocketAddr, manner: Manner) -> Self {
        let listener = TcpListener::bind(address).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State { manner, mails: Vec::new() }));
        let shared = state.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(Visit::of(stream, shared.clone()).attend());
            }
        });
        Self { address, state }
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Treats whoever comes from now on like this.
    pub fn behaves(&self, manner: Manner) {
        lock(&self.state).manner = manner;
    }

    /// Every mail that was read to its end, taken or not.
    pub fn mails(&self) -> Vec<Mail> {
        lock(&self.state).mails.clone()
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One connection.
struct Visit {
    lines: BufReader<OwnedReadHalf>,
    out: OwnedWriteHalf,
    manner: Manner,
    state: Arc<Mutex<State>>,
    mail: Mail,
}

impl Visit {
    fn of(stream: TcpStream, state: Arc<Mutex<State>>) -> Self {
        let manner = lock(&state).manner;
        let (lines, out) = stream.into_split();
        Self { lines: BufReader::new(lines), out, manner, state, mail: Mail::default() }
    }

    async fn attend(mut self) {
        // Whoever breaks off is no concern of a mail server.
        let _ = self.talk().await;
    }

    async fn talk(&mut self) -> io::Result<()> {
        if self.manner == Manner::Silent {
            std::future::pending::<()>().await;
        }
        self.say("220 mail.test ready").await?;
        while let Some(line) = self.line().await? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match (verb.as_str(), self.manner) {
                ("EHLO" | "HELO", _) => self.say("250 mail.test").await?,
                ("MAIL", Manner::Locked) => self.say("530 5.7.0 sign in first").await?,
                ("MAIL", _) => {
                    self.mail.from = address(&line);
                    self.say("250 ok").await?;
                }
                ("RCPT", Manner::Refuse) => self.say("550 5.1.1 nobody of this name").await?,
                ("RCPT", Manner::Later) => self.say("451 4.3.0 come again").await?,
                ("RCPT", _) => {
                    self.mail.to.push(address(&line));
                    self.say("250 ok").await?;
                }
                ("DATA", _) => {
                    self.say("354 go on").await?;
                    if !self.take_mail().await? {
                        return Ok(());
                    }
                }
                ("QUIT", _) => return self.say("221 bye").await,
                _ => self.say("250 ok").await?,
            }
        }
        Ok(())
    }

    /// Reads a mail; whether the visit goes on.
    async fn take_mail(&mut self) -> io::Result<bool> {
        let mut mail = std::mem::take(&mut self.mail);
        while let Some(line) = self.line().await? {
            if line == "." {
                lock(&self.state).mails.push(mail);
                if self.manner == Manner::HangUp {
                    return Ok(false);
                }
                if self.manner == Manner::Late {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
                if self.manner == Manner::Mute {
                    std::future::pending::<()>().await;
                }
                self.say("250 taken").await?;
                return Ok(true);
            }
            mail.data.push_str(line.strip_prefix('.').unwrap_or(&line));
            mail.data.push_str("\r\n");
        }
        Ok(false)
    }

    /// A line without its end; only CR and LF together end one.
    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\r\n") {
            if self.lines.read_until(b'\n', &mut bytes).await? == 0 {
                return Ok(None);
            }
        }
        bytes.truncate(bytes.len() - 2);
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
    }

    async fn say(&mut self, line: &str) -> io::Result<()> {
        let line = format!("{line}\r\n");
        if self.manner == Manner::Slow && !line.starts_with("220") {
            for byte in line.bytes() {
                tokio::time::sleep(Duration::from_secs(1)).await;
                self.out.write_all(&[byte]).await?;
            }
            return Ok(());
        }
        self.out.write_all(line.as_bytes()).await
    }
}

fn address(line: &str) -> String {
    line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(it, _)| it.to_owned()).unwrap_or_default()
}
