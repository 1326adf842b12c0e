//! Who answers for a destination. Nothing is sent on behalf of somebody who could not add it today.

use std::collections::BTreeSet;

use domain::alert::PauseReason;
use domain::history::Action;
use domain::ids::{DestinationId, TeamId, UserId};
use domain::policy::{InTeam, TeamPermission};
use domain::user::Status;
use entity::alert_destination::{Column, Entity, Model};
use entity::{team, team_member, user};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::destinations::{lock, stop};
use crate::ctx::{Change, UseInstance};
use crate::history::Record;
use crate::{Ctx, Instance, Result};

/// Whoever of these people may manage the team at this moment.
pub async fn managers(
    db: &impl ConnectionTrait,
    team: TeamId,
    people: impl Iterator<Item = UserId>,
) -> Result<BTreeSet<UserId>> {
    let people: BTreeSet<UserId> = people.collect();
    if people.is_empty() {
        return Ok(people);
    }
    let members = team_member::Entity::find()
        .filter(team_member::Column::TeamId.eq(team))
        .filter(team_member::Column::UserId.is_in(people.iter().copied()))
        .all(db)
        .await?;
    let users = user::Entity::find().filter(user::Column::Id.is_in(people)).all(db).await?;
    let may = |user: &user::Model| {
        let role = members.iter().find(|it| it.user_id == user.id).map(|it| it.role);
        let acting = InTeam { organization: user.role, team: role };
        user.status == Status::Active && acting.check(TeamPermission::ManageTeam).is_ok()
    };
    Ok(users.iter().filter(|user| may(user)).map(|user| user.id).collect())
}

/// Whether somebody answers for the destination: whoever was proved to, or the command line.
pub async fn is_answered_for(db: &impl ConnectionTrait, row: &Model) -> Result<bool> {
    match row.maker_id {
        Some(maker) => Ok(managers(db, row.team_id, std::iter::once(maker)).await?.contains(&maker)),
        None => Ok(true),
    }
}

/// Pauses the destinations for which nobody answers any more, each with a row of the history.
pub async fn pause_unanswered(instance: &Instance) -> Result<()> {
    let db = instance.db.read();
    let active = Entity::find().filter(Column::RemovedAt.is_null()).filter(Column::Paused.is_null());
    for row in active.filter(Column::MakerId.is_not_null()).all(db).await? {
        if !is_answered_for(db, &row).await? {
            pause_as_job(instance, row.id, PauseReason::Maker).await?;
        }
    }
    Ok(())
}

/// Pauses a destination by the server itself; one that is paused or answered for by now stays as it is.
pub async fn pause_as_job(instance: &Instance, id: DestinationId, reason: PauseReason) -> Result<()> {
    let mut change: Change<UseInstance> = Ctx::job(instance.clone()).begin().await?;
    let Some(row) = lock(&change.tx, id).await? else { return Ok(()) };
    let is_moot = reason == PauseReason::Maker && is_answered_for(&change.tx, &row).await?;
    if row.paused.is_some() || row.removed_at.is_some() || is_moot {
        return Ok(());
    }
    let Some(team) = team::Entity::find_by_id(row.team_id).one(&change.tx).await? else { return Ok(()) };
    let after = json!({ "destination": row.name, "paused": reason });
    stop(&change.tx, row, change.now(), |row| row.paused = Some(reason)).await?;
    change.also(Record::team(Action::DestinationPaused, &team, json!({}), after));
    change.commit_if_any().await
}
