//! Sends what waits in the outbox through the configured mail server.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use futures::FutureExt;
use futures::future::FusedFuture;
use lettre::message::Mailbox;
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{AsyncTransport, Message, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};
use service::Instance;
use service::outbox::{self, Letter};

/// How often the outbox is looked at.
const EVERY: Duration = Duration::from_millis(500);
const PATIENCE: Duration = Duration::from_mins(1);
/// How long a mail that is being sent may hold up the end of the server.
const GRACE: Duration = Duration::from_secs(8);
/// Together with [`PATIENCE`] less than the time for which a mail is held.
const MARK_TRIES: usize = 8;
/// What a mail server answers when something is wrong with us and not with the letter: it has to be put right in the
/// settings, and then the letter goes out.
const ABOUT_US: [&str; 4] = ["530", "534", "535", "538"];

/// The way out for mails.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    host: String,
    patience: Duration,
}

impl Mailer {
    /// # Errors
    ///
    /// In words, when the URL or the sender cannot be used.
    pub fn new(url: &SecretString, from: &str) -> Result<Self, String> {
        let builder =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret()).map_err(|error| error.to_string())?;
        let from: Mailbox = from.parse().map_err(|error| format!("{error}"))?;
        let host = from.email.domain().to_owned();
        Ok(Self { transport: builder.timeout(Some(Duration::from_secs(20))).build(), from, host, patience: PATIENCE })
    }

    /// Gives a mail server no longer than `patience` for one letter.
    #[must_use]
    pub fn within(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Sends one letter; a second try carries the same id, so that a mail server can tell.
    async fn send(&self, letter: &Letter) -> Result<(), Failure> {
        let to = letter.recipient.parse().map_err(|error| Failure { words: format!("{error}"), for_good: true })?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(one_line(&letter.text.subject))
            .message_id(Some(format!("<{}@{}>", letter.id, self.host)))
            .header(AutoSubmitted)
            .body(letter.text.body.clone())
            .map_err(|error| Failure { words: error.to_string(), for_good: true })?;
        let sending = tokio::time::timeout(self.patience, self.transport.send(message));
        match sending.await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(Failure { for_good: is_for_good(&error), words: words(&error) }),
            Err(_) => Err(Failure { words: "the mail server took too long".to_owned(), for_good: false }),
        }
    }
}

struct Failure {
    words: String,
    for_good: bool,
}

fn is_for_good(error: &lettre::transport::smtp::Error) -> bool {
    let code = error.status().map(|code| code.to_string()).unwrap_or_default();
    error.is_permanent() && !ABOUT_US.contains(&code.as_str())
}

/// The error with what caused it.
fn words(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |it| it.source()).map(ToString::to_string);
    let all: Vec<String> = std::iter::once(error.to_string()).chain(causes).collect();
    all.join(": ").chars().take(300).collect()
}

fn one_line(text: &str) -> String {
    text.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Asks out-of-office robots not to answer.
#[derive(Clone)]
struct AutoSubmitted;

impl lettre::message::header::Header for AutoSubmitted {
    fn name() -> lettre::message::header::HeaderName {
        lettre::message::header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> lettre::message::header::HeaderValue {
        lettre::message::header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Runs until `shutdown`; a mail that is being sent then has eight seconds to be sent to the end.
pub async fn send_mails(instance: Instance, mailer: Mailer, shutdown: impl Future<Output = ()> + Send) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let shutdown = shutdown.fuse();
    tokio::pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => return,
            _ = ticks.tick() => {}
        }
        loop {
            match send_next(&instance, &mailer, shutdown.as_mut()).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(?error, "the outbox could not be read: it is tried again");
                    break;
                }
            }
            if shutdown.is_terminated() || shutdown.as_mut().now_or_never().is_some() {
                return;
            }
        }
    }
}

/// Sends the next letter that is due; whether there was one.
async fn send_next(
    instance: &Instance,
    mailer: &Mailer,
    shutdown: Pin<&mut (impl Future<Output = ()> + Send)>,
) -> service::Result<bool> {
    let Some(letter) = outbox::take(instance).await? else { return Ok(false) };
    if !outbox::is_wanted(instance, &letter).await? {
        return Ok(true);
    }
    let outcome = tokio::select! {
        outcome = mailer.send(&letter) => outcome,
        () = shutdown.then(|()| tokio::time::sleep(GRACE)) => {
            Err(Failure { words: "the server was stopped while it sent the mail".to_owned(), for_good: false })
        }
    };
    match outcome {
        Ok(()) => mark(instance, &letter).await?,
        Err(failure) => {
            tracing::warn!(mail = %letter.id, error = failure.words, "a mail was not delivered");
            outbox::not_delivered(instance, &letter, &failure.words, failure.for_good).await?;
        }
    }
    Ok(true)
}

/// The mail is out, and would go out again if that were not noted: so it is tried for longer than a database takes to
/// start anew.
async fn mark(instance: &Instance, letter: &Letter) -> service::Result<()> {
    for _ in 0..MARK_TRIES {
        match outbox::delivered(instance, letter).await {
            Ok(()) => return Ok(()),
            Err(error) => {
                tracing::warn!(?error, mail = %letter.id, "a sent mail could not be marked: it is tried again");
            }
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    outbox::delivered(instance, letter).await
}
