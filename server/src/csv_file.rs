//! A list as a file to save: streamed, or refused in words.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use domain::time::Day;
use futures::{Stream, TryStreamExt};
use http::header;

use crate::words::refusal;

/// Answers with the pages as they come, under the name of the list and of the day.
pub fn answer<S>(list: &str, today: Day, outcome: service::Result<S>) -> Response
where
    S: Stream<Item = service::Result<Vec<u8>>> + Send + 'static,
{
    match outcome {
        Ok(pages) => {
            let name = format!("attachment; filename=\"{list}-{today}.csv\"");
            let headers =
                [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
            let pages = pages.inspect_err(|error| tracing::error!(?error, "an export ended early"));
            (headers, Body::from_stream(pages)).into_response()
        }
        Err(error) => refusal(&error.told()),
    }
}
