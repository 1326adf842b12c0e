//! What a run writes: on its way into the table, and read from the first line on.

use domain::ids::RunId;
use domain::page::{Page, Total};
use domain::run::{LogLine, NewLine, line_number, line_text};
use entity::run_log;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use super::prove;
use crate::cursor::{self, Fingerprint, Place};
use crate::{Ctx, Result, many};

/// Lines of a page.
pub(super) const LINES: u64 = 500;

/// Writes the lines from the number `first` on, in the place of those that are there, or after the last one; returns the
/// number of the last of them.
///
/// # Errors
///
/// `Invalid` where the run would have too many.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    run: RunId,
    first: Option<i64>,
    lines: Vec<NewLine>,
) -> Result<Option<i64>> {
    if lines.is_empty() {
        return Ok(None);
    }
    let written = count(tx, run).await?;
    let first = first.unwrap_or(written + 1);
    let last = first.saturating_add(i64::try_from(lines.len()).unwrap_or(i64::MAX) - 1);
    line_number(last).map_err(|rule| domain::Error::invalid("lines", rule))?;
    if first <= written {
        let replaced = run_log::Entity::delete_many().filter(run_log::Column::RunId.eq(run));
        replaced.filter(run_log::Column::Line.between(first, last)).exec(tx).await?;
    }
    let row = |(line, new): (i64, NewLine)| run_log::Model {
        run_id: run,
        line,
        is_error: new.is_error,
        text: line_text(&new.text),
    };
    many::insert::<run_log::Entity>(tx, (first..).zip(lines).map(row).collect()).await?;
    Ok(Some(last))
}

/// How many lines the run wrote; they are numbered from 1 on.
pub(super) async fn count(db: &impl ConnectionTrait, run: RunId) -> Result<i64> {
    let last: Option<Option<i64>> = run_log::Entity::find()
        .select_only()
        .column_as(run_log::Column::Line.max(), "last")
        .filter(run_log::Column::RunId.eq(run))
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.flatten().unwrap_or_default())
}

/// The last line of a page.
#[derive(Serialize, Deserialize)]
struct After {
    line: i64,
    list: Fingerprint,
}

impl Place for After {
    fn list(&self) -> &Fingerprint {
        &self.list
    }
}

/// The lines that the run wrote, from the first on; `after` is the `next` of the page before.
///
/// # Errors
///
/// `Invalid` where `after` was made for another run; `NotFound` for whoever may not know of the run.
pub async fn list_lines(cx: &Ctx, run: RunId, after: Option<&str>) -> Result<Page<LogLine>> {
    prove::view(cx, run).await?;
    let after: Option<After> = after.map(|text| cursor::decode(text, &run)).transpose()?;
    let db = cx.instance.db.read();
    let of_run = run_log::Entity::find().filter(run_log::Column::RunId.eq(run));
    let of_run = of_run.filter(run_log::Column::Line.gt(after.map_or(0, |it| it.line)));
    let mut rows = of_run.order_by_asc(run_log::Column::Line).limit(LINES + 1).all(db).await?;
    let more = rows.len() as u64 > LINES;
    rows.truncate(usize::try_from(LINES).unwrap_or(usize::MAX));
    let last = rows.last().filter(|_| more).map(|row| row.line);
    let next = last.map(|line| cursor::encode(&After { line, list: Fingerprint::of(&run) }));
    let total = Total { rows: count(db, run).await?, more: false };
    Ok(Page { rows: rows.into_iter().map(told).collect(), next, total })
}

pub(super) fn told(row: run_log::Model) -> LogLine {
    LogLine { number: row.line, text: row.text, is_error: row.is_error }
}
