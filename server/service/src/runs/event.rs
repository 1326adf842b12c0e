//! Where it is told what happens to a run.

use domain::run::RunEvent;
use entity::run;
use sea_orm::DatabaseTransaction;

use crate::{Instance, Result};

/// Tells of the event, at the end of the transaction in which it happens. `wait` is for how many milliseconds an alert of
/// the same title need not be told again; it says nothing of other events.
#[expect(clippy::unused_async, reason = "whoever is told is written down in the transaction")]
pub(super) async fn tell(
    _: &Instance,
    _: &DatabaseTransaction,
    run: &run::Model,
    event: &RunEvent,
    wait: i64,
) -> Result<()> {
    tracing::info!(run = %run.id, event = event.kind().as_str(), wait, "something happened to a run");
    Ok(())
}
