//! How a run goes: said by whoever logs it, or seen from its silence.

use domain::ids::RunId;
use domain::run::{AlertLevel, RunEvent, RunState, SILENCE_SECONDS};
use entity::run::{Column, Entity, Model};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{log, prove};
use crate::{Ctx, Instance, Result, alerts};

/// Runs that are marked in one transaction.
const AT_ONCE: u64 = 100;

/// Says how the run goes: that it ended, how, or that it goes on.
///
/// # Errors
///
/// `Conflict` where it ended otherwise; else as [`log`](super::log()).
pub async fn set_state(cx: &Ctx, run: RunId, state: RunState) -> Result<()> {
    let (write, row) = prove::begin(cx, run).await?;
    if !row.state.turns(state)? {
        return Ok(());
    }
    let now = write.now();
    let mut turned = row.into_active_model();
    turned.state = Set(state);
    turned.heartbeat_at = Set(now);
    turned.finished_at = Set((state != RunState::Running).then_some(now));
    let row = turned.update(&write.tx).await?;
    if let Some(event) = RunEvent::of_state(state) {
        alerts::raise(&cx.instance, &write.tx, &row, &event, 0).await?;
    }
    write.commit().await
}

/// What the code of a run says to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAlert<'a> {
    pub title: &'a str,
    pub text: &'a str,
    pub level: AlertLevel,
    /// For how many milliseconds an alert of the same title need not be told again.
    pub wait: i64,
}

/// Passes on what the code of a run says to people.
///
/// # Errors
///
/// `Invalid` where there is no title, or something is too long; else as [`log`](super::log()).
pub async fn alert(cx: &Ctx, run: RunId, new: &NewAlert<'_>) -> Result<()> {
    let event = RunEvent::alert(new.title, new.text, new.level)?;
    let (write, row) = prove::begin(cx, run).await?;
    let row = log::heard_of(&row, write.now())?.update(&write.tx).await?;
    alerts::raise(&cx.instance, &write.tx, &row, &event, new.wait).await?;
    write.commit().await
}

/// Marks runs as crashed of which nothing was heard for five minutes, the longest silent first, up to a hundred; says how
/// many.
pub async fn mark_crashed(instance: &Instance) -> Result<usize> {
    let silent = silent(instance);
    let found =
        Entity::find().select_only().column(Column::Id).filter(silent.clone()).order_by_asc(Column::HeartbeatAt);
    let mut ids: Vec<RunId> = found.limit(AT_ONCE).into_tuple().all(instance.db.read()).await?;
    if ids.is_empty() {
        return Ok(0);
    }
    // Two servers that look at the same moment hold the rows in the same order.
    ids.sort_unstable();
    let tx = instance.db.write().await?;
    let of_these = Entity::find().filter(Column::Id.is_in(ids)).filter(silent);
    let mut rows = of_these.order_by_asc(Column::Id).lock_exclusive().all(&tx).await?;
    let marked = rows.len();
    // Who is told is held as well, in the order of teams.
    rows.sort_unstable_by_key(|row| (row.team_id, row.id));
    for row in rows {
        crash(&tx, instance, row).await?;
    }
    tx.commit().await?;
    Ok(marked)
}

/// Runs of which nothing was heard for long. The state is written out: the index holds running ones only, and a database
/// uses it where the statement says so.
fn silent(instance: &Instance) -> Expr {
    let since = instance.clock.now().plus_seconds(-SILENCE_SECONDS);
    let running = Expr::Constant(RunState::Running.as_str().into());
    Expr::col(Column::State).eq(running).and(Column::HeartbeatAt.lt(since))
}

/// It ended when it was last heard of.
async fn crash(tx: &DatabaseTransaction, instance: &Instance, row: Model) -> Result<()> {
    let ended = row.heartbeat_at;
    let mut crashed = row.into_active_model();
    crashed.state = Set(RunState::Crashed);
    crashed.finished_at = Set(Some(ended));
    let row = crashed.update(tx).await?;
    alerts::raise(instance, tx, &row, &RunEvent::Crashed, 0).await
}
