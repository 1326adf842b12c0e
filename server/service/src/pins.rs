//! Projects and reports that a team's admins put on its home page, for everybody to find.

use std::collections::HashMap;

use domain::error::Kind;
use domain::history::Action;
use domain::ids::{ProjectId, ReportId, TeamId};
use domain::pin::{Pin, Pinned, Step, room_for_one};
use domain::policy::{TeamPermission, see_draft};
use domain::project::Visibility;
use domain::time::Timestamp;
use entity::{project, report, team, team_pin};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};

use crate::ctx::{Change, InProject, InTeam, UseInstance, ViewTeam};
use crate::history::Record;
use crate::projects::last_run;
use crate::{Ctx, Result, made, many, projects, reports};

/// Puts something behind what is pinned in its team already, or takes it away.
///
/// # Errors
///
/// `Conflict` where there is no room; `Denied` to all but the team's admins; `NotFound` for whoever may not know of it.
pub async fn set(cx: &Ctx, what: Pinned, pinned: bool) -> Result<()> {
    let (mut change, found) = begin(cx, what).await?;
    let mut pins = of(&change.tx, found.team().id).await?;
    let at = pins.iter().position(|it| *it == what);
    let told = json!({ "team": found.team().name });
    match (pinned, at) {
        (true, None) => {
            room_for_one(i64::try_from(pins.len()).unwrap_or(i64::MAX)).map_err(domain::Error::Conflict)?;
            pins.push(what);
            change.also(found.record(Action::Pinned, json!({}), told));
        }
        (false, Some(at)) => {
            pins.remove(at);
            change.also(found.record(Action::Unpinned, told, json!({})));
        }
        _ => return Ok(()),
    }
    put(&change.tx, found.team().id, &pins).await?;
    change.commit_if_any().await
}

/// Moves a pin past its neighbour; at an end it stays.
///
/// # Errors
///
/// `Conflict` where it is not pinned; else as [`set`].
pub async fn step(cx: &Ctx, what: Pinned, step: Step) -> Result<()> {
    let (mut change, found) = begin(cx, what).await?;
    let mut pins = of(&change.tx, found.team().id).await?;
    let place = |pins: &[Pinned]| pins.iter().position(|it| *it == what);
    let gone = || domain::Error::Conflict("It is not pinned any more.".to_owned());
    let before = place(&pins).ok_or_else(gone)?;
    step.take(&mut pins, before);
    let after = place(&pins).ok_or_else(gone)?;
    if before != after {
        let told = |at: usize| json!({ "team": found.team().name, "place": at + 1 });
        change.also(found.record(Action::PinMoved, told(before), told(after)));
        put(&change.tx, found.team().id, &pins).await?;
    }
    change.commit_if_any().await
}

/// What is pinned, as somebody who may pin it finds it.
enum Found {
    Project(Box<InProject>),
    Report(Box<InProject>, Box<report::Model>),
}

impl Found {
    const fn team(&self) -> &team::Model {
        match self {
            Self::Project(proof) | Self::Report(proof, _) => &proof.team,
        }
    }

    fn record(&self, action: Action, before: Value, after: Value) -> Record {
        match self {
            Self::Project(proof) => Record::project(action, &proof.project, before, after),
            Self::Report(_, row) => Record::report(action, row, before, after),
        }
    }
}

/// Begins a change by somebody who may make it.
async fn begin(cx: &Ctx, what: Pinned) -> Result<(Change<UseInstance>, Found)> {
    let change = cx.begin::<UseInstance>().await?;
    let found = match what {
        Pinned::Project(id) => {
            let proof = InProject::prove(&change.tx, &change.granted, id, Kind::Project).await?;
            proof.actor.check(TeamPermission::ManageTeam)?;
            Found::Project(Box::new(proof))
        }
        Pinned::Report(id) => {
            let unknown = || domain::Error::NotFound(Kind::Report);
            let row = report::Entity::find_by_id(id).one(&change.tx).await?.ok_or_else(unknown)?;
            let proof = InProject::prove(&change.tx, &change.granted, row.project_id, Kind::Report).await?;
            if !row.published && !see_draft(proof.actor, proof.by == Some(row.author_id)) {
                return Err(unknown().into());
            }
            proof.actor.check(TeamPermission::ManageTeam)?;
            Found::Report(Box::new(proof), Box::new(row))
        }
    };
    Ok((change, found))
}

