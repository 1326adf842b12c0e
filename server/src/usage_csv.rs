//! What a team uses as a file.

use app::api::request::Request as AppRequest;
use axum::extract::{Extension, Path};
use axum::response::Response;

use crate::csv_file;

pub async fn download(Extension(request): Extension<AppRequest>, Path(team): Path<String>) -> Response {
    let file = service::usage::export(&request.ctx, &team).await;
    let pages = file.map(|bytes| futures::stream::iter([Ok(bytes)]));
    csv_file::answer(&format!("usage-{team}"), request.ctx.now().day(), pages)
}
