//! A file of a run as it goes out: to be saved, whatever it says it is, and never to act in a page.

use app::api::request::Request as AppRequest;
use axum::body::Body;
use axum::extract::{Extension, Path};
use axum::response::{IntoResponse, Response};
use domain::run::file_address;
use futures::TryStreamExt;
use http::header;
use service::runs::{self, Contents};

use crate::words::refusal;

/// For whoever is signed in and may know of the run.
pub async fn file(
    Extension(request): Extension<AppRequest>,
    Path((team, project, run, name)): Path<(String, String, String, String)>,
) -> Response {
    let found = async {
        let run = runs::find(&request.ctx, &team, &project, &run).await?;
        runs::open_file(&request.ctx, run, &name).await
    };
    found.await.map_or_else(|error| refusal(&error.told()), answer)
}

/// The contents as they come out of the storage.
pub fn answer(Contents { file, stored }: Contents) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, stored.size.to_string()),
        (header::CONTENT_DISPOSITION, disposition(&file.name)),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    let pieces = stored.pieces.inspect_err(|error| tracing::error!(?error, "a file ended early"));
    (headers, Body::from_stream(pieces)).into_response()
}

/// To be saved under the last part of its name, which may be in any script (RFC 6266).
fn disposition(name: &str) -> String {
    let last = name.rsplit('/').next().unwrap_or_default();
    let escaped = file_address(last);
    format!("attachment; filename*=UTF-8''{escaped}")
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_file_is_saved_under_the_last_part_of_its_name() {
        assert_eq!(disposition("media/loss-1.png"), "attachment; filename*=UTF-8''loss-1.png");
        assert_eq!(disposition("a\"; b\r\n模.html"), "attachment; filename*=UTF-8''a%22%3B%20b%0D%0A%E6%A8%A1.html");
    }
}
