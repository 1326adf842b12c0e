//! The destinations of a team: added, changed, paused and removed by its admins.

use domain::alert::{
    AddedDestination, DeliveryState, Destination, DestinationKind, Events, MOST, NewDestination, PauseReason,
    events_rule, shown_url,
};
use domain::error::{Checks, Kind};
use domain::history::Action;
use domain::ids::{DestinationId, TeamId};
use domain::name::display_name;
use domain::time::Timestamp;
use entity::alert_delivery;
use entity::alert_destination::{Column, Entity, Model};
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;
use uuid::Uuid;

use super::secrets::Secrets;
use super::{send, sign};
use crate::ctx::{Change, Granted, InTeam, ManageTeam, UseInstance};
use crate::history::Record;
use crate::made::authors;
use crate::{Ctx, Error, Result, outgoing};

/// Adds a destination, for which the actor answers. What its webhooks are signed with is shown this once.
///
/// # Errors
///
/// `Denied` to all but the admins of the team; `Invalid` with each field that breaks a rule, and where the address may not
/// be asked; `Conflict` where there are twenty.
pub async fn add(cx: &Ctx, team: TeamId, new: &NewDestination) -> Result<AddedDestination> {
    let sound = new.check()?;
    let (mut change, granted) = cx.begin_in::<ManageTeam>(team).await?;
    check_url(cx, &sound.url)?;
    if Entity::find().filter(of(team)).count(&change.tx).await? >= MOST as u64 {
        let words = format!("The team has {MOST} destinations, and no more can be added. Remove one.");
        return Err(domain::Error::Conflict(words).into());
    }
    let id = DestinationId::from_uuid(Uuid::now_v7());
    let signing = (new.kind == DestinationKind::Webhook).then(sign::fresh).transpose()?;
    let secrets = Secrets { url: sound.url, signing: signing.clone(), before: None };
    let row = Model {
        id,
        team_id: team,
        kind: new.kind,
        name: sound.name,
        place: shown_url(&secrets.url),
        sealed: secrets.sealed(&cx.instance.seal, id)?,
        events: sound.events,
        maker_id: granted.by,
        created_at: change.now(),
        paused: None,
        failures: 0,
        due_at: None,
        removed_at: None,
    };
    row.clone().into_active_model().reset_all().insert(&change.tx).await?;
    change.also(Record::team(Action::DestinationAdded, &granted.team, json!({}), told(&row)));
    let destination = shown(&change.tx, vec![row]).await?.remove(0);
    change.commit_if_any().await?;
    Ok(AddedDestination { destination, secret: signing })
}

/// Gives a destination another name, other events, and, where one is typed, another address, for which the actor then
/// answers.
///
/// # Errors
///
/// As [`add`]; `NotFound` where there is none, and to whoever may not know of it.
pub async fn change(cx: &Ctx, id: DestinationId, name: &str, url: &str, events: &Events) -> Result<()> {
    let (mut change, granted, mut row) = begin_on(cx, id).await?;
    let mut checks = Checks::default();
    let name = checks.take("name", display_name(name));
    let events = checks.take("events", events_rule(events));
    checks.finish()?;
    let before = told(&row);
    row.name = name.unwrap_or_default();
    row.events = events.unwrap_or_else(Events::none);
    if !url.trim().is_empty() {
        let new =
            NewDestination { kind: row.kind, name: row.name.clone(), url: url.to_owned(), events: row.events.clone() };
        let url = new.check()?.url;
        check_url(cx, &url)?;
        let secrets = Secrets { url, ..Secrets::open(&cx.instance.seal, &row)? };
        row.place = shown_url(&secrets.url);
        row.sealed = secrets.sealed(&cx.instance.seal, id)?;
        row.maker_id = granted.by;
        row.failures = 0;
    }
    let after = told(&row);
    if before != after || !url.trim().is_empty() {
        row.into_active_model().reset_all().update(&change.tx).await?;
        change.also(Record::team(Action::DestinationChanged, &granted.team, before, after));
    }
    change.commit_if_any().await
}

/// Sends nothing there from now on; what waits is not sent any more.
///
/// # Errors
///
/// As [`remove`].
pub async fn pause(cx: &Ctx, id: DestinationId) -> Result<()> {
    let (mut change, granted, row) = begin_on(cx, id).await?;
    if row.paused.is_none() {
        let after = json!({ "destination": row.name, "paused": PauseReason::Admin });
        stop(&change.tx, row, change.now(), |row| row.paused = Some(PauseReason::Admin)).await?;
        change.also(Record::team(Action::DestinationPaused, &granted.team, json!({}), after));
    }
    change.commit_if_any().await
}

/// Sends there again, from now on. The actor answers for it.
///
/// # Errors
///
/// As [`remove`].
pub async fn resume(cx: &Ctx, id: DestinationId) -> Result<()> {
    let (mut change, granted, mut row) = begin_on(cx, id).await?;
    if let Some(paused) = row.paused.take() {
        let before = json!({ "destination": row.name, "paused": paused });
        let after = json!({ "destination": row.name });
        row.maker_id = granted.by;
        row.failures = 0;
        row.into_active_model().reset_all().update(&change.tx).await?;
        change.also(Record::team(Action::DestinationResumed, &granted.team, before, after));
    }
    change.commit_if_any().await
}

