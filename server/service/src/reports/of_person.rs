//! The reports of a person, of all teams, the last edited first.

use domain::ids::UserId;
use domain::page::{PAGE, Page};
use domain::report::TeamReport;
use domain::sort::Sort;
use entity::report;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::list::{Listed, keyset, newest, told};
use crate::ctx::{Granted, UseInstance};
use crate::keyset::{self as order, Last};
use crate::made_by::{self, Table};
use crate::{Ctx, Result, users};

const REPORTS: Table<report::Entity> = Table {
    entity: report::Entity,
    id: report::Column::Id,
    author: report::Column::AuthorId,
    project: report::Column::ProjectId,
    at: report::Column::UpdatedAt,
    published: Some(report::Column::Published),
};

/// What somebody wrote, without the reports in projects that the actor may not know of, and without drafts of others;
/// `after` is the `next` of the page before.
///
/// # Errors
///
/// `Invalid` where `after` was made for another list; `NotFound` where there is no such person.
pub async fn list_of_person(cx: &Ctx, person: UserId, after: Option<&str>) -> Result<Page<TeamReport>> {
    let granted = cx.authorize::<UseInstance>().await?;
    let db = cx.instance.db.read();
    users::find_listed(db, person).await?;
    let last = keyset(Sort::default()).read(after, &("reports", person))?;
    page(db, &granted, person, PAGE, last.as_ref()).await
}

/// The few edited last of them.
pub(crate) async fn newest_of_person(
    db: &impl ConnectionTrait,
    granted: &Granted<UseInstance>,
    person: UserId,
    few: u64,
) -> Result<Page<TeamReport>> {
    page(db, granted, person, few, None).await
}

async fn page(
    db: &impl ConnectionTrait,
    granted: &Granted<UseInstance>,
    person: UserId,
    page: u64,
    last: Option<&Last>,
) -> Result<Page<TeamReport>> {
    let mut found = made_by::find(db, granted, REPORTS, person, page, last).await?;
    let total = found.total;
    let Some(ids) = found.ids.take() else { return Ok(Page { rows: Vec::new(), next: None, total }) };
    let select = report::Entity::find().filter(Expr::col((report::Entity, report::Column::Id)).in_subquery(ids));
    let mut rows: Vec<Listed> = newest(select).limit(page + 1).into_model().all(db).await?;
    let next = order::next(&mut rows, page, &("reports", person), |row| (row.updated_at.into(), row.id.uuid()));
    let teams: Vec<String> = rows.iter().map(|row| found.team_of(row.project_id)).collect();
    let reports = told(db, rows).await?.into_iter().zip(teams);
    Ok(Page { rows: reports.map(|(report, team)| TeamReport { team, report }).collect(), next, total })
}
