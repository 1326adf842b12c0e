//! Projects come, are described, and go.

use domain::error::{Checks, Kind};
use domain::history::Action;
use domain::ids::{ProjectId, TeamId};
use domain::pin::Pinned;
use domain::project::{NewProject, Visibility, project_name};
use domain::setting::TeamSettings;
use domain::team::description;
use domain::time::Timestamp;
use entity::{project, report, run};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};
use serde_json::json;
use uuid::Uuid;

use crate::ctx::{Change, Contribute, InProject, InTeam, UseInstance};
use crate::history::Record;
use crate::{Ctx, Result, pins};

/// Creates a project in a team, and returns its name.
///
/// # Errors
///
/// `Invalid` where the name breaks a rule or the team has a project of that name; `Denied` to whoever only looks.
pub async fn create(cx: &Ctx, new: &NewProject) -> Result<String> {
    let mut checks = Checks::default();
    let name = checks.take("name", project_name(&new.name)).unwrap_or_default();
    let description = checks.take("description", description(&new.description)).unwrap_or_default();
    checks.finish()?;
    let (mut change, granted) = cx.begin_in::<Contribute>(new.team).await?;
    check_visibility(new.visibility, &granted.settings)?;
    if named(&change.tx, new.team, &name).await?.is_some() {
        let words = format!("The team has a project “{name}” already. Choose another name.");
        return Err(domain::Error::invalid("name", words).into());
    }
    let row = add(&mut change, &granted, (name, description), new.visibility).await?;
    change.commit_if_any().await?;
    Ok(row.name)
}

/// The team's project of this name, which is created for the whole team if there is none.
///
/// # Errors
///
/// `Invalid` where no project can be called so.
pub(crate) async fn find_or_create(
    change: &mut Change<UseInstance>,
    granted: &InTeam<Contribute>,
    name: &str,
) -> Result<ProjectId> {
    let name = project_name(name).map_err(|rule| domain::Error::invalid("project", rule))?;
    Ok(match named(&change.tx, granted.team.id, &name).await? {
        Some(found) => found.id,
        None => add(change, granted, (name, String::new()), Visibility::Team).await?.id,
    })
}

async fn named(db: &impl ConnectionTrait, team: TeamId, name: &str) -> Result<Option<project::Model>> {
    let of_team = project::Entity::find().filter(project::Column::TeamId.eq(team));
    Ok(of_team.filter(project::Column::Name.eq(name)).one(db).await?)
}

async fn add(
    change: &mut Change<UseInstance>,
    granted: &InTeam<Contribute>,
    (name, description): (String, String),
    visibility: Visibility,
) -> Result<project::Model> {
    let row = project::Model {
        id: ProjectId::from_uuid(Uuid::now_v7()),
        team_id: Some(granted.team.id),
        user_id: None,
        name,
        description,
        visibility,
        created_at: change.now(),
        creator_id: granted.by,
        last_run_key: Timestamp(0),
    };
    row.clone().into_active_model().reset_all().insert(&change.tx).await?;
    change.also(Record::project(
        Action::ProjectCreated,
        &row,
        json!({}),
        json!({ "name": row.name, "team": granted.team.name, "visibility": row.visibility }),
    ));
    Ok(row)
}

/// # Errors
///
/// `Invalid` where the team's projects are to stay with the team.
fn check_visibility(visibility: Visibility, settings: &TeamSettings) -> Result<(), domain::Error> {
    if Visibility::open_to(settings).contains(&visibility) {
        return Ok(());
    }
    Err(domain::Error::invalid("visibility", "The projects of this team are private: pick “Private” or “Team”."))
}

/// Begins a change of a project by somebody who may make it.
async fn begin(cx: &Ctx, project: ProjectId) -> Result<(Change<UseInstance>, InProject)> {
    let change = cx.begin::<UseInstance>().await?;
    let proof = InProject::prove(&change.tx, &change.granted, project, Kind::Project).await?;
    proof.edit(proof.project.creator_id)?;
    Ok((change, proof))
}

/// Describes the project, in Markdown.
///
/// # Errors
///
/// `Invalid` where it is too long; `Denied` to all but its creator and the team's admins.
pub async fn describe(cx: &Ctx, project: ProjectId, text: &str) -> Result<()> {
    let text = description(text).map_err(|rule| domain::Error::invalid("description", rule))?;
    let (mut change, proof) = begin(cx, project).await?;
    let mut row = proof.project;
    if row.description != text {
        let before = std::mem::replace(&mut row.description, text);
        change.also(Record::project(
            Action::ProjectDescribed,
            &row,
            json!({ "description": before }),
            json!({ "description": row.description }),
        ));
        row.into_active_model().reset_all().update(&change.tx).await?;
    }
    change.commit_if_any().await
}

/// Shows the project to more people, or to fewer.
///
/// # Errors
///
/// `Invalid` where the team keeps its projects from becoming public; else as [`describe`].
pub async fn set_visibility(cx: &Ctx, project: ProjectId, visibility: Visibility) -> Result<()> {
    let (mut change, proof) = begin(cx, project).await?;
    let mut row = proof.project;
    if row.visibility != visibility {
        check_visibility(visibility, &proof.settings)?;
        let before = std::mem::replace(&mut row.visibility, visibility);
        change.also(Record::project(
            Action::ProjectVisibilityChanged,
            &row,
            json!({ "visibility": before }),
            json!({ "visibility": visibility }),
        ));
        row.into_active_model().reset_all().update(&change.tx).await?;
    }
    change.commit_if_any().await
}

/// Deletes a project in which nothing is: runs and reports go by the hand of their authors.
///
/// # Errors
///
/// `Conflict` where something is in it; else as [`describe`].
pub async fn delete(cx: &Ctx, project: ProjectId) -> Result<()> {
    let (mut change, InProject { project: row, .. }) = begin(cx, project).await?;
    if is_used(&change.tx, project).await? {
        let words = "There are runs or reports in this project. It can be deleted once they are.".to_owned();
        return Err(domain::Error::Conflict(words).into());
    }
    change.also(Record::project(
        Action::ProjectDeleted,
        &row,
        json!({ "name": row.name, "visibility": row.visibility }),
        json!({}),
    ));
    pins::forget(&change.tx, Pinned::Project(project)).await?;
    project::Entity::delete_by_id(project).exec(&change.tx).await?;
    change.commit_if_any().await
}

async fn is_used(db: &impl ConnectionTrait, project: ProjectId) -> Result<bool> {
    let run = run::Entity::find().filter(run::Column::ProjectId.eq(project)).one(db).await?;
    Ok(run.is_some() || report::Entity::find().filter(report::Column::ProjectId.eq(project)).count(db).await? > 0)
}