/// Signs with another secret, which is shown this once. The old one signs beside it for a day.
///
/// # Errors
///
/// As [`remove`]; `Conflict` where nothing is signed.
pub async fn rotate(cx: &Ctx, id: DestinationId) -> Result<String> {
    let (mut change, granted, mut row) = begin_on(cx, id).await?;
    if row.kind != DestinationKind::Webhook {
        return Err(domain::Error::Conflict("What is sent to Slack is not signed.".to_owned()).into());
    }
    let mut secrets = Secrets::open(&cx.instance.seal, &row)?;
    let fresh = secrets.rotate(change.now())?;
    row.sealed = secrets.sealed(&cx.instance.seal, id)?;
    let after = json!({ "destination": row.name });
    row.into_active_model().reset_all().update(&change.tx).await?;
    change.also(Record::team(Action::DestinationRotated, &granted.team, json!({}), after));
    change.commit_if_any().await?;
    Ok(fresh)
}

/// Removes a destination. What waits for it is not sent any more; what was sent stays in the log.
///
/// # Errors
///
/// `NotFound` where there is none, and to whoever may not know of it; `Denied` to all but the admins of its team.
pub async fn remove(cx: &Ctx, id: DestinationId) -> Result<()> {
    let (mut change, granted, row) = begin_on(cx, id).await?;
    let (before, now) = (told(&row), change.now());
    stop(&change.tx, row, now, |row| {
        row.removed_at = Some(now);
        row.sealed = Vec::new();
    })
    .await?;
    change.also(Record::team(Action::DestinationRemoved, &granted.team, before, json!({})));
    change.commit_if_any().await
}

/// The destinations of a team, the oldest first.
///
/// # Errors
///
/// `Denied` to all but the admins of the team.
pub async fn list(cx: &Ctx, team: TeamId) -> Result<Vec<Destination>> {
    cx.authorize_in::<ManageTeam>(team).await?;
    listed(cx.instance.db.read(), team).await
}

pub(super) async fn listed(db: &impl ConnectionTrait, team: TeamId) -> Result<Vec<Destination>> {
    let oldest = Entity::find().filter(of(team)).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
    shown(db, oldest.all(db).await?).await
}

fn of(team: TeamId) -> Condition {
    Condition::all().add(Column::TeamId.eq(team)).add(Column::RemovedAt.is_null())
}

async fn shown(db: &impl ConnectionTrait, rows: Vec<Model>) -> Result<Vec<Destination>> {
    let people = authors(db, rows.iter().filter_map(|row| row.maker_id)).await?;
    let show = |row: Model| Destination {
        id: row.id,
        kind: row.kind,
        name: row.name,
        place: row.place,
        events: row.events,
        maker: row.maker_id.and_then(|it| people.get(&it)).map(|it| it.name.clone()),
        created: row.created_at,
        paused: row.paused,
        failures: row.failures,
        next_try: row.due_at,
    };
    Ok(rows.into_iter().map(show).collect())
}

/// What the history says of a destination: never its address.
fn told(row: &Model) -> serde_json::Value {
    json!({ "destination": row.name, "kind": row.kind, "address": row.place, "events": row.events })
}

fn check_url(cx: &Ctx, url: &str) -> Result<()> {
    let checked = outgoing::check(url, cx.instance.settings.internal_webhooks);
    Ok(checked.map(drop).map_err(|refusal| domain::Error::invalid("url", send::words(refusal)))?)
}

/// Begins a change of a destination by an admin of its team.
pub(super) async fn begin_on(cx: &Ctx, id: DestinationId) -> Result<(Change<UseInstance>, InTeam<ManageTeam>, Model)> {
    let change = cx.begin::<UseInstance>().await?;
    let row = lock(&change.tx, id).await?;
    let (granted, row) = managed(&change.tx, &change.granted, row).await?;
    Ok((change, granted, row))
}

/// The destination, for an admin of its team.
pub(super) async fn managed(
    db: &impl ConnectionTrait,
    granted: &Granted<UseInstance>,
    found: Option<Model>,
) -> Result<(InTeam<ManageTeam>, Model)> {
    let unknown = || Error::from(domain::Error::NotFound(Kind::Destination));
    let row = found.filter(|it| it.removed_at.is_none()).ok_or_else(unknown)?;
    match InTeam::<ManageTeam>::prove(db, granted, row.team_id).await {
        Ok(granted) => Ok((granted, row)),
        Err(Error::Domain(domain::Error::NotFound(_))) => Err(unknown()),
        Err(error) => Err(error),
    }
}

/// The row, which nobody else changes before this transaction ends.
pub(super) async fn lock(tx: &DatabaseTransaction, id: DestinationId) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(id).lock_exclusive().one(tx).await?)
}

/// Changes a destination so that nothing is sent there any more, and cancels what waits for it.
pub(super) async fn stop(
    tx: &DatabaseTransaction,
    mut row: Model,
    now: Timestamp,
    with: impl FnOnce(&mut Model),
) -> Result<()> {
    use alert_delivery::Column as Of;
    with(&mut row);
    row.due_at = None;
    row.failures = 0;
    alert_delivery::Entity::update_many()
        .col_expr(Of::State, Expr::value(DeliveryState::Cancelled.as_str()))
        .col_expr(Of::Reason, Expr::value("The destination was paused or removed before it was sent."))
        .col_expr(Of::Sealed, Expr::value(Option::<Vec<u8>>::None))
        .col_expr(Of::FinishedAt, Expr::value(now.0))
        .filter(Of::DestinationId.eq(row.id))
        .filter(Of::State.eq(DeliveryState::Waiting))
        .exec(tx)
        .await?;
    row.into_active_model().reset_all().update(tx).await?;
    Ok(())
}
