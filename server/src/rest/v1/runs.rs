//! Runs, as they were logged and what people say of them.

use axum::extract::Path;
use axum::{Extension, Json};
use domain::ids::RunId;
use domain::run::{RunPage, RunQuery, RunState};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use service::Ctx;
use utoipa::{IntoParams, ToSchema};

use super::listed::Listed;
use super::projects::{Author, OfProject};
use super::shape::{self, Id, Time};
use super::teams::OfTeam;
use crate::rest::extract::{Asked, Sent};
use crate::rest::key::Caller;
use crate::rest::problem::Answer;

/// Something of a run.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfRun {
    /// The name of the team.
    team: String,
    /// The name of the project.
    project: String,
    /// The name of the run.
    run: String,
}

impl OfRun {
    async fn open(&self, ctx: &Ctx) -> Answer<RunPage> {
        Ok(service::runs::open(ctx, &self.team, &self.project, &self.run).await?)
    }

    async fn id(&self, ctx: &Ctx) -> Answer<RunId> {
        Ok(self.open(ctx).await?.run.id)
    }
}

#[derive(Serialize, ToSchema)]
pub struct Run {
    #[schema(value_type = Id)]
    id: RunId,
    /// Its part of the address.
    name: String,
    display_name: String,
    /// The name of its project.
    project: String,
    #[schema(value_type = shape::RunState)]
    state: RunState,
    author: Author,
    tags: Vec<String>,
    created: Time,
    /// When it was last heard of.
    heartbeat: Time,
    finished: Option<Time>,
}

impl From<domain::run::Run> for Run {
    fn from(it: domain::run::Run) -> Self {
        Self {
            id: it.id,
            name: it.name,
            display_name: it.display_name,
            project: it.project,
            state: it.state,
            author: it.author.into(),
            tags: it.tags,
            created: it.created.into(),
            heartbeat: it.heartbeat.into(),
            finished: it.finished.map(Into::into),
        }
    }
}

/// A run with what it was started with and what came out of it.
#[derive(Serialize, ToSchema)]
pub struct WholeRun {
    #[serde(flatten)]
    about: Run,
    /// The service account that logged it for its author, if one did.
    service_account: Option<String>,
    notes: String,
    config: Vec<Fact>,
    summary: Vec<Fact>,
    /// How many lines it wrote.
    lines: i64,
    files: Vec<RunFile>,
}

/// A name, as in "optimizer.lr", and its value in words.
#[derive(Serialize, ToSchema)]
pub struct Fact {
    name: String,
    value: String,
}

#[derive(Serialize, ToSchema)]
pub struct RunFile {
    name: String,
    /// In bytes.
    size: i64,
}

fn told(facts: Vec<domain::run::Fact>) -> Vec<Fact> {
    facts.into_iter().map(|it| Fact { name: it.name, value: it.value }).collect()
}

impl From<RunPage> for WholeRun {
    fn from(page: RunPage) -> Self {
        Self {
            about: page.run.into(),
            service_account: page.service_account,
            notes: page.notes,
            config: told(page.config),
            summary: told(page.summary),
            lines: page.lines,
            files: page.files.into_iter().map(|it| RunFile { name: it.name, size: it.size }).collect(),
        }
    }
}

/// What a run measured over its steps.
#[derive(Serialize, ToSchema)]
pub struct Metric {
    name: String,
    /// Over how many steps each point is a mean; 1 where the points are what was logged.
    steps_a_point: i64,
    points: Vec<Point>,
}

#[derive(Serialize, ToSchema)]
pub struct Point {
    step: i64,
    /// Null where it is no number, or has no end.
    value: Option<f64>,
}

impl From<domain::run::Metric> for Metric {
    fn from(it: domain::run::Metric) -> Self {
        let point = |(step, value): (i64, f64)| Point { step, value: Some(value).filter(|it| it.is_finite()) };
        Self { name: it.name, steps_a_point: it.steps_a_point, points: it.points.into_iter().map(point).collect() }
    }
}

