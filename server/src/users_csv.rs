//! The users of a filter as a file.

use app::api::request::Request as AppRequest;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query, State};
use axum::response::{IntoResponse, Response};
use domain::last_active::LastActive;
use domain::page::Direction;
use domain::policy::OrgRole;
use domain::user::{Status, UserColumn, UserQuery, UserSort};
use futures::TryStreamExt;
use http::{StatusCode, header};
use serde::Deserialize;

use crate::router::Web;
use crate::words::{refusal, words};

/// The address of the page that shows the same list; other parameters of it mean nothing here.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    status: Option<Status>,
    role: Option<OrgRole>,
    team: Option<String>,
    active: Option<LastActive>,
    sort: Option<UserColumn>,
    dir: Option<Direction>,
}

impl Wanted {
    fn query(self) -> UserQuery {
        let default = UserSort::default();
        let sort =
            UserSort { column: self.sort.unwrap_or(default.column), direction: self.dir.unwrap_or(default.direction) };
        UserQuery {
            search: self.q,
            status: self.status,
            role: self.role,
            team: self.team,
            last_active: self.active,
            sort,
        }
    }
}

pub async fn download(
    State(web): State<Web>,
    Extension(request): Extension<AppRequest>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Response {
    let query = match wanted {
        Ok(Query(wanted)) => wanted.query(),
        Err(rejection) => return words(StatusCode::UNPROCESSABLE_ENTITY, rejection.body_text()),
    };
    match service::export::users(&request.ctx, query).await {
        Ok(pages) => {
            let name = format!("attachment; filename=\"users-{}.csv\"", &web.instance.clock.now().rfc3339()[..10]);
            let headers =
                [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
            let pages = pages.inspect_err(|error| tracing::error!(?error, "an export ended early"));
            (headers, Body::from_stream(pages)).into_response()
        }
        Err(error) => refusal(&error.told()),
    }
}
