//! The queues of the destinations: one delivery at a time is taken of each, sent, and what became of it is noted.

use domain::alert::{DeliveryState, PauseReason, Verdict};
use domain::ids::DeliveryId;
use domain::project::Visibility;
use domain::time::Timestamp;
use entity::alert_destination::{self, Column as To};
use entity::{alert_delivery, project, run, team};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};

use super::destinations::lock;
use super::makers::{is_answered_for, pause_as_job};
use super::secrets::open_body;
use super::send::Outcome;
use crate::{Instance, Result, organization};

/// Whoever took a delivery to send it has so long, in seconds, before another may. It is sent within five.
const LEASE_SECONDS: i64 = 30;
/// The first pause of a destination that could not be reached, in seconds; each one is twice as long as the one before, up
/// to the longest.
const FIRST_PAUSE: i64 = 10;
const LONGEST_PAUSE: i64 = 3600;
/// What could not be delivered for so long, in seconds, is given up.
const GIVEN_UP_AFTER: i64 = 12 * 3600;

/// A delivery taken to be sent.
pub struct Parcel {
    pub id: DeliveryId,
    pub body: String,
    pub(super) destination: alert_destination::Model,
}

/// Takes the next delivery that is due. While it is being sent nobody takes another for the same destination; if this
/// process dies, somebody sends it again, under the same id.
pub async fn take(instance: &Instance) -> Result<Option<Parcel>> {
    while let Some((destination, row)) = lease(instance).await? {
        match open_body(&instance.seal, &row) {
            Ok(body) => return Ok(Some(Parcel { id: row.id, body, destination })),
            Err(error) => {
                tracing::error!(?error, delivery = %row.id, "an alert cannot be opened");
                let words = "It was sealed with another secret than this server's.".to_owned();
                let outcome = Outcome { verdict: Verdict::Refused, status: None, words: Some(words), wait: None };
                settle(instance, &Parcel { id: row.id, body: String::new(), destination }, &outcome).await?;
            }
        }
    }
    Ok(None)
}

async fn lease(instance: &Instance) -> Result<Option<(alert_destination::Model, alert_delivery::Model)>> {
    let now = instance.clock.now();
    let due = alert_destination::Entity::find().filter(To::DueAt.lte(now)).order_by_asc(To::DueAt);
    // Most of the time nothing is, which a look tells that holds up nobody.
    while due.clone().one(instance.db.read()).await?.is_some() {
        let tx = instance.db.write().await?;
        let locked = due.clone().lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        let Some(mut head) = locked.one(&tx).await? else { return Ok(None) };
        give_up_old(&tx, &head, now).await?;
        let next = waiting(&head).order_by_asc(alert_delivery::Column::QueuedAt);
        let next = next.order_by_asc(alert_delivery::Column::Id).one(&tx).await?;
        head.due_at = next.is_some().then(|| now.plus_seconds(LEASE_SECONDS));
        let head = head.into_active_model().reset_all().update(&tx).await?;
        let Some(mut row) = next else {
            tx.commit().await?;
            continue;
        };
        row.attempts += 1;
        let row = row.into_active_model().reset_all().update(&tx).await?;
        tx.commit().await?;
        return Ok(Some((head, row)));
    }
    Ok(None)
}

fn waiting(head: &alert_destination::Model) -> sea_orm::Select<alert_delivery::Entity> {
    alert_delivery::Entity::find()
        .filter(alert_delivery::Column::DestinationId.eq(head.id))
        .filter(alert_delivery::Column::State.eq(DeliveryState::Waiting))
}

