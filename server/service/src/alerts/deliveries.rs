//! What became of the alerts of a team.

use std::collections::HashMap;

use domain::alert::{Delivery, DeliveryState, RunRef};
use domain::error::Kind;
use domain::history::Action;
use domain::ids::{DeliveryId, DestinationId, MailId, TeamId};
use domain::mail::MailState;
use domain::time::Timestamp;
use entity::alert_delivery::{Column, Entity, Model};
use entity::{alert_destination, alert_said, mail};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;

use super::destinations::begin_on;
use super::raise::wake;
use crate::ctx::{ManageTeam, UseInstance};
use crate::history::Record;
use crate::made::authors;
use crate::{Ctx, Instance, Result};

/// How many a page shows.
const SHOWN: u64 = 100;
const KEPT_DAYS: i64 = 30;

/// The newest hundred deliveries of a team; what they said is not shown.
///
/// # Errors
///
/// `Denied` to all but the admins of the team.
pub async fn list(cx: &Ctx, team: TeamId) -> Result<Vec<Delivery>> {
    cx.authorize_in::<ManageTeam>(team).await?;
    newest(cx.instance.db.read(), team).await
}

pub(super) async fn newest(db: &impl ConnectionTrait, team: TeamId) -> Result<Vec<Delivery>> {
    let rows = Entity::find()
        .filter(Column::TeamId.eq(team))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(SHOWN)
        .all(db)
        .await?;
    shown(db, rows).await
}

pub(super) async fn shown(db: &impl ConnectionTrait, rows: Vec<Model>) -> Result<Vec<Delivery>> {
    let heads = destinations(db, &rows).await?;
    let mails = mails(db, &rows).await?;
    let people = authors(db, mails.values().map(|it| it.user_id)).await?;
    let show = |row: Model| {
        let mail = row.mail_id.and_then(|it| mails.get(&it));
        let head = row.destination_id.and_then(|it| heads.get(&it));
        let recipient = mail.and_then(|it| people.get(&it.user_id)).map(|it| it.name.clone());
        let to = head.map(|it| it.name.clone()).or(recipient).unwrap_or_default();
        let is_waiting = row.state == DeliveryState::Waiting;
        let next_try = head.filter(|_| is_waiting).and_then(|it| it.due_at);
        let may_go = head.is_some_and(|it| it.paused.is_none() && it.removed_at.is_none());
        let again = may_go && row.state == DeliveryState::Failed && row.sealed.is_some();
        let delivery = Delivery { can_be_sent_again: again, ..delivery(row, to, next_try) };
        mail.map_or(delivery.clone(), |mail| as_mail(delivery, mail))
    };
    Ok(rows.into_iter().map(show).collect())
}

async fn destinations(
    db: &impl ConnectionTrait,
    rows: &[Model],
) -> Result<HashMap<DestinationId, alert_destination::Model>> {
    let ids: Vec<DestinationId> = rows.iter().filter_map(|it| it.destination_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = alert_destination::Entity::find().filter(alert_destination::Column::Id.is_in(ids)).all(db).await?;
    Ok(found.into_iter().map(|it| (it.id, it)).collect())
}

async fn mails(db: &impl ConnectionTrait, rows: &[Model]) -> Result<HashMap<MailId, mail::Model>> {
    let ids: Vec<MailId> = rows.iter().filter_map(|it| it.mail_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = mail::Entity::find().filter(mail::Column::Id.is_in(ids)).all(db).await?;
    Ok(found.into_iter().map(|it| (it.id, it)).collect())
}

fn delivery(row: Model, to: String, next_try: Option<Timestamp>) -> Delivery {
    let run = RunRef {
        project: row.project_name,
        name: row.run_name,
        display_name: row.run_display_name,
        is_there: row.run_id.is_some(),
    };
    Delivery {
        id: row.id,
        event: row.event,
        run: row.event.map(|_| run),
        to,
        by_mail: row.mail_id.is_some(),
        state: row.state,
        attempts: row.attempts,
        status: row.status,
        reason: row.reason,
        created: row.created_at,
        finished: row.finished_at,
        next_try,
        can_be_sent_again: false,
    }
}

/// The same, as it stands with the mail. What the mail server said is for those who run it.
fn as_mail(delivery: Delivery, mail: &mail::Model) -> Delivery {
    let state = match mail.state {
        MailState::Waiting => DeliveryState::Waiting,
        MailState::Delivered => DeliveryState::Delivered,
        MailState::Failed => DeliveryState::Failed,
        MailState::Cancelled => DeliveryState::Cancelled,
    };
    let is_waiting = state == DeliveryState::Waiting;
    Delivery {
        state,
        attempts: mail.attempts,
        reason: mail.error.as_ref().map(|_| "The mail server did not take it.".to_owned()),
        finished: mail.delivered_at,
        next_try: is_waiting.then_some(mail.next_attempt_at),
        ..delivery
    }
}

/// Has a delivery that failed sent once more, under the same id.
///
/// # Errors
///
/// `NotFound` where there is none, and to whoever may not know of it; `Denied` to all but the admins of its team;
/// `Conflict` where it did not fail, or its destination is paused.
pub async fn send_again(cx: &Ctx, id: DeliveryId) -> Result<()> {
    let unknown = || domain::Error::NotFound(Kind::Delivery);
    cx.authorize::<UseInstance>().await?;
    let found = Entity::find_by_id(id).one(cx.instance.db.read()).await?;
    let destination = found.and_then(|it| it.destination_id).ok_or_else(unknown)?;
    let (mut change, granted, head) = match begin_on(cx, destination).await {
        Err(crate::Error::Domain(domain::Error::NotFound(_))) => return Err(unknown().into()),
        outcome => outcome?,
    };
    let mut row = Entity::find_by_id(id).one(&change.tx).await?.ok_or_else(unknown)?;
    if head.paused.is_some() {
        return Err(domain::Error::Conflict("The destination is paused. Resume it first.".to_owned()).into());
    }
    if row.state != DeliveryState::Failed || row.sealed.is_none() {
        return Err(domain::Error::Conflict("Only what failed is sent again.".to_owned()).into());
    }
    let now = change.now();
    (row.state, row.queued_at, row.finished_at) = (DeliveryState::Waiting, now, None);
    row.into_active_model().reset_all().update(&change.tx).await?;
    wake(&change.tx, head.id, now).await?;
    let after = json!({ "destination": head.name });
    change.also(Record::team(Action::AlertSentAgain, &granted.team, json!({}), after));
    change.commit_if_any().await
}

/// Forgets what is older than a month, and what runs said before yesterday.
pub async fn sweep(instance: &Instance) -> Result<()> {
    let now = instance.clock.now();
    Entity::delete_many().filter(Column::CreatedAt.lte(now.plus_days(-KEPT_DAYS))).exec(instance.db.writer()).await?;
    let said = alert_said::Column::SaidAt.lte(now.plus_days(-1));
    alert_said::Entity::delete_many().filter(said).exec(instance.db.writer()).await?;
    Ok(())
}
