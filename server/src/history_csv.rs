//! The history of a filter as a file.

use std::str::FromStr;

use app::api::request::Request as AppRequest;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query};
use axum::response::Response;
use domain::activity::Door;
use domain::history::{Action, HistoryQuery};
use domain::ids::{TargetId, UserId};
use domain::page::Direction;
use domain::time::Day;
use http::StatusCode;
use serde::{Deserialize, Deserializer, de};

use crate::csv_file;
use crate::words::words;

/// The address of the page that shows the same list; other parameters of it mean nothing here.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    action: Option<Action>,
    door: Option<Door>,
    actor: Option<UserId>,
    target: Option<TargetId>,
    #[serde(default, deserialize_with = "word")]
    from: Option<Day>,
    #[serde(default, deserialize_with = "word")]
    to: Option<Day>,
    dir: Option<Direction>,
}

/// A value as it stands in an address, which is not how it travels in JSON.
pub fn word<'de, D: Deserializer<'de>, T: FromStr<Err: std::fmt::Display>>(from: D) -> Result<Option<T>, D::Error> {
    String::deserialize(from)?.parse().map(Some).map_err(de::Error::custom)
}

impl Wanted {
    fn query(self) -> HistoryQuery {
        let Self { q, action, door, actor, target, from, to, dir } = self;
        let direction = dir.unwrap_or(HistoryQuery::default().direction);
        HistoryQuery { search: q, action, door, actor, target, from, to, direction }
    }
}

pub async fn download(
    Extension(request): Extension<AppRequest>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Response {
    let query = match wanted {
        Ok(Query(wanted)) => wanted.query(),
        Err(rejection) => return words(StatusCode::UNPROCESSABLE_ENTITY, rejection.body_text()),
    };
    let today = request.ctx.now().day();
    csv_file::answer("history", today, service::history::export(&request.ctx, query).await)
}
