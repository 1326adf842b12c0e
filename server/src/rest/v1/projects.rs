//! Projects of a team.

use axum::extract::Path;
use axum::{Extension, Json};
use domain::ids::{ProjectId, UserId};
use domain::page::Total;
use domain::project::{ProjectColumn, Visibility};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use service::Ctx;
use utoipa::{IntoParams, ToSchema};

use super::listed::{Listed, which};
use super::shape::{self, Id, Time};
use super::teams::OfTeam;
use crate::rest::extract::{Asked, Sent};
use crate::rest::key::Caller;
use crate::rest::problem::Answer;

/// Something of a project.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfProject {
    /// The name of the team.
    pub team: String,
    /// The name of the project.
    pub project: String,
}

impl OfProject {
    pub async fn id(&self, ctx: &Ctx) -> Answer<ProjectId> {
        Ok(service::projects::open(ctx, &self.team, &self.project).await?.project.id)
    }
}

/// Who made something.
#[derive(Serialize, ToSchema)]
pub struct Author {
    #[schema(value_type = Id)]
    id: UserId,
    name: String,
}

impl From<domain::project::Author> for Author {
    fn from(it: domain::project::Author) -> Self {
        Self { id: it.id, name: it.name }
    }
}

#[derive(Serialize, ToSchema)]
pub struct Project {
    #[schema(value_type = Id)]
    id: ProjectId,
    name: String,
    /// In Markdown.
    description: String,
    #[schema(value_type = shape::Visibility)]
    visibility: Visibility,
    creator: Option<Author>,
    created: Time,
    runs: Runs,
    /// When the newest run began.
    last_run: Option<Time>,
}

/// How many runs there are.
#[derive(Serialize, ToSchema)]
pub struct Runs {
    count: i64,
    /// Whether there are more than were counted.
    more: bool,
}

impl From<domain::project::Project> for Project {
    fn from(it: domain::project::Project) -> Self {
        let Total { rows, more } = it.runs;
        Self {
            id: it.id,
            name: it.name,
            description: it.description,
            visibility: it.visibility,
            creator: it.creator.map(Into::into),
            created: it.created.into(),
            runs: Runs { count: rows, more },
            last_run: it.last_run.map(Into::into),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProject {
    /// Of letters, digits, dashes, underscores and dots.
    #[schema(min_length = 1, max_length = 128)]
    name: String,
    #[serde(default)]
    description: String,
    /// `team` where it is left out.
    #[schema(value_type = Option<shape::Visibility>)]
    visibility: Option<Visibility>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectDescription {
    /// In Markdown.
    description: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectVisibility {
    #[schema(value_type = shape::Visibility)]
    visibility: Visibility,
}

which!(WhichProjects by ProjectColumn in shape::ProjectColumn);

/// The projects of a team.
#[utoipa::path(
    get, path = "/teams/{team}/projects", tag = "projects",
    params(OfTeam, WhichProjects), responses((status = 200, body = Listed<Project>))
)]
pub async fn list(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfTeam>,
    Asked(which): Asked<WhichProjects>,
) -> Answer<Json<Listed<Project>>> {
    let (team, (query, after)) = (of.id(&ctx).await?, which.query());
    Ok(Listed::page(service::projects::list(&ctx, team, &query, after.as_deref()).await?))
}

/// Creates a project in a team.
#[utoipa::path(
    post, path = "/teams/{team}/projects", tag = "projects",
    params(OfTeam), request_body = NewProject, responses((status = 201, body = Project))
)]
pub async fn create(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfTeam>,
    Sent(NewProject { name, description, visibility }): Sent<NewProject>,
) -> Answer<(StatusCode, Json<Project>)> {
    let (team, visibility) = (of.id(&ctx).await?, visibility.unwrap_or(Visibility::Team));
    let new = domain::project::NewProject { team, name, description, visibility };
    let name = service::projects::create(&ctx, &new).await?;
    let made = service::projects::open(&ctx, &of.team, &name).await?.project;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// One project.
#[utoipa::path(
    get, path = "/teams/{team}/projects/{project}", tag = "projects",
    params(OfProject), responses((status = 200, body = Project))
)]
pub async fn open(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(OfProject { team, project }): Path<OfProject>,
) -> Answer<Json<Project>> {
    Ok(Json(service::projects::open(&ctx, &team, &project).await?.project.into()))
}

/// Describes a project.
#[utoipa::path(
    put, path = "/teams/{team}/projects/{project}/description", tag = "projects",
    params(OfProject), request_body = ProjectDescription, responses((status = 204))
)]
pub async fn describe(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfProject>,
    Sent(ProjectDescription { description }): Sent<ProjectDescription>,
) -> Answer<StatusCode> {
    service::projects::describe(&ctx, of.id(&ctx).await?, &description).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows a project to more people, or to fewer.
#[utoipa::path(
    put, path = "/teams/{team}/projects/{project}/visibility", tag = "projects",
    params(OfProject), request_body = ProjectVisibility, responses((status = 204))
)]
pub async fn set_visibility(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfProject>,
    Sent(ProjectVisibility { visibility }): Sent<ProjectVisibility>,
) -> Answer<StatusCode> {
    service::projects::set_visibility(&ctx, of.id(&ctx).await?, visibility).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Deletes a project in which there is nothing.
#[utoipa::path(
    delete, path = "/teams/{team}/projects/{project}", tag = "projects",
    params(OfProject), responses((status = 204))
)]
pub async fn delete(Extension(Caller { ctx, .. }): Extension<Caller>, Path(of): Path<OfProject>) -> Answer<StatusCode> {
    service::projects::delete(&ctx, of.id(&ctx).await?).await?;
    Ok(StatusCode::NO_CONTENT)
}
