//! What a team uses.

use axum::extract::Path;
use axum::{Extension, Json};
use serde::Serialize;
use utoipa::ToSchema;

use super::projects::Author;
use super::teams::OfTeam;
use crate::rest::key::Caller;
use crate::rest::problem::Answer;

/// What a team used in the last twelve months, and what it keeps.
#[derive(Serialize, ToSchema)]
pub struct TeamUsage {
    /// Of all files of its runs, whenever they were logged.
    stored_bytes: i64,
    /// The oldest first, this one last.
    months: Vec<MonthUsage>,
}

/// What was logged in a month, by when a run began.
#[derive(Serialize, ToSchema)]
pub struct MonthUsage {
    /// As in `2026-11`.
    #[schema(pattern = r"^\d{4}-\d{2}$")]
    month: String,
    /// Whoever logged a run, most runs first.
    people: Vec<PersonUsage>,
}

#[derive(Serialize, ToSchema)]
pub struct PersonUsage {
    #[serde(flatten)]
    person: Author,
    runs: i64,
    /// From beginning to end of each run, added up.
    run_seconds: i64,
    /// Of the files of these runs.
    stored_bytes: i64,
}

impl From<domain::usage::Usage> for TeamUsage {
    fn from(it: domain::usage::Usage) -> Self {
        Self { stored_bytes: it.stored, months: it.months.into_iter().map(Into::into).collect() }
    }
}

impl From<domain::usage::MonthUsage> for MonthUsage {
    fn from(it: domain::usage::MonthUsage) -> Self {
        let person = |it: domain::usage::PersonUsage| PersonUsage {
            person: it.person.into(),
            runs: it.runs,
            run_seconds: it.lasted / 1000,
            stored_bytes: it.stored,
        };
        let month = it.month.first_day().iso().chars().take(7).collect();
        Self { month, people: it.people.into_iter().map(person).collect() }
    }
}

/// What a team uses, for its admins.
#[utoipa::path(
    get, path = "/teams/{team}/usage", tag = "teams",
    params(OfTeam), responses((status = 200, body = TeamUsage))
)]
pub async fn of_team(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(OfTeam { team }): Path<OfTeam>,
) -> Answer<Json<TeamUsage>> {
    Ok(Json(service::usage::of_team(&ctx, &team).await?.into()))
}
