//! A run begins, or goes on.

use domain::error::Kind;
use domain::history::Action;
use domain::ids::{ProjectId, RunId};
use domain::run::{NewRun, RunState, merged};
use domain::setting::TeamSwitch;
use domain::time::Timestamp;
use entity::{run, user};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect, QueryTrait,
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::author::{self, Authorship};
use super::{names, prove};
use crate::ctx::{Change, Contribute, InProject, InTeam, UseInstance};
use crate::history::Record;
use crate::projects::last_run;
use crate::{Ctx, Error, Result, counted, handles, made, projects};

/// A run that was begun, or goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    pub run: RunId,
    /// Its part of the address.
    pub name: String,
    pub is_new: bool,
    /// Whether what logs it should save its code with it, unless told otherwise.
    pub save_code: bool,
}

/// Begins a run in a project. One that is there already goes on where `new` says so, whatever became of it: it is running
/// again, and what `new` says of it holds from now on.
///
/// # Errors
///
/// `Invalid` where something breaks a rule, the name is taken, or it is not known for whom a service account logs;
/// `Denied` to whoever only looks, and for a run that goes on as from [`log`](super::log()); `NotFound` for whoever may not
/// know of the project.
pub async fn start(cx: &Ctx, project: ProjectId, new: &NewRun) -> Result<Started> {
    let (granted, db) = (cx.authorize::<UseInstance>().await?, cx.instance.db.read());
    start_in(cx, InProject::prove(db, &granted, project, Kind::Project).await?, new).await
}

/// Begins a run in the project of this name of a team. Where there is none, it is created: what logs runs need not do so
/// before.
///
/// # Errors
///
/// As [`start`]; `Invalid` where no project can be called so.
pub async fn start_at(cx: &Ctx, team: &str, project: &str, new: &NewRun) -> Result<Started> {
    let (granted, db) = (cx.authorize::<UseInstance>().await?, cx.instance.db.read());
    match InProject::find(db, &granted, (team, project), Kind::Project).await {
        Ok(found) => start_in(cx, found, new).await,
        Err(Error::Domain(domain::Error::NotFound(_))) => start_first(cx, team, project, new).await,
        Err(error) => Err(error),
    }
}

async fn start_in(cx: &Ctx, proof: InProject, new: &NewRun) -> Result<Started> {
    let (new, project) = (new.checked()?, proof.project.id);
    if let Some(name) = new.name.as_deref().filter(|_| new.resume)
        && let Some(run) = named(cx.instance.db.read(), project, name).await?
    {
        return resume(cx, run, new, proof.settings.is_on(TeamSwitch::SaveCode)).await;
    }
    let change = cx.begin::<UseInstance>().await?;
    let begun = begin(change, project, &new).await?;
    settle(cx, begun, new).await
}

/// Begins a run and, unless somebody was faster, the project that it is in.
async fn start_first(cx: &Ctx, team: &str, project: &str, new: &NewRun) -> Result<Started> {
    let new = new.checked()?;
    let mut change = cx.begin::<UseInstance>().await?;
    let team = handles::find(&change.tx, team).await?.and_then(|it| it.team_id);
    let team = team.ok_or(domain::Error::NotFound(Kind::Team))?;
    let granted = InTeam::<Contribute>::prove(&change.tx, &change.granted, team).await?;
    let project = projects::find_or_create(&mut change, &granted, project).await?;
    let begun = begin(change, project, &new).await?;
    settle(cx, begun, new).await
}

enum Begun {
    Now(Started),
    /// The name is taken.
    Before {
        run: RunId,
        save_code: bool,
    },
}

async fn settle(cx: &Ctx, begun: Begun, new: NewRun) -> Result<Started> {
    match begun {
        Begun::Now(started) => Ok(started),
        Begun::Before { run, save_code } if new.resume => resume(cx, run, new, save_code).await,
        Begun::Before { .. } => {
            let words = "There is a run of this name in the project. Choose another name, or say that it goes on.";
            Err(domain::Error::invalid("name", words).into())
        }
    }
}

