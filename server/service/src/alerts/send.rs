//! Sends one alert to its destination, and says how that went.

use std::error::Error as Cause;
use std::time::Duration;

use domain::alert::{DestinationKind, Verdict, verdict};
use domain::ids::DeliveryId;
use entity::alert_destination;
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, Response};
use tokio::sync::OnceCell;

use super::queue::Parcel;
use super::secrets::Secrets;
use super::sign;
use crate::outgoing::{self, Internal, Refusal};
use crate::{Error, Instance, Result};

/// For all of it: finding the address, connecting, and the answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Later than this, in seconds, nobody is asked to come again.
const LONGEST_WAIT: i64 = 3600;

/// How the sending of an alert went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub verdict: Verdict,
    /// What was answered, if anything.
    pub status: Option<u16>,
    /// What went wrong.
    pub words: Option<String>,
    /// For how many seconds the destination asks to be left alone.
    pub wait: Option<i64>,
}

impl Outcome {
    fn unreached(verdict: Verdict, words: &str) -> Self {
        Self { verdict, status: None, words: Some(words.to_owned()), wait: None }
    }
}

/// Makes the connections of all alerts, once the first one is sent.
#[derive(Debug, Default)]
pub struct Sender(OnceCell<Client>);

impl Sender {
    async fn client(&self, internal: bool) -> Result<&Client> {
        let build = || async move {
            let client = outgoing::builder(internal)
                .timeout(PATIENCE)
                // A name is looked up anew each time.
                .pool_max_idle_per_host(0)
                .user_agent(concat!("Rollcall/", env!("CARGO_PKG_VERSION")))
                .build();
            client.map_err(|error| Error::Internal(format!("alerts: {error}")))
        };
        self.0.get_or_try_init(build).await
    }
}

/// Sends what was taken.
///
/// # Errors
///
/// When it cannot be opened.
pub async fn send(instance: &Instance, parcel: &Parcel) -> Result<Outcome> {
    post(instance, &parcel.destination, parcel.id, parcel.body.clone()).await
}

/// Of the answer nothing is read but its head.
pub async fn post(instance: &Instance, to: &alert_destination::Model, id: DeliveryId, body: String) -> Result<Outcome> {
    let secrets = Secrets::open(&instance.seal, to)?;
    let internal = instance.settings.internal_webhooks;
    let url = match outgoing::check(&secrets.url, internal) {
        Ok(url) => url,
        Err(refusal) => return Ok(Outcome::unreached(Verdict::Refused, words(refusal))),
    };
    let mut request = instance.alerts.client(internal).await?.post(url).header(CONTENT_TYPE, "application/json");
    if to.kind == DestinationKind::Webhook {
        let (now, id) = (instance.clock.now(), id.to_string());
        let signed = sign::signatures(secrets.at(now), &id, now.0 / 1000, &body)?;
        request = request
            .header("webhook-id", id)
            .header("webhook-timestamp", now.0 / 1000)
            .header("webhook-signature", signed);
    }
    Ok(match request.body(body).send().await {
        Ok(answer) => answered(&answer),
        Err(error) => failed(error),
    })
}

fn answered(answer: &Response) -> Outcome {
    let status = answer.status().as_u16();
    let verdict = verdict(status);
    let wait = answer.headers().get(RETRY_AFTER).and_then(|it| it.to_str().ok()?.parse().ok());
    Outcome {
        verdict,
        status: Some(status),
        words: (verdict != Verdict::Delivered).then(|| verdict.words(status)),
        wait: wait.map(|seconds: i64| seconds.clamp(0, LONGEST_WAIT)),
    }
}

/// What went wrong in words. What the other side said is not passed on: it may be anything that answers.
fn failed(error: reqwest::Error) -> Outcome {
    // The address is a secret.
    let error = error.without_url();
    tracing::info!(?error, "an alert was not sent");
    let mut causes = std::iter::successors(Cause::source(&error), |it| (*it).source());
    if causes.any(<dyn Cause>::is::<Internal>) {
        return Outcome::unreached(Verdict::Refused, words(Refusal::Internal));
    }
    let words = if error.is_timeout() {
        "It did not answer within five seconds."
    } else if error.is_connect() {
        "It could not be reached: nothing answers there, or not in TLS that can be trusted."
    } else {
        "What answers there does not speak HTTP."
    };
    Outcome::unreached(Verdict::Later, words)
}

/// Why an address is not asked, in words.
pub const fn words(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NoAddress => {
            "An address is https://, a host and a path, as in https://hooks.example.com/rollcall, and names nobody."
        }
        Refusal::Plain => "An address begins with https://, so that nobody reads on the way.",
        Refusal::Port => "An address is at port 443 or 8443.",
        Refusal::Internal => "This is an internal address, which the operator of this server does not allow.",
    }
}
