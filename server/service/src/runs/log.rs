//! A run logs.

use domain::ids::RunId;
use domain::run::{NewLog, RunState, merged};
use domain::time::Timestamp;
use entity::run;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::{Map, Value};

use super::{lines, points, prove};
use crate::{Ctx, Result};

/// Adds to a run what it logs, all of it or nothing. Nothing at all says that the run is alive.
///
/// What is sent twice is there once: a point takes the place of that at the same step, lines that say their number that of
/// lines with the same number, and config and summary are merged name by name. What comes from a run that crashed says that
/// it runs after all; one that ended goes on only where its state is set to running. Config and summary may be put right
/// afterwards.
///
/// # Errors
///
/// `Invalid` where something breaks a rule; `Conflict` where the run ended; `Denied` to all but its author, the service
/// account that logged it, and the team's admins; `NotFound` for whoever may not know of it.
pub async fn log(cx: &Ctx, run: RunId, new: NewLog) -> Result<Logged> {
    new.check()?;
    let (write, row) = prove::begin(cx, run).await?;
    let mut changed = if new.is_of_running() { heard_of(&row, write.now())? } else { row.clone().into_active_model() };
    if let Some(config) = new.config {
        changed.config = Set(with("config", row.config, config)?);
    }
    if let Some(summary) = new.summary {
        changed.summary = Set(with("summary", row.summary, summary)?);
    }
    points::write(&write.tx, run, new.points).await?;
    let last_line = lines::write(&write.tx, run, new.first_line, new.lines).await?;
    changed.update(&write.tx).await?;
    write.commit().await?;
    Ok(Logged { last_line })
}

/// What is known of a run that logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Logged {
    /// The number of the last of the lines that were written now; none where none were.
    pub last_line: Option<i64>,
}

/// The run as it is once something is heard of it.
///
/// # Errors
///
/// `Conflict` where it ended.
pub(super) fn heard_of(row: &run::Model, now: Timestamp) -> Result<run::ActiveModel, domain::Error> {
    let state = row.state.heard_of()?;
    let mut heard = row.clone().into_active_model();
    heard.heartbeat_at = Set(now);
    if row.state != state {
        heard.state = Set(RunState::Running);
        heard.finished_at = Set(None);
    }
    Ok(heard)
}

fn with(what: &str, before: Value, new: Map<String, Value>) -> Result<Value, domain::Error> {
    merged(what, before, new).map_err(|rule| domain::Error::invalid(what, rule))
}
