//! Calls about projects.

use domain::ids::{ProjectId, TeamId};
use domain::page::Page;
use domain::project::{NewProject, Project, ProjectPage, ProjectQuery, Visibility};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, reply};
use super::{ApiResult, Call};

/// One page of the projects of a team; `after` is the `next` of the page before.
#[server(prefix = "/api/fn", endpoint = "list_projects", protocol = Call)]
pub async fn list_projects(team: TeamId, query: ProjectQuery, after: Option<String>) -> ApiResult<Page<Project>> {
    reply(service::projects::list(&ctx()?, team, &query, after.as_deref()).await)
}

/// The project at this address.
#[server(prefix = "/api/fn", endpoint = "get_project", protocol = Call)]
pub async fn get_project(team: String, project: String) -> ApiResult<ProjectPage> {
    reply(service::projects::open(&ctx()?, &team, &project).await)
}

/// Answers its name.
#[server(prefix = "/api/fn", endpoint = "create_project", protocol = Call)]
pub async fn create_project(project: NewProject) -> ApiResult<String> {
    reply(service::projects::create(&ctx()?, &project).await)
}

#[server(prefix = "/api/fn", endpoint = "describe_project", protocol = Call)]
pub async fn describe_project(project: ProjectId, description: String) -> ApiResult<()> {
    reply(service::projects::describe(&ctx()?, project, &description).await)
}

#[server(prefix = "/api/fn", endpoint = "set_project_visibility", protocol = Call)]
pub async fn set_project_visibility(project: ProjectId, visibility: Visibility) -> ApiResult<()> {
    reply(service::projects::set_visibility(&ctx()?, project, visibility).await)
}

#[server(prefix = "/api/fn", endpoint = "delete_project", protocol = Call)]
pub async fn delete_project(project: ProjectId) -> ApiResult<()> {
    reply(service::projects::delete(&ctx()?, project).await)
}
