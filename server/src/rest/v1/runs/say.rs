//! What people say of runs, and that one goes.

use axum::extract::Path;
use axum::{Extension, Json};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shape::OfRun;
use crate::rest::extract::Sent;
use crate::rest::key::Caller;
use crate::rest::problem::Answer;

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

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RunDisplayName {
    display_name: String,
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

/// Gives a run another name for people; its address stays.
#[utoipa::path(
    put, path = "/teams/{team}/projects/{project}/runs/{run}/display-name", tag = "runs",
    params(OfRun), request_body = RunDisplayName, responses((status = 204))
)]
pub async fn set_display_name(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfRun>,
    Sent(RunDisplayName { display_name }): Sent<RunDisplayName>,
) -> Answer<StatusCode> {
    service::runs::set_display_name(&ctx, of.id(&ctx).await?, &display_name).await?;
    Ok(StatusCode::NO_CONTENT)
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