async fn begin(mut change: Change<UseInstance>, project: ProjectId, new: &NewRun) -> Result<Begun> {
    let proof = InProject::prove(&change.tx, &change.granted, project, Kind::Project).await?;
    proof.contribute()?;
    let save_code = proof.settings.is_on(TeamSwitch::SaveCode);
    let whose = author::of(&change.tx, &proof, new.author.as_deref()).await?;
    let name = match &new.name {
        Some(name) => match named(&change.tx, project, name).await? {
            Some(run) => return Ok(Begun::Before { run, save_code }),
            None => name.clone(),
        },
        None => free_name(&change.tx, project).await?,
    };
    let display_name = match &new.display_name {
        Some(title) => title.clone(),
        None => names::readable(number(&change.tx, project).await?)?,
    };
    let row = first_row(new, &proof, whose, (name, display_name), change.now());
    row.clone().into_active_model().reset_all().insert(&change.tx).await?;
    made::recount(&change.tx, row.author_id, user::Column::Runs, 1).await?;
    last_run::note(&change.tx, project, row.created_at).await?;
    let after = json!({ "name": row.name, "project": proof.project.name, "team": proof.team.name });
    change.also(Record::run(Action::RunCreated, &row, json!({}), after));
    change.commit_if_any().await?;
    Ok(Begun::Now(Started { run: row.id, name: row.name, is_new: true, save_code }))
}

/// The run as it begins.
fn first_row(
    new: &NewRun,
    proof: &InProject,
    Authorship { author, account }: Authorship,
    (name, display_name): (String, String),
    now: Timestamp,
) -> run::Model {
    run::Model {
        id: RunId::from_uuid(Uuid::now_v7()),
        project_id: proof.project.id,
        name,
        display_name,
        state: RunState::Running,
        author_id: author,
        created_at: now,
        heartbeat_at: now,
        team_id: Some(proof.team.id),
        service_account: account.as_ref().map(|it| it.name.clone()),
        config: new.config.clone().unwrap_or_default().into(),
        summary: json!({}),
        tags: json!(new.tags.clone().unwrap_or_default()),
        notes: new.notes.clone().unwrap_or_default(),
        finished_at: None,
        service_account_id: account.map(|it| it.id),
    }
}

async fn named(db: &impl ConnectionTrait, project: ProjectId, name: &str) -> Result<Option<RunId>> {
    let of_project =
        run::Entity::find().select_only().column(run::Column::Id).filter(run::Column::ProjectId.eq(project));
    Ok(of_project.filter(run::Column::Name.eq(name)).into_tuple().one(db).await?)
}

async fn free_name(tx: &DatabaseTransaction, project: ProjectId) -> Result<String> {
    loop {
        let name = names::short()?;
        if named(tx, project, &name).await?.is_none() {
            return Ok(name);
        }
    }
}

/// Which run of its project it is, as far as that is counted.
async fn number(tx: &DatabaseTransaction, project: ProjectId) -> Result<i64> {
    let of_project =
        run::Entity::find().select_only().column(run::Column::Id).filter(run::Column::ProjectId.eq(project));
    Ok(counted::rows(tx, of_project.into_query()).await?.rows + 1)
}

/// No row of the history tells of it: it is a run that logs on.
async fn resume(cx: &Ctx, run: RunId, new: NewRun, save_code: bool) -> Result<Started> {
    let (write, row) = prove::begin(cx, run).await?;
    let config = new.config.map(|it| with(&row, it)).transpose()?;
    let name = row.name.clone();
    let mut going = row.into_active_model();
    going.state = Set(RunState::Running);
    going.heartbeat_at = Set(write.now());
    going.finished_at = Set(None);
    if let Some(title) = new.display_name {
        going.display_name = Set(title);
    }
    if let Some(tags) = new.tags {
        going.tags = Set(json!(tags));
    }
    if let Some(notes) = new.notes {
        going.notes = Set(notes);
    }
    if let Some(config) = config {
        going.config = Set(config);
    }
    going.update(&write.tx).await?;
    write.commit().await?;
    Ok(Started { run, name, is_new: false, save_code })
}

fn with(row: &run::Model, config: Map<String, Value>) -> Result<Value> {
    Ok(merged("config", row.config.clone(), config).map_err(|rule| domain::Error::invalid("config", rule))?)
}
