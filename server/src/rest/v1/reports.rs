//! Reports of a team.

use axum::extract::Path;
use axum::{Extension, Json};
use domain::error::Kind;
use domain::ids::ReportId;
use domain::report::{ReportColumn, ReportPage};
use domain::time::Timestamp;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use service::Ctx;
use utoipa::{IntoParams, ToSchema};

use super::listed::{Listed, which};
use super::projects::{Author, OfProject};
use super::shape::{self, Id, Time};
use super::teams::OfTeam;
use crate::rest::extract::{Asked, Sent, id};
use crate::rest::idempotency::ShownOnce;
use crate::rest::key::Caller;
use crate::rest::problem::Answer;

/// Something of a report.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfReport {
    /// The name of the team.
    team: String,
    #[param(value_type = Id, inline)]
    report: String,
}

impl OfReport {
    async fn open(&self, ctx: &Ctx) -> Answer<ReportPage> {
        Ok(service::reports::open(ctx, &self.team, id(&self.report, Kind::Report)?).await?)
    }

    /// The report's id, once it is known to be of this team.
    async fn id(&self, ctx: &Ctx) -> Answer<ReportId> {
        Ok(self.open(ctx).await?.report.id)
    }
}

#[derive(Serialize, ToSchema)]
pub struct Report {
    #[schema(value_type = Id)]
    id: ReportId,
    title: String,
    /// Drafts are seen by their author and the team's admins.
    published: bool,
    author: Author,
    /// The name of the project that it is about.
    project: String,
    created: Time,
    edited: Time,
}

impl From<domain::report::Report> for Report {
    fn from(it: domain::report::Report) -> Self {
        Self {
            id: it.id,
            title: it.title,
            published: it.published,
            author: it.author.into(),
            project: it.project,
            created: it.created.into(),
            edited: it.edited.into(),
        }
    }
}

/// A report with its words.
#[derive(Serialize, ToSchema)]
pub struct WholeReport {
    #[serde(flatten)]
    about: Report,
    /// In Markdown.
    body: String,
    /// By which it is read without signing in, if there is one.
    link: Option<ReportLink>,
}

/// A link, whose address was shown when it was made.
#[derive(Serialize, ToSchema)]
pub struct ReportLink {
    made: Time,
    /// Who made it.
    by: String,
    /// Whether it opens the report now: not while it is a draft, the team has no public links, or whoever made it may not
    /// change it.
    opens: bool,
}

/// A link with its address, which is shown this once.
#[derive(Serialize, ToSchema)]
pub struct MadeLink {
    url: String,
}

impl From<ReportPage> for WholeReport {
    fn from(page: ReportPage) -> Self {
        let link = page.link.map(|it| ReportLink { made: it.made.into(), by: it.by, opens: it.opens });
        Self { about: page.report.into(), body: page.body, link }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    title: String,
    /// In Markdown.
    body: String,
    #[serde(default)]
    published: bool,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SavedReport {
    title: String,
    /// In Markdown.
    body: String,
    /// `edited` of the report as it was read: what others wrote since is not lost.
    #[schema(value_type = Time)]
    edited: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportPublished {
    published: bool,
}

which!(WhichReports by ReportColumn in shape::ReportColumn);

/// The reports of a team.
#[utoipa::path(
    get, path = "/teams/{team}/reports", tag = "reports",
    params(OfTeam, WhichReports), responses((status = 200, body = Listed<Report>))
)]
pub async fn list(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfTeam>,
    Asked(which): Asked<WhichReports>,
) -> Answer<Json<Listed<Report>>> {
    let (team, (query, after)) = (of.id(&ctx).await?, which.query());
    Ok(Listed::page(service::reports::list(&ctx, team, &query, after.as_deref()).await?))
}

/// Writes a report about a project.
#[utoipa::path(
    post, path = "/teams/{team}/projects/{project}/reports", tag = "reports",
    params(OfProject), request_body = NewReport, responses((status = 201, body = WholeReport))
)]
pub async fn create(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfProject>,
    Sent(NewReport { title, body, published }): Sent<NewReport>,
) -> Answer<(StatusCode, Json<WholeReport>)> {
    let new = domain::report::NewReport { project: of.id(&ctx).await?, title, body, published };
    let report = service::reports::create(&ctx, &new).await?;
    let made = service::reports::open(&ctx, &of.team, report).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// One report.
#[utoipa::path(
    get, path = "/teams/{team}/reports/{report}", tag = "reports",
    params(OfReport), responses((status = 200, body = WholeReport))
)]
pub async fn open(Extension(caller): Extension<Caller>, Path(of): Path<OfReport>) -> Answer<Json<WholeReport>> {
    Ok(Json(of.open(&caller.ctx).await?.into()))
}

/// Changes title and body of a report.
#[utoipa::path(
    put, path = "/teams/{team}/reports/{report}", tag = "reports",
    params(OfReport), request_body = SavedReport, responses((status = 200, body = WholeReport))
)]
pub async fn save(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfReport>,
    Sent(SavedReport { title, body, edited }): Sent<SavedReport>,
) -> Answer<Json<WholeReport>> {
    let seen = Timestamp::from_rfc3339(&edited)
        .ok_or_else(|| domain::Error::invalid("edited", "Send the time as it was answered, by RFC 3339."))?;
    service::reports::save(&ctx, of.id(&ctx).await?, &title, &body, seen).await?;
    Ok(Json(of.open(&ctx).await?.into()))
}

/// Shows a report to whoever sees its project, or takes it back to a draft.
#[utoipa::path(
    put, path = "/teams/{team}/reports/{report}/published", tag = "reports",
    params(OfReport), request_body = ReportPublished, responses((status = 204))
)]
pub async fn publish(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfReport>,
    Sent(ReportPublished { published }): Sent<ReportPublished>,
) -> Answer<StatusCode> {
    service::reports::publish(&ctx, of.id(&ctx).await?, published).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a link by which the report is read without signing in. The one before opens nothing any more.
#[utoipa::path(
    post, path = "/teams/{team}/reports/{report}/link", tag = "reports",
    params(OfReport), responses((status = 201, body = MadeLink))
)]
pub async fn make_link(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfReport>,
) -> Answer<(StatusCode, Extension<ShownOnce>, Json<MadeLink>)> {
    let url = service::reports::make_link(&ctx, of.id(&ctx).await?).await?;
    Ok((StatusCode::CREATED, Extension(ShownOnce), Json(MadeLink { url })))
}

/// Takes the link to a report back: it opens nothing any more.
#[utoipa::path(
    delete, path = "/teams/{team}/reports/{report}/link", tag = "reports",
    params(OfReport), responses((status = 204))
)]
pub async fn take_link_back(Extension(caller): Extension<Caller>, Path(of): Path<OfReport>) -> Answer<StatusCode> {
    service::reports::take_link_back(&caller.ctx, of.id(&caller.ctx).await?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Deletes a report.
#[utoipa::path(
    delete, path = "/teams/{team}/reports/{report}", tag = "reports",
    params(OfReport), responses((status = 204))
)]
pub async fn delete(Extension(caller): Extension<Caller>, Path(of): Path<OfReport>) -> Answer<StatusCode> {
    service::reports::delete(&caller.ctx, of.id(&caller.ctx).await?).await?;
    Ok(StatusCode::NO_CONTENT)
}