async fn give_up_old(tx: &DatabaseTransaction, head: &alert_destination::Model, now: Timestamp) -> Result<()> {
    use alert_delivery::Column;
    alert_delivery::Entity::update_many()
        .col_expr(Column::State, Expr::value(DeliveryState::Failed.as_str()))
        .col_expr(Column::Reason, Expr::value("It could not be delivered for half a day."))
        .col_expr(Column::FinishedAt, Expr::value(now.0))
        .filter(Column::DestinationId.eq(head.id))
        .filter(Column::State.eq(DeliveryState::Waiting))
        .filter(Column::QueuedAt.lte(now.plus_seconds(-GIVEN_UP_AFTER)))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether the delivery may still go out: asked again right before it does. One that may not is cancelled.
pub async fn is_wanted(instance: &Instance, parcel: &Parcel) -> Result<bool> {
    let db = instance.db.read();
    let row = alert_delivery::Entity::find_by_id(parcel.id).one(db).await?;
    let Some(row) = row.filter(|it| it.state == DeliveryState::Waiting) else { return Ok(false) };
    let head = alert_destination::Entity::find_by_id(parcel.destination.id).one(db).await?;
    let Some(head) = head.filter(|it| it.paused.is_none() && it.removed_at.is_none()) else { return Ok(false) };
    if !is_answered_for(db, &head).await? {
        pause_as_job(instance, head.id, PauseReason::Maker).await?;
        return Ok(false);
    }
    if may_be_told(db, &row).await? {
        return Ok(true);
    }
    cancel(instance, parcel).await?;
    Ok(false)
}

/// Whether the run is still there, and the whole team may see it.
async fn may_be_told(db: &impl ConnectionTrait, row: &alert_delivery::Model) -> Result<bool> {
    let Some(run) = row.run_id else { return Ok(false) };
    let Some(run) = run::Entity::find_by_id(run).one(db).await? else { return Ok(false) };
    let Some(project) = project::Entity::find_by_id(run.project_id).one(db).await? else { return Ok(false) };
    let Some(team) = team::Entity::find_by_id(row.team_id).one(db).await? else { return Ok(false) };
    let settings = team.settings.under(&organization::decided(db).await?.enforced);
    Ok(project.team_id == Some(row.team_id) && project.visibility.under(&settings) != Visibility::Private)
}

async fn cancel(instance: &Instance, parcel: &Parcel) -> Result<()> {
    let tx = instance.db.write().await?;
    let reason = "The run was deleted, or is not for the whole team any more.";
    let end = End { state: DeliveryState::Cancelled, status: None, reason: Some(reason.to_owned()) };
    let Some(head) = lock(&tx, parcel.destination.id).await? else { return Ok(()) };
    finish(&tx, parcel.id, end, instance.clock.now()).await?;
    go_on(&tx, head, instance.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// How a delivery ends.
struct End {
    state: DeliveryState,
    status: Option<u16>,
    reason: Option<String>,
}

/// Notes what became of a delivery. One that may pass another time waits with all that is behind it, each time twice as
/// long; a destination that wants nothing more is paused.
pub async fn settle(instance: &Instance, parcel: &Parcel, outcome: &Outcome) -> Result<()> {
    let (now, tx) = (instance.clock.now(), instance.db.write().await?);
    let Some(head) = lock(&tx, parcel.destination.id).await? else { return Ok(()) };
    let state = match outcome.verdict {
        Verdict::Later => {
            put_off(&tx, head, parcel.id, outcome, now).await?;
            tx.commit().await?;
            return Ok(());
        }
        Verdict::Delivered => DeliveryState::Delivered,
        Verdict::Refused | Verdict::Gone => DeliveryState::Failed,
    };
    finish(&tx, parcel.id, End { state, status: outcome.status, reason: outcome.words.clone() }, now).await?;
    if outcome.verdict == Verdict::Gone {
        // Still held: nothing goes there before it is paused.
        tx.commit().await?;
        return pause_as_job(instance, parcel.destination.id, PauseReason::Gone).await;
    }
    go_on(&tx, head, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn put_off(
    tx: &DatabaseTransaction,
    mut head: alert_destination::Model,
    id: DeliveryId,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<()> {
    use alert_delivery::Column;
    alert_delivery::Entity::update_many()
        .col_expr(Column::Status, Expr::value(outcome.status.map(i32::from)))
        .col_expr(Column::Reason, Expr::value(outcome.words.clone()))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(DeliveryState::Waiting))
        .exec(tx)
        .await?;
    if head.due_at.is_none() {
        // It was paused or removed meanwhile.
        return Ok(());
    }
    let pause = (FIRST_PAUSE << head.failures.clamp(0, 12)).min(LONGEST_PAUSE);
    head.failures += 1;
    head.due_at = Some(now.plus_seconds(pause.max(outcome.wait.unwrap_or_default())));
    head.into_active_model().reset_all().update(tx).await?;
    Ok(())
}

/// What did not arrive is kept sealed, so that it can be sent again; else it is wiped.
async fn finish(tx: &DatabaseTransaction, id: DeliveryId, end: End, now: Timestamp) -> Result<()> {
    use alert_delivery::Column;
    let mut update = alert_delivery::Entity::update_many()
        .col_expr(Column::State, Expr::value(end.state.as_str()))
        .col_expr(Column::Status, Expr::value(end.status.map(i32::from)))
        .col_expr(Column::Reason, Expr::value(end.reason))
        .col_expr(Column::FinishedAt, Expr::value(now.0));
    if end.state != DeliveryState::Failed {
        update = update.col_expr(Column::Sealed, Expr::value(Option::<Vec<u8>>::None));
    }
    update.filter(Column::Id.eq(id)).filter(Column::State.eq(DeliveryState::Waiting)).exec(tx).await?;
    Ok(())
}

/// The destination answers: what waits behind is next.
async fn go_on(tx: &DatabaseTransaction, mut head: alert_destination::Model, now: Timestamp) -> Result<()> {
    let is_empty = waiting(&head).count(tx).await? == 0;
    head.failures = 0;
    head.due_at = (!is_empty).then_some(now);
    head.into_active_model().reset_all().update(tx).await?;
    Ok(())
}
