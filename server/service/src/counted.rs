//! How many rows a filter leaves: counted up to a limit, so that it never takes long.

use domain::page::{COUNTED, Total};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, Func, Query, SelectStatement};

use crate::sql::Limited;
use crate::{Error, Result};

/// Counts what `matches` selects, as far as a page says it.
pub async fn rows(db: &impl ConnectionTrait, matches: SelectStatement) -> Result<Total> {
    Ok(total(up_to(db, matches, COUNTED + 1).await?))
}

/// What a page says of so many rows.
pub fn total(rows: i64) -> Total {
    Total { rows: std::cmp::min(rows, COUNTED), more: rows > COUNTED }
}

/// Counts what `matches` selects, up to `limit`.
pub async fn up_to(db: &impl ConnectionTrait, mut matches: SelectStatement, limit: i64) -> Result<i64> {
    let some = matches.limit(limit.unsigned_abs()).take();
    number(db, &all().from_subquery(some, Alias::new("matches")).take()).await
}

/// Counts all rows of what is selected from.
pub fn all() -> SelectStatement {
    Query::select().expr(Func::count(Expr::cust("*"))).take()
}

/// The one number that a statement answers.
pub async fn number(db: &impl ConnectionTrait, select: &SelectStatement) -> Result<i64> {
    let row = db.query_one(&Limited(select)).await?;
    Ok(row.ok_or_else(|| Error::Internal("a count without an answer".to_owned()))?.try_get_by_index(0)?)
}
