//! How runs are logged.

use axum::extract::Path;
use axum::{Extension, Json};
use domain::run::{AlertLevel, NewLog, NewRun, RunState};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use service::runs::NewAlert;
use utoipa::ToSchema;

use super::shape::{OfRun, WholeRun};
use crate::rest::extract::Sent;
use crate::rest::key::Caller;
use crate::rest::problem::Answer;
use crate::rest::v1::projects::OfProject;
use crate::rest::v1::shape;

/// What a run begins with. What is left out is chosen for it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRun)]
pub struct Begun {
    /// Its part of the address: up to 128 letters, digits, dashes, underscores, dots and equals signs.
    name: Option<String>,
    display_name: Option<String>,
    #[schema(value_type = Option<Object>)]
    config: Option<Map<String, Value>>,
    tags: Option<Vec<String>>,
    notes: Option<String>,
    /// The username or the e-mail of the member of the team for whom a service account logs; whoever created the account
    /// where it is left out.
    author: Option<String>,
    /// Whether the run of this name goes on if there is one: it is running again, with what is said here in place of what
    /// was said of it before.
    #[serde(default)]
    resume: bool,
}

/// What a run measured. A point takes the place of that at the same step.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPoints {
    /// Up to 10,000.
    points: Vec<NewPoint>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPoint {
    metric: String,
    /// From 0 on.
    step: i64,
    value: f64,
}

/// What a run wrote.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLines {
    /// Up to 10,000, each of up to 10,000 characters.
    lines: Vec<NewLine>,
    /// The number of the first of them, from 1 on: what is sent twice is then there once. Where it is left out they follow
    /// the last line.
    first: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    text: String,
    /// Whether it was written to the stream for what goes wrong.
    #[serde(default)]
    is_error: bool,
}

/// How many points were taken.
#[derive(Serialize, ToSchema)]
pub struct TakenPoints {
    points: usize,
}

/// Which lines were taken.
#[derive(Serialize, ToSchema)]
pub struct TakenLines {
    /// The number of the last of them; null where there were none.
    last: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewState {
    #[schema(value_type = shape::RunState)]
    state: RunState,
}

/// Takes the place of what goes by the same names, and leaves all else as it is.
#[derive(Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = Object)]
pub struct NewFacts(Map<String, Value>);

/// What the code of a run says to people.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAlert)]
pub struct Said {
    /// One line of up to 200 characters.
    title: String,
    /// Up to 4,000 characters.
    #[serde(default)]
    text: String,
    /// `info` where it is left out.
    #[schema(value_type = Option<shape::AlertLevel>)]
    level: Option<AlertLevel>,
    /// For how many seconds an alert of the same title need not be told again; 60 where it is left out.
    wait: Option<u32>,
}

/// A run that is to be logged now.
#[derive(Serialize, ToSchema)]
pub struct BegunRun {
    #[serde(flatten)]
    run: WholeRun,
    /// Whether its code should be saved with it, unless somebody says otherwise: files under `code/`.
    save_code: bool,
}

/// Begins a run, or goes on with one: 201 where it is new. A project that is not there is created.
#[utoipa::path(
    post, path = "/teams/{team}/projects/{project}/runs", tag = "runs",
    params(OfProject), request_body = Begun,
    responses((status = 201, body = BegunRun), (status = 200, body = BegunRun))
)]
pub async fn start(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfProject>,
    Sent(Begun { name, display_name, config, tags, notes, author, resume }): Sent<Begun>,
) -> Answer<(StatusCode, Json<BegunRun>)> {
    let new = NewRun { name, display_name, config, tags, notes, author, resume };
    let started = service::runs::start_at(&ctx, &of.team, &of.project, &new).await?;
    let page = service::runs::open(&ctx, &of.team, &of.project, &started.name).await?;
    let status = if started.is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(BegunRun { run: page.into(), save_code: started.save_code })))
}

/// Adds points to what a run measured. Without any, it says that the run is alive.
#[utoipa::path(
    post, path = "/teams/{team}/projects/{project}/runs/{run}/points", tag = "runs",
    params(OfRun), request_body = NewPoints, responses((status = 200, body = TakenPoints))
)]
pub async fn add_points(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfRun>,
    Sent(NewPoints { points }): Sent<NewPoints>,
) -> Answer<Json<TakenPoints>> {
    let taken = TakenPoints { points: points.len() };
    let point = |it: NewPoint| domain::run::NewPoint { metric: it.metric, step: it.step, value: it.value };
    let new = NewLog { points: points.into_iter().map(point).collect(), ..NewLog::default() };
    service::runs::log(&ctx, of.id(&ctx).await?, new).await?;
    Ok(Json(taken))
}

/// Adds lines to what a run wrote.
#[utoipa::path(
    post, path = "/teams/{team}/projects/{project}/runs/{run}/lines", tag = "runs",
    params(OfRun), request_body = NewLines, responses((status = 200, body = TakenLines))
)]
pub async fn add_lines(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfRun>,
    Sent(NewLines { lines, first }): Sent<NewLines>,
) -> Answer<Json<TakenLines>> {
    let line = |it: NewLine| domain::run::NewLine { text: it.text, is_error: it.is_error };
    let lines = lines.into_iter().map(line).collect();
    let new = NewLog { lines, first_line: first, ..NewLog::default() };
    let logged = service::runs::log(&ctx, of.id(&ctx).await?, new).await?;
    Ok(Json(TakenLines { last: logged.last_line }))
}

/// Says how a run goes: that it ended, how, or that it goes on.
#[utoipa::path(
    put, path = "/teams/{team}/projects/{project}/runs/{run}/state", tag = "runs",
    params(OfRun), request_body = NewState, responses((status = 204))
)]
pub async fn set_state(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfRun>,
    Sent(NewState { state }): Sent<NewState>,
) -> Answer<StatusCode> {
    service::runs::set_state(&ctx, of.id(&ctx).await?, state).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Merges into what a run was started with.
#[utoipa::path(
    put, path = "/teams/{team}/projects/{project}/runs/{run}/config", tag = "runs",
    params(OfRun), request_body = NewFacts, responses((status = 204))
)]
pub async fn merge_config(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfRun>,
    Sent(NewFacts(config)): Sent<NewFacts>,
) -> Answer<StatusCode> {
    let new = NewLog { config: Some(config), ..NewLog::default() };
    service::runs::log(&ctx, of.id(&ctx).await?, new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Merges into what came out of a run.
#[utoipa::path(
    put, path = "/teams/{team}/projects/{project}/runs/{run}/summary", tag = "runs",
    params(OfRun), request_body = NewFacts, responses((status = 204))
)]
pub async fn merge_summary(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfRun>,
    Sent(NewFacts(summary)): Sent<NewFacts>,
) -> Answer<StatusCode> {
    let new = NewLog { summary: Some(summary), ..NewLog::default() };
    service::runs::log(&ctx, of.id(&ctx).await?, new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Passes on what the code of a run says to people.
#[utoipa::path(
    post, path = "/teams/{team}/projects/{project}/runs/{run}/alerts", tag = "runs",
    params(OfRun), request_body = Said, responses((status = 204))
)]
pub async fn alert(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfRun>,
    Sent(Said { title, text, level, wait }): Sent<Said>,
) -> Answer<StatusCode> {
    let (level, wait) = (level.unwrap_or(AlertLevel::Info), i64::from(wait.unwrap_or(60)) * 1000);
    let new = NewAlert { title: &title, text: &text, level, wait };
    service::runs::alert(&ctx, of.id(&ctx).await?, &new).await?;
    Ok(StatusCode::NO_CONTENT)
}