/// What is pinned in the team, in its order.
async fn of(db: &impl ConnectionTrait, team: TeamId) -> Result<Vec<Pinned>> {
    let rows = team_pin::Entity::find()
        .filter(team_pin::Column::TeamId.eq(team))
        .order_by_asc(team_pin::Column::Place)
        .all(db)
        .await?;
    let pinned = |row: team_pin::Model| row.project_id.map(Pinned::Project).or(row.report_id.map(Pinned::Report));
    Ok(rows.into_iter().filter_map(pinned).collect())
}

/// Pins these and no others: a handful.
async fn put(tx: &DatabaseTransaction, team_id: TeamId, pins: &[Pinned]) -> Result<()> {
    team_pin::Entity::delete_many().filter(team_pin::Column::TeamId.eq(team_id)).exec(tx).await?;
    let rows = (1..).zip(pins).map(|(place, what)| row(team_id, place, *what));
    Ok(many::insert::<team_pin::Entity>(tx, rows.collect()).await?)
}

/// A pin at a place.
pub(crate) const fn row(team_id: TeamId, place: i64, what: Pinned) -> team_pin::Model {
    let (project_id, report_id) = match what {
        Pinned::Project(id) => (Some(id), None),
        Pinned::Report(id) => (None, Some(id)),
    };
    team_pin::Model { team_id, place, project_id, report_id }
}

fn which(what: Pinned) -> sea_orm::sea_query::SimpleExpr {
    match what {
        Pinned::Project(id) => team_pin::Column::ProjectId.eq(id),
        Pinned::Report(id) => team_pin::Column::ReportId.eq(id),
    }
}

/// Unpins what is about to be deleted.
pub(crate) async fn forget(tx: &DatabaseTransaction, what: Pinned) -> Result<()> {
    team_pin::Entity::delete_many().filter(which(what)).exec(tx).await?;
    Ok(())
}

pub(crate) async fn is_pinned(db: &impl ConnectionTrait, what: Pinned) -> Result<bool> {
    Ok(team_pin::Entity::find().filter(which(what)).one(db).await?.is_some())
}

/// The pins of the team, without those that the actor may not know of.
pub(crate) async fn shown(cx: &Ctx, granted: &InTeam<ViewTeam>) -> Result<Vec<Pin>> {
    let db = cx.instance.db.read();
    let pins = of(db, granted.team.id).await?;
    let project = |it: &Pinned| if let Pinned::Project(id) = it { Some(*id) } else { None };
    let report = |it: &Pinned| if let Pinned::Report(id) = it { Some(*id) } else { None };
    let mut projects = pinned_projects(db, granted, pins.iter().filter_map(project).collect()).await?;
    let mut reports = pinned_reports(db, granted, pins.iter().filter_map(report).collect()).await?;
    let pin = |what: Pinned| match what {
        Pinned::Project(id) => projects.remove(&id),
        Pinned::Report(id) => reports.remove(&id),
    };
    Ok(pins.into_iter().filter_map(pin).collect())
}

async fn pinned_projects(
    db: &impl ConnectionTrait,
    granted: &InTeam<ViewTeam>,
    ids: Vec<ProjectId>,
) -> Result<HashMap<ProjectId, Pin>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = projects::known(granted).filter(project::Column::Id.is_in(ids)).all(db).await?;
    let pin = |row: project::Model| Pin {
        what: Pinned::Project(row.id),
        last: last_run::of(&row),
        name: row.name,
        about: None,
        is_private: row.visibility == Visibility::Private,
    };
    Ok(rows.into_iter().map(|row| (row.id, pin(row))).collect())
}

async fn pinned_reports(
    db: &impl ConnectionTrait,
    granted: &InTeam<ViewTeam>,
    ids: Vec<ReportId>,
) -> Result<HashMap<ReportId, Pin>> {
    use report::Column;
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let known = reports::known(granted).filter(Column::Id.is_in(ids)).select_only();
    let rows: Vec<(ReportId, ProjectId, String, bool, Timestamp)> = known
        .columns([Column::Id, Column::ProjectId, Column::Title, Column::Published, Column::UpdatedAt])
        .into_tuple()
        .all(db)
        .await?;
    let names = made::project_names(db, rows.iter().map(|row| row.1)).await?;
    let pin = |(id, project, name, published, edited): (_, _, _, bool, _)| {
        let about = names.get(&project).cloned();
        (id, Pin { what: Pinned::Report(id), name, about, is_private: !published, last: Some(edited) })
    };
    Ok(rows.into_iter().map(pin).collect())
}
