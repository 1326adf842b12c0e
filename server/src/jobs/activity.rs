//! Writes down who was active, every few seconds and at the end.

use std::future::Future;
use std::time::Duration;

use service::Instance;
use service::activity::Notes;

const EVERY: Duration = Duration::from_secs(2);

/// Runs until `shutdown`; what was noted by then is written.
pub async fn write_activity(instance: Instance, mut notes: Notes, shutdown: impl Future<Output = ()> + Send) {
    let mut ticks = tokio::time::interval(EVERY);
    tokio::pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            _ = ticks.tick() => flush(&instance, &mut notes).await,
        }
    }
    flush(&instance, &mut notes).await;
}

async fn flush(instance: &Instance, notes: &mut Notes) {
    if let Err(error) = notes.flush(instance).await {
        tracing::warn!(?error, "activity could not be written: it is tried again");
    }
}
