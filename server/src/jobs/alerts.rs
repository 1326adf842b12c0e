//! Sends alerts to the destinations of teams, a few at the same time, so that one that does not answer holds up nobody.

use std::future::Future;
use std::time::Duration;

use futures::FutureExt;
use futures::future::FusedFuture;
use service::alerts::{self, Outcome, Parcel};
use service::{Instance, Result};
use tokio::task::JoinSet;

/// How often the queues are looked at.
const EVERY: Duration = Duration::from_millis(500);
/// How often it is looked at who answers for destinations, in looks at the queues.
const LOOKS_A_ROUND: u64 = 60;
/// Alerts that are being sent at the same time.
const AT_ONCE: usize = 8;
/// Together with the five seconds for which one is sent less than the time for which it is held.
const MARK_TRIES: usize = 8;

/// Runs until `shutdown`; what is being sent then is sent to its end.
pub async fn send_alerts(instance: Instance, shutdown: impl Future<Output = ()> + Send) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let (mut sending, mut looks) = (JoinSet::new(), 0_u64);
    let shutdown = shutdown.fuse();
    tokio::pin!(shutdown);
    while !shutdown.is_terminated() {
        tokio::select! {
            () = &mut shutdown => break,
            Some(_) = sending.join_next() => {}
            _ = ticks.tick() => {
                if looks.is_multiple_of(LOOKS_A_ROUND)
                    && let Err(error) = alerts::pause_unanswered(&instance).await
                {
                    tracing::warn!(?error, "it could not be seen who answers for destinations");
                }
                looks += 1;
            }
        }
        while sending.len() < AT_ONCE && shutdown.as_mut().now_or_never().is_none() {
            match alerts::take(&instance).await {
                Ok(Some(parcel)) => {
                    sending.spawn(deliver(instance.clone(), parcel));
                }
                Ok(None) => break,
                Err(error) => {
                    tracing::warn!(?error, "the alerts could not be read: it is tried again");
                    break;
                }
            }
        }
    }
    sending.join_all().await;
}

async fn deliver(instance: Instance, parcel: Parcel) {
    if let Err(error) = send(&instance, &parcel).await {
        tracing::warn!(?error, delivery = %parcel.id, "an alert could not be sent: it is tried again");
    }
}

async fn send(instance: &Instance, parcel: &Parcel) -> Result<()> {
    if !alerts::is_wanted(instance, parcel).await? {
        return Ok(());
    }
    let outcome = alerts::send(instance, parcel).await?;
    if let Some(words) = &outcome.words {
        tracing::info!(delivery = %parcel.id, words, "an alert was not taken");
    }
    mark(instance, parcel, &outcome).await
}

/// The alert is out, and would go out again if that were not noted.
async fn mark(instance: &Instance, parcel: &Parcel, outcome: &Outcome) -> Result<()> {
    for _ in 0..MARK_TRIES {
        match alerts::settle(instance, parcel, outcome).await {
            Ok(()) => return Ok(()),
            Err(error) => {
                tracing::warn!(?error, delivery = %parcel.id, "a sent alert could not be marked: it is tried again");
            }
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    alerts::settle(instance, parcel, outcome).await
}
