//! Sees from their silence that runs crashed, and deletes what no file names any more.

use std::time::Duration;

use domain::run::SILENCE_SECONDS;
use service::{Instance, runs};
use tokio::time::{Instant, MissedTickBehavior, interval_at};

const EVERY: Duration = Duration::from_secs(30);
/// Between two looks after objects that nothing names.
const TIDY_EVERY: Duration = Duration::from_mins(1);

/// Runs for ever. It begins to look once every run could be heard for as long as one may be silent: while the server was
/// away none could.
pub async fn watch_runs(instance: Instance) {
    let silence = Duration::from_secs(SILENCE_SECONDS.unsigned_abs());
    let mut ticks = interval_at(Instant::now() + silence, EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        while more(runs::mark_crashed(&instance).await, "runs of which nothing is heard could not be marked") {}
    }
}

/// Runs for ever.
pub async fn tidy_files(instance: Instance) {
    let mut ticks = tokio::time::interval(TIDY_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        while more(runs::sweep(&instance).await, "files that nothing names could not be deleted") {}
    }
}

/// Whether something was done, so that there may be more to do.
fn more(done: service::Result<usize>, failure: &'static str) -> bool {
    match done {
        Ok(done) => done > 0,
        Err(error) => {
            tracing::warn!(?error, failure);
            false
        }
    }
}
