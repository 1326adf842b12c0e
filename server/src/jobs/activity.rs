//! Writes down who was active, soon and in batches.

use std::future::Future;
use std::time::Duration;

use service::Instance;
use service::activity::Notes;

const EVERY: Duration = Duration::from_secs(2);
/// How often the end is tried, once a second, where the database does not answer.
const LAST_TRIES: usize = 5;

/// Writes what is noted after a quiet moment at once, and what follows every few seconds, until `drained`: then no request
/// is under way that could leave a note, and what was noted by then is written.
pub async fn write_activity(instance: Instance, mut notes: Notes, drained: impl Future<Output = ()> + Send) {
    tokio::pin!(drained);
    loop {
        tokio::select! {
            () = &mut drained => break,
            () = notes.some() => flush(&instance, &mut notes).await,
        };
        tokio::select! {
            () = &mut drained => break,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
    for _ in 0..LAST_TRIES {
        if flush(&instance, &mut notes).await {
            return;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    tracing::error!("activity of the last moments could not be written");
}

/// Whether everything is written.
async fn flush(instance: &Instance, notes: &mut Notes) -> bool {
    let outcome = notes.flush(instance).await;
    if let Err(error) = &outcome {
        tracing::warn!(?error, "activity could not be written: it is tried again");
    }
    outcome.is_ok()
}
