//! Where it is told what happens to a run.

use domain::run::RunEvent;
use entity::run;
use sea_orm::DatabaseTransaction;

use crate::{Instance, Result};

/// Tells of the event, in the transaction in which it happens.
#[expect(clippy::unused_async, reason = "whoever is told is written down in the transaction")]
pub(super) async fn tell(_: &DatabaseTransaction, _: &Instance, row: &run::Model, event: RunEvent) -> Result<()> {
    tracing::info!(run = %row.id, event = event.kind().as_str(), "something happened to a run");
    Ok(())
}
