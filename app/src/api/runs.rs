//! Calls about runs.

use domain::ids::{ProjectId, RunId, TeamId, UserId};
use domain::page::Page;
use domain::run::{LogLine, Metric, Run, RunPage, RunQuery, TeamRun};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, reply};
use super::{ApiResult, Call};

/// One page of the runs of a team; `after` is the `next` of the page before.
#[server(prefix = "/api/fn", endpoint = "list_team_runs", protocol = Call)]
pub async fn list_team_runs(team: TeamId, query: RunQuery, after: Option<String>) -> ApiResult<Page<Run>> {
    reply(service::runs::list_of_team(&ctx()?, team, &query, after.as_deref()).await)
}

/// One page of the runs of a project; `after` is the `next` of the page before.
#[server(prefix = "/api/fn", endpoint = "list_project_runs", protocol = Call)]
pub async fn list_project_runs(project: ProjectId, query: RunQuery, after: Option<String>) -> ApiResult<Page<Run>> {
    reply(service::runs::list_of_project(&ctx()?, project, &query, after.as_deref()).await)
}

/// One page of the runs of a person, of all teams; `after` is the `next` of the page before.
#[server(prefix = "/api/fn", endpoint = "list_person_runs", protocol = Call)]
pub async fn list_person_runs(person: UserId, after: Option<String>) -> ApiResult<Page<TeamRun>> {
    reply(service::runs::list_of_person(&ctx()?, person, after.as_deref()).await)
}

/// The run at this address.
#[server(prefix = "/api/fn", endpoint = "get_run", protocol = Call)]
pub async fn get_run(team: String, project: String, run: String) -> ApiResult<RunPage> {
    reply(service::runs::open(&ctx()?, &team, &project, &run).await)
}

/// What a run measured, as far as a page can show it.
#[server(prefix = "/api/fn", endpoint = "get_run_metrics", protocol = Call)]
pub async fn get_run_metrics(run: RunId) -> ApiResult<Vec<Metric>> {
    reply(service::runs::metrics(&ctx()?, run).await)
}

/// The last lines that a run wrote, or those before a line.
#[server(prefix = "/api/fn", endpoint = "list_run_lines", protocol = Call)]
pub async fn list_run_lines(run: RunId, before: Option<i64>) -> ApiResult<Vec<LogLine>> {
    reply(service::runs::lines(&ctx()?, run, before).await)
}

#[server(prefix = "/api/fn", endpoint = "set_run_notes", protocol = Call)]
pub async fn set_run_notes(run: RunId, notes: String) -> ApiResult<()> {
    reply(service::runs::set_notes(&ctx()?, run, &notes).await)
}

/// Takes words with commas between them, and answers the tags.
#[server(prefix = "/api/fn", endpoint = "set_run_tags", protocol = Call)]
pub async fn set_run_tags(run: RunId, tags: String) -> ApiResult<Vec<String>> {
    reply(service::runs::set_tags(&ctx()?, run, &tags).await)
}

#[server(prefix = "/api/fn", endpoint = "delete_run", protocol = Call)]
pub async fn delete_run(run: RunId) -> ApiResult<()> {
    reply(service::runs::delete(&ctx()?, run).await)
}
