//! The users of a filter as a file.

use app::api::request::Request as AppRequest;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query};
use axum::response::Response;
use domain::last_active::LastActive;
use domain::page::Direction;
use domain::policy::OrgRole;
use domain::sort::Sort;
use domain::user::{Status, UserColumn, UserQuery};
use http::StatusCode;
use serde::Deserialize;

use crate::csv_file;
use crate::words::words;

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
        UserQuery {
            search: self.q,
            status: self.status,
            role: self.role,
            team: self.team,
            last_active: self.active,
            sort: Sort::asked(self.sort, self.dir),
        }
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
    csv_file::answer("users", today, service::export::users(&request.ctx, query).await)
}
