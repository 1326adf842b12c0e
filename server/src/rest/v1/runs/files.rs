//! The files of runs, of any size in both directions.

use axum::body::Body;
use axum::extract::Path;
use axum::response::Response;
use axum::{Extension, Json};
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use service::Ctx;
use utoipa::IntoParams;

use super::shape::{OfRun, RunFile};
use crate::download;
use crate::rest::key::Caller;
use crate::rest::problem::Answer;
use crate::rest::v1::shape::Contents;

/// A file of a run.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfFile {
    /// The name of the team.
    team: String,
    /// The name of the project.
    project: String,
    /// The name of the run.
    run: String,
    /// The name of the file, which may have slashes in it.
    name: String,
}

impl OfFile {
    /// The run, and the name of the file.
    async fn parts(self, ctx: &Ctx) -> Answer<(domain::ids::RunId, String)> {
        let Self { team, project, run, name } = self;
        Ok((OfRun { team, project, run }.id(ctx).await?, name))
    }
}

/// Keeps a file, in the place of the one of that name. The body is what is in it, of any size; it may pause for half a
/// minute.
#[utoipa::path(
    put, path = "/teams/{team}/projects/{project}/runs/{run}/files/{*name}", tag = "runs",
    params(OfFile), request_body(content = Contents, content_type = "application/octet-stream"),
    responses((status = 200, body = RunFile))
)]
pub async fn put(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfFile>,
    headers: HeaderMap,
    body: Body,
) -> Answer<Json<RunFile>> {
    let (run, name) = of.parts(&ctx).await?;
    let length = headers.get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok()?.parse().ok());
    let kept = service::runs::put_file(&ctx, run, &name, length, body.into_data_stream()).await?;
    Ok(Json(kept.into()))
}

/// What is in a file.
#[utoipa::path(
    get, path = "/teams/{team}/projects/{project}/runs/{run}/files/{*name}", tag = "runs",
    params(OfFile), responses((status = 200, body = Contents, content_type = "application/octet-stream"))
)]
pub async fn get(Extension(Caller { ctx, .. }): Extension<Caller>, Path(of): Path<OfFile>) -> Answer<Response> {
    let (run, name) = of.parts(&ctx).await?;
    Ok(download::answer(service::runs::open_file(&ctx, run, &name).await?))
}

/// Deletes a file.
#[utoipa::path(
    delete, path = "/teams/{team}/projects/{project}/runs/{run}/files/{*name}", tag = "runs",
    params(OfFile), responses((status = 204))
)]
pub async fn delete(Extension(Caller { ctx, .. }): Extension<Caller>, Path(of): Path<OfFile>) -> Answer<StatusCode> {
    let (run, name) = of.parts(&ctx).await?;
    service::runs::delete_file(&ctx, run, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}