/// Which runs.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WhichRuns {
    /// Leaves out whose name does not have it.
    #[serde(default)]
    search: String,
    #[param(value_type = Option<shape::RunState>, inline)]
    state: Option<RunState>,
    /// The `next` of the page before.
    after: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RunNotes {
    notes: String,
}

/// All of them, in place of those that were there.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RunTags {
    tags: Vec<String>,
}

/// The runs of a team, the newest first.
#[utoipa::path(
    get, path = "/teams/{team}/runs", tag = "runs",
    params(OfTeam, WhichRuns), responses((status = 200, body = Listed<Run>))
)]
pub async fn list_of_team(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfTeam>,
    Asked(WhichRuns { search, state, after }): Asked<WhichRuns>,
) -> Answer<Json<Listed<Run>>> {
    let (team, query) = (of.id(&ctx).await?, RunQuery { search, state });
    Ok(Listed::page(service::runs::list_of_team(&ctx, team, &query, after.as_deref()).await?))
}

/// The runs of a project, the newest first.
#[utoipa::path(
    get, path = "/teams/{team}/projects/{project}/runs", tag = "runs",
    params(OfProject, WhichRuns), responses((status = 200, body = Listed<Run>))
)]
pub async fn list_of_project(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfProject>,
    Asked(WhichRuns { search, state, after }): Asked<WhichRuns>,
) -> Answer<Json<Listed<Run>>> {
    let (project, query) = (of.id(&ctx).await?, RunQuery { search, state });
    Ok(Listed::page(service::runs::list_of_project(&ctx, project, &query, after.as_deref()).await?))
}

/// One run.
#[utoipa::path(
    get, path = "/teams/{team}/projects/{project}/runs/{run}", tag = "runs",
    params(OfRun), responses((status = 200, body = WholeRun))
)]
pub async fn open(Extension(caller): Extension<Caller>, Path(of): Path<OfRun>) -> Answer<Json<WholeRun>> {
    Ok(Json(of.open(&caller.ctx).await?.into()))
}

/// What a run measured, by name; long metrics as means over equal stretches of their steps.
#[utoipa::path(
    get, path = "/teams/{team}/projects/{project}/runs/{run}/metrics", tag = "runs",
    params(OfRun), responses((status = 200, body = Listed<Metric>))
)]
pub async fn metrics(Extension(caller): Extension<Caller>, Path(of): Path<OfRun>) -> Answer<Json<Listed<Metric>>> {
    Ok(Listed::whole(service::runs::metrics(&caller.ctx, of.id(&caller.ctx).await?).await?))
}

/// Says something about a run.
#[utoipa::path(
    put, path = "/teams/{team}/projects/{project}/runs/{run}/notes", tag = "runs",
    params(OfRun), request_body = RunNotes, responses((status = 204))
)]
pub async fn set_notes(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfRun>,
    Sent(RunNotes { notes }): Sent<RunNotes>,
) -> Answer<StatusCode> {
    service::runs::set_notes(&ctx, of.id(&ctx).await?, &notes).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tags a run, and answers the tags as they are kept. A comma parts two tags.
#[utoipa::path(
    put, path = "/teams/{team}/projects/{project}/runs/{run}/tags", tag = "runs",
    params(OfRun), request_body = RunTags, responses((status = 200, body = RunTags))
)]
pub async fn set_tags(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfRun>,
    Sent(RunTags { tags }): Sent<RunTags>,
) -> Answer<Json<RunTags>> {
    let tags = service::runs::set_tags(&ctx, of.id(&ctx).await?, &tags.join(",")).await?;
    Ok(Json(RunTags { tags }))
}

/// Deletes a run with all that it logged.
#[utoipa::path(
    delete, path = "/teams/{team}/projects/{project}/runs/{run}", tag = "runs",
    params(OfRun), responses((status = 204))
)]
pub async fn delete(Extension(caller): Extension<Caller>, Path(of): Path<OfRun>) -> Answer<StatusCode> {
    service::runs::delete(&caller.ctx, of.id(&caller.ctx).await?).await?;
    Ok(StatusCode::NO_CONTENT)
}
