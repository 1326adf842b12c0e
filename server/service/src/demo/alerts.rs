//! Where the teams of the demo have alerts sent, and what became of some. The destinations are at addresses that nobody
//! has, and paused, and authors are not mailed: from a demo nothing leaves.

use domain::alert::{DeliveryState, DestinationKind, Events, PauseReason, shown_url, verdict};
use domain::ids::{DeliveryId, DestinationId};
use domain::policy::TeamRole;
use domain::run::{RunEvent, RunEventKind, RunState};
use entity::{alert_delivery, alert_destination, alert_mail, run, team, team_member};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::dice::Dice;
use crate::alerts::Secrets;
use crate::made::project_names;
use crate::{Ctx, Result, many};

/// Alerts fall by dice of their own, which leaves everything else as it is.
const OWN_DICE: u64 = 10;
/// Of how many runs of a team something was told.
const RUNS: u64 = 12;
/// The names, kinds and addresses.
const DESTINATIONS: &[(&str, DestinationKind, &str)] = &[
    ("#training", DestinationKind::Slack, "https://hooks.slack.example/services/T0NORTHW/B0TRAINS/9fK2mQx7LwZ4"),
    ("Pager", DestinationKind::Webhook, "https://pager.northwind.example/hooks/rollcall-runs"),
];

/// Gives each team its destinations, and a log of what was sent.
pub async fn add(cx: &Ctx, tx: &DatabaseTransaction, teams: &[team::Model]) -> Result<()> {
    let mut dice = Dice::seeded(OWN_DICE);
    let silent = |team: &team::Model| alert_mail::Model { team_id: team.id, events: Events::none() };
    many::insert::<alert_mail::Entity>(tx, teams.iter().map(silent).collect()).await?;
    for team in teams {
        let destinations = destinations(cx, tx, &mut dice, team).await?;
        let deliveries = deliveries(tx, &mut dice, team, &destinations).await?;
        many::insert::<alert_destination::Entity>(tx, destinations).await?;
        many::insert::<alert_delivery::Entity>(tx, deliveries).await?;
    }
    Ok(())
}

async fn destinations(
    cx: &Ctx,
    tx: &DatabaseTransaction,
    dice: &mut Dice,
    team: &team::Model,
) -> Result<Vec<alert_destination::Model>> {
    let admins = team_member::Entity::find()
        .filter(team_member::Column::TeamId.eq(team.id))
        .filter(team_member::Column::Role.eq(TeamRole::Admin));
    let admin = admins.order_by_asc(team_member::Column::UserId).one(tx).await?;
    let mut rows = Vec::new();
    for (name, kind, url) in DESTINATIONS {
        let id = DestinationId::from_uuid(dice.id(team.created_at));
        let secrets = Secrets { url: (*url).to_owned(), signing: None, before: None };
        rows.push(alert_destination::Model {
            id,
            team_id: team.id,
            kind: *kind,
            name: (*name).to_owned(),
            place: shown_url(url),
            sealed: secrets.sealed(&cx.instance.seal, id)?,
            events: Events::default(),
            maker_id: admin.as_ref().map(|it| it.user_id),
            created_at: team.created_at,
            paused: Some(PauseReason::Demo),
            failures: 0,
            due_at: None,
            removed_at: None,
        });
    }
    Ok(rows)
}

async fn deliveries(
    tx: &DatabaseTransaction,
    dice: &mut Dice,
    team: &team::Model,
    to: &[alert_destination::Model],
) -> Result<Vec<alert_delivery::Model>> {
    let runs = run::Entity::find()
        .filter(run::Column::TeamId.eq(team.id))
        .filter(run::Column::State.is_in([RunState::Failed, RunState::Crashed]))
        .order_by_desc(run::Column::CreatedAt)
        .order_by_desc(run::Column::Id)
        .limit(RUNS);
    let runs = runs.all(tx).await?;
    let projects = project_names(tx, runs.iter().map(|run| run.project_id)).await?;
    let mut rows = Vec::new();
    for run in &runs {
        let project = projects.get(&run.project_id).map(String::as_str).unwrap_or_default();
        rows.extend(to.iter().map(|to| delivery(dice, to, run, project)));
    }
    Ok(rows)
}

fn delivery(dice: &mut Dice, to: &alert_destination::Model, run: &run::Model, project: &str) -> alert_delivery::Model {
    let at = run.finished_at.unwrap_or(run.heartbeat_at);
    let status = dice.weigh(&[(82, 200), (9, 404), (9, 302)]);
    let is_delivered = status == 200;
    alert_delivery::Model {
        id: DeliveryId::from_uuid(dice.id(at)),
        team_id: to.team_id,
        destination_id: Some(to.id),
        mail_id: None,
        run_id: Some(run.id),
        project_name: project.to_owned(),
        run_name: run.name.clone(),
        run_display_name: run.display_name.clone(),
        event: RunEvent::of_state(run.state).map(|it| it.kind()).or(Some(RunEventKind::Alert)),
        sealed: None,
        state: if is_delivered { DeliveryState::Delivered } else { DeliveryState::Failed },
        attempts: 1,
        status: Some(i32::from(status)),
        reason: (!is_delivered).then(|| verdict(status).words(status)),
        created_at: at,
        queued_at: at,
        finished_at: Some(at.plus_seconds(1)),
    }
}
