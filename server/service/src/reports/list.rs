//! Reports as somebody sees them.

use domain::error::Kind;
use domain::ids::{ProjectId, ReportId, TeamId, UserId};
use domain::page::{PAGE, Page};
use domain::pin::Pinned;
use domain::policy::{link_work, see_draft};
use domain::project::Html;
use domain::report::{Report, ReportPage, body};
use domain::run::check_search;
use domain::team::TeamChip;
use domain::time::Timestamp;
use entity::report;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
};

use super::link::link_to;
use crate::ctx::{InProject, InTeam, UseInstance, ViewTeam};
use crate::made::{self, After, author, authors, project_names};
use crate::{Ctx, Result, counted, cursor, markdown, pins};

/// What a list needs of a report: not its body.
const COLUMNS: [report::Column; 7] = [
    report::Column::Id,
    report::Column::ProjectId,
    report::Column::Title,
    report::Column::Published,
    report::Column::AuthorId,
    report::Column::CreatedAt,
    report::Column::UpdatedAt,
];

#[derive(FromQueryResult)]
pub(super) struct Listed {
    pub id: ReportId,
    pub project_id: ProjectId,
    title: String,
    published: bool,
    author_id: UserId,
    created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// The reports of a team, the last edited first, without those that the actor may not know of: in hidden projects, and
/// the drafts of others. `search` stands anywhere in the title, `after` is the `next` of the page before.
///
/// # Errors
///
/// `Invalid` where `after` was made for another search, or the search is too long; else as
/// [`authorize_in`](Ctx::authorize_in).
pub async fn list(cx: &Ctx, team: TeamId, search: &str, after: Option<&str>) -> Result<Page<Report>> {
    let granted = cx.authorize_in::<ViewTeam>(team).await?;
    check_search(search)?;
    let (db, list) = (cx.instance.db.read(), (team, search));
    let after: Option<After> = after.map(|text| cursor::decode(text, &list)).transpose()?;
    let mut select = known(&granted);
    if !search.is_empty() {
        select = select.filter(made::stands_in(report::Column::Title, search));
    }
    let each = select.clone().select_only().column(report::Column::Id).into_query();
    let total = counted::rows(db, each).await?;
    if let Some(After { at, id, .. }) = after {
        let key =
            Expr::tuple([report::Column::UpdatedAt, report::Column::Id].map(|it| Expr::col((report::Entity, it))));
        select = select.filter(key.lt(Expr::tuple([Expr::val(at.0), Expr::val(id)])));
    }
    let mut rows: Vec<Listed> = newest(select).limit(PAGE + 1).into_model().all(db).await?;
    let next = made::next_of(&mut rows, PAGE, &list, |row| (row.updated_at, row.id.uuid()));
    Ok(Page { rows: told(db, rows).await?, next, total })
}

/// The reports of the team that the actor may know of.
pub(crate) fn known(granted: &InTeam<ViewTeam>) -> Select<report::Entity> {
    let select = report::Entity::find().filter(report::Column::TeamId.eq(granted.team.id));
    let Some(hidden) = granted.hidden_projects() else { return select };
    let shown = report::Column::Published.eq(true);
    let shown = granted.by.map_or(shown.clone(), |by| shown.or(report::Column::AuthorId.eq(by)));
    select.filter(Expr::col(report::Column::ProjectId).not_in_subquery(hidden)).filter(shown)
}

pub(super) fn newest(reports: Select<report::Entity>) -> Select<report::Entity> {
    let newest = reports.order_by_desc(report::Column::UpdatedAt).order_by_desc(report::Column::Id);
    newest.select_only().columns(COLUMNS)
}

pub(super) async fn told(db: &impl ConnectionTrait, rows: Vec<Listed>) -> Result<Vec<Report>> {
    let people = authors(db, rows.iter().map(|row| row.author_id)).await?;
    let projects = project_names(db, rows.iter().map(|row| row.project_id)).await?;
    let tell = |row: Listed| {
        Ok(Report {
            id: row.id,
            title: row.title,
            published: row.published,
            author: author(&people, row.author_id)?,
            project: projects.get(&row.project_id).cloned().unwrap_or_default(),
            created: row.created_at,
            edited: row.updated_at,
        })
    };
    rows.into_iter().map(tell).collect()
}

/// The report, in the team with this name.
///
/// # Errors
///
/// `NotFound` where there is none, and for whoever may not know of it.
pub async fn open(cx: &Ctx, team: &str, report: ReportId) -> Result<ReportPage> {
    let granted = cx.authorize::<UseInstance>().await?;
    let db = cx.instance.db.read();
    let unknown = || domain::Error::NotFound(Kind::Report);
    let row = report::Entity::find_by_id(report).one(db).await?.ok_or_else(unknown)?;
    let proof = InProject::prove(db, &granted, row.project_id, Kind::Report).await?;
    let is_seen = row.published || see_draft(proof.actor, proof.by == Some(row.author_id));
    if !is_seen || proof.team.name != team {
        return Err(unknown().into());
    }
    let people = authors(db, std::iter::once(row.author_id)).await?;
    let link = link_to(db, &row, &proof.project, &proof.settings).await?;
    let visibility = proof.project.visibility.under(&proof.settings);
    Ok(ReportPage {
        team: TeamChip { id: proof.team.id, name: proof.team.name, avatar: proof.team.avatar },
        viewer: proof.actor,
        report: Report {
            id: row.id,
            title: row.title,
            published: row.published,
            author: author(&people, row.author_id)?,
            project: proof.project.name,
            created: row.created_at,
            edited: row.updated_at,
        },
        html: markdown::render(&row.body),
        pinned: pins::is_pinned(db, Pinned::Report(row.id)).await?,
        body: row.body,
        link,
        links_denied: link_work(visibility, &proof.settings).err(),
    })
}

/// What a text would look like in a report.
///
/// # Errors
///
/// `Invalid` where it is too long for one.
pub async fn preview(cx: &Ctx, text: &str) -> Result<Html> {
    cx.authorize::<UseInstance>().await?;
    let text = body(text).map_err(|rule| domain::Error::invalid("body", rule))?;
    Ok(markdown::render(&text))
}
