//! What the admins of a team see of its alerts, and of which events they have authors told by mail.

use domain::alert::{Alerts, Events};
use domain::history::Action;
use domain::ids::TeamId;
use domain::run::RunEventKind;
use entity::alert_mail::{Entity, Model};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};
use serde_json::json;

use super::{deliveries, destinations};
use crate::ctx::ManageTeam;
use crate::history::Record;
use crate::{Ctx, Result, teams};

/// The alerts of the team with this name.
///
/// # Errors
///
/// `Denied` to all but the admins of the team; `NotFound` for whoever is not in it.
pub async fn open(cx: &Ctx, name: &str) -> Result<Alerts> {
    let team = teams::find::<ManageTeam>(cx, name).await?.team.id;
    let db = cx.instance.db.read();
    Ok(Alerts {
        team,
        mails: mails(db, team).await?,
        sends_mail: cx.instance.settings.mail_server.is_some(),
        destinations: destinations::listed(db, team).await?,
        deliveries: deliveries::newest(db, team).await?,
    })
}

/// Has the author of a run told of such an event by mail, or not.
///
/// # Errors
///
/// `Denied` to all but the admins of the team.
pub async fn set_mail(cx: &Ctx, team: TeamId, event: RunEventKind, on: bool) -> Result<()> {
    let (mut change, granted) = cx.begin_in::<ManageTeam>(team).await?;
    let row = Entity::find_by_id(team).one(&change.tx).await?;
    let is_new = row.is_none();
    let before = row.map(|it| it.events).unwrap_or_default();
    let events = before.clone().with(event, on);
    if events != before {
        let record = Record::team(
            Action::AlertMailsChanged,
            &granted.team,
            json!({ "events": before }),
            json!({ "events": events }),
        );
        let row = Model { team_id: team, events }.into_active_model().reset_all();
        if is_new {
            row.insert(&change.tx).await?;
        } else {
            row.update(&change.tx).await?;
        }
        change.also(record);
    }
    change.commit_if_any().await
}

/// Of which events the authors of a team's runs are told by mail.
pub(super) async fn mails(db: &impl ConnectionTrait, team: TeamId) -> Result<Events> {
    Ok(Entity::find_by_id(team).one(db).await?.map(|it| it.events).unwrap_or_default())
}
