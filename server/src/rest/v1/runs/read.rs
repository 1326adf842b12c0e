//! Runs as they were logged.

use axum::extract::Path;
use axum::{Extension, Json};
use domain::page::Direction;
use domain::run::{RunColumn, RunQuery, RunState};
use domain::sort::Sort;
use serde::Deserialize;
use utoipa::IntoParams;

use super::shape::{Line, Metric, OfRun, Run, WholeRun};
use crate::rest::extract::Asked;
use crate::rest::key::Caller;
use crate::rest::problem::Answer;
use crate::rest::v1::listed::Listed;
use crate::rest::v1::projects::OfProject;
use crate::rest::v1::shape;
use crate::rest::v1::teams::OfTeam;

/// Which runs, in which order.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WhichRuns {
    /// Leaves out whose name does not have it.
    #[serde(default)]
    search: String,
    #[param(value_type = Option<shape::RunState>, inline)]
    state: Option<RunState>,
    /// `created` where it is left out.
    #[param(value_type = Option<shape::RunColumn>, inline)]
    sort: Option<RunColumn>,
    /// `asc` where it is left out and `sort` is not.
    #[param(value_type = Option<shape::Direction>, inline)]
    dir: Option<Direction>,
    /// The `next` of the page before.
    after: Option<String>,
}

impl WhichRuns {
    /// What is asked for, and where its page begins.
    fn query(self) -> (RunQuery, Option<String>) {
        (RunQuery { search: self.search, state: self.state, sort: Sort::asked(self.sort, self.dir) }, self.after)
    }
}

/// Which page of a list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WhichPage {
    /// The `next` of the page before.
    after: Option<String>,
}

/// The runs of a team.
#[utoipa::path(
    get, path = "/teams/{team}/runs", tag = "runs",
    params(OfTeam, WhichRuns), responses((status = 200, body = Listed<Run>))
)]
pub async fn list_of_team(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfTeam>,
    Asked(which): Asked<WhichRuns>,
) -> Answer<Json<Listed<Run>>> {
    let (team, (query, after)) = (of.id(&ctx).await?, which.query());
    Ok(Listed::page(service::runs::list_of_team(&ctx, team, &query, after.as_deref()).await?))
}

/// The runs of a project.
#[utoipa::path(
    get, path = "/teams/{team}/projects/{project}/runs", tag = "runs",
    params(OfProject, WhichRuns), responses((status = 200, body = Listed<Run>))
)]
pub async fn list_of_project(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfProject>,
    Asked(which): Asked<WhichRuns>,
) -> Answer<Json<Listed<Run>>> {
    let (project, (query, after)) = (of.id(&ctx).await?, which.query());
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

/// What a run wrote, from its first line on, five hundred lines a page.
#[utoipa::path(
    get, path = "/teams/{team}/projects/{project}/runs/{run}/lines", tag = "runs",
    params(OfRun, WhichPage), responses((status = 200, body = Listed<Line>))
)]
pub async fn lines(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfRun>,
    Asked(WhichPage { after }): Asked<WhichPage>,
) -> Answer<Json<Listed<Line>>> {
    Ok(Listed::page(service::runs::list_lines(&ctx, of.id(&ctx).await?, after.as_deref()).await?))
}
