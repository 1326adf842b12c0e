//! Calls about reports.

use domain::ids::{ReportId, TeamId, UserId};
use domain::page::Page;
use domain::project::Html;
use domain::report::{LinkedReport, NewReport, Report, ReportPage, ReportQuery, TeamReport};
use domain::time::Timestamp;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, reply};
use super::{ApiResult, Call};

/// One page of the reports of a team; `after` is the `next` of the page before.
#[server(prefix = "/api/fn", endpoint = "list_reports", protocol = Call)]
pub async fn list_reports(team: TeamId, query: ReportQuery, after: Option<String>) -> ApiResult<Page<Report>> {
    reply(service::reports::list(&ctx()?, team, &query, after.as_deref()).await)
}

/// One page of the reports of a person, of all teams; `after` is the `next` of the page before.
#[server(prefix = "/api/fn", endpoint = "list_person_reports", protocol = Call)]
pub async fn list_person_reports(person: UserId, after: Option<String>) -> ApiResult<Page<TeamReport>> {
    reply(service::reports::list_of_person(&ctx()?, person, after.as_deref()).await)
}

/// The report, in the team with this name.
#[server(prefix = "/api/fn", endpoint = "get_report", protocol = Call)]
pub async fn get_report(team: String, report: ReportId) -> ApiResult<ReportPage> {
    reply(service::reports::open(&ctx()?, &team, report).await)
}

#[server(prefix = "/api/fn", endpoint = "create_report", protocol = Call)]
pub async fn create_report(report: NewReport) -> ApiResult<ReportId> {
    reply(service::reports::create(&ctx()?, &report).await)
}

/// `seen` is when the report was last edited, as far as the writer knows; answers when it is now.
#[server(prefix = "/api/fn", endpoint = "save_report", protocol = Call)]
pub async fn save_report(report: ReportId, title: String, body: String, seen: Timestamp) -> ApiResult<Timestamp> {
    reply(service::reports::save(&ctx()?, report, &title, &body, seen).await)
}

/// Publishes a report, or takes it back to a draft.
#[server(prefix = "/api/fn", endpoint = "publish_report", protocol = Call)]
pub async fn publish_report(report: ReportId, published: bool) -> ApiResult<()> {
    reply(service::reports::publish(&ctx()?, report, published).await)
}

#[server(prefix = "/api/fn", endpoint = "delete_report", protocol = Call)]
pub async fn delete_report(report: ReportId) -> ApiResult<()> {
    reply(service::reports::delete(&ctx()?, report).await)
}

/// Makes a link by which the report is read without signing in; answers its address, which is shown this once.
#[server(prefix = "/api/fn", endpoint = "make_report_link", protocol = Call)]
pub async fn make_report_link(report: ReportId) -> ApiResult<String> {
    reply(service::reports::make_link(&ctx()?, report).await)
}

/// Takes the link back: it opens nothing any more.
#[server(prefix = "/api/fn", endpoint = "take_report_link_back", protocol = Call)]
pub async fn take_report_link_back(report: ReportId) -> ApiResult<()> {
    reply(service::reports::take_link_back(&ctx()?, report).await)
}

/// The report that a link opens to whoever has it.
#[server(prefix = "/api/fn", endpoint = "read_report_by_link", protocol = Call)]
pub async fn read_report_by_link(token: String) -> ApiResult<LinkedReport> {
    reply(service::reports::read_by_link(&ctx()?, &token).await)
}

/// What a text will look like in a report.
#[server(prefix = "/api/fn", endpoint = "preview_markdown", protocol = Call)]
pub async fn preview_markdown(text: String) -> ApiResult<Html> {
    reply(service::reports::preview(&ctx()?, &text).await)
}
