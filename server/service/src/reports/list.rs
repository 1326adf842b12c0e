//! Reports as somebody sees them.

use domain::error::Kind;
use domain::ids::{ProjectId, ReportId, TeamId, UserId};
use domain::page::{PAGE, Page, check_search};
use domain::pin::Pinned;
use domain::policy::{link_work, see_draft};
use domain::project::Html;
use domain::report::{Report, ReportColumn, ReportPage, ReportQuery, body};
use domain::sort::Sort;
use domain::team::TeamChip;
use domain::time::Timestamp;
use entity::report;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait, Select,
};

use super::link::link_to;
use crate::ctx::{InProject, InTeam, UseInstance, ViewTeam};
use crate::keyset::{self, Holds, Key, Keyset};
use crate::made::{self, author, authors, project_names};
use crate::{Ctx, Result, counted, markdown, pins};

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

/// What reports are ordered by when they are by title, which the database derives from the title.
const TITLE_KEY: &str = "title_key";

#[derive(FromQueryResult)]
pub(super) struct Listed {
    pub id: ReportId,
    pub project_id: ProjectId,
    title: String,
    title_key: String,
    published: bool,
    author_id: UserId,
    created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// The reports of a team, without those that the actor may not know of: in hidden projects, and the drafts of others.
/// `after` is the `next` of the page before.
///
/// # Errors
///
/// `Invalid` where `after` was made for another query, or the search is too long; else as
/// [`authorize_in`](Ctx::authorize_in).
pub async fn list(cx: &Ctx, team: TeamId, query: &ReportQuery, after: Option<&str>) -> Result<Page<Report>> {
    let granted = cx.authorize_in::<ViewTeam>(team).await?;
    check_search(&query.search)?;
    let (db, list, order) = (cx.instance.db.read(), (team, query), keyset(query.sort));
    let after = order.read(after, &list)?;
    let mut select = known(&granted);
    if !query.search.is_empty() {
        select = select.filter(made::stands_in(report::Column::Title, &query.search));
    }
    let each = select.clone().select_only().column(report::Column::Id).into_query();
    let total = counted::rows(db, each).await?;
    let select = order.ordered(listed(select), after.as_ref());
    let mut rows: Vec<Listed> = select.limit(PAGE + 1).into_model().all(db).await?;
    let key = |row: &Listed| match query.sort.column {
        ReportColumn::Title => Key::from(&row.title_key),
        ReportColumn::Edited => Key::from(row.updated_at),
    };
    let next = keyset::next(&mut rows, PAGE, &list, |row| (key(row), row.id.uuid()));
    Ok(Page { rows: told(db, rows).await?, next, total })
}

pub(super) fn keyset(sort: Sort<ReportColumn>) -> Keyset {
    let id = (report::Entity, report::Column::Id);
    match sort.column {
        ReportColumn::Title => Keyset::new((report::Entity, TITLE_KEY), Holds::Texts, id, sort.direction),
        ReportColumn::Edited => {
            Keyset::new((report::Entity, report::Column::UpdatedAt), Holds::Numbers, id, sort.direction)
        }
    }
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
    keyset(Sort::default()).ordered(listed(reports), None)
}

/// With what a list needs of each.
fn listed(reports: Select<report::Entity>) -> Select<report::Entity> {
    reports.select_only().columns(COLUMNS).column_as(Expr::col((report::Entity, TITLE_KEY)), TITLE_KEY)
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
