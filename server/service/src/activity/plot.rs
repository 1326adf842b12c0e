//! How many people were active when.

use std::collections::BTreeMap;

use domain::activity::{Period, Series, Span, Start};
use entity::{active_users_day, active_users_month};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::ctx::ViewUsers;
use crate::{Ctx, Result};

/// How many users were active, read from the roll-ups; days and months without anybody are zeros.
pub async fn plot(cx: &Ctx, period: Period) -> Result<Series> {
    cx.authorize::<ViewUsers>().await?;
    let (db, today) = (cx.instance.db.read(), cx.now().day());
    if period.span == Span::Days {
        let from = today.plus(1 - period.points().unwrap_or(1));
        let rows = active_users_day::Entity::find().filter(active_users_day::Column::Day.gte(from.0)).all(db).await?;
        let counts = dense(from.0, today.0, rows.into_iter().map(|row| (row.day, row.users)));
        return Ok(Series { from: Start::Day(from), counts });
    }
    let month = today.month();
    let rows = active_users_month::Entity::find().order_by_asc(active_users_month::Column::Month).all(db).await?;
    let from = match period.points() {
        Some(points) => month.plus(1 - points),
        None => rows.first().map_or(month, |row| domain::time::Month(row.month)),
    };
    let counts = dense(from.0, month.0, rows.into_iter().map(|row| (row.month, row.users)));
    Ok(Series { from: Start::Month(from), counts })
}

fn dense(from: i32, to: i32, counts: impl Iterator<Item = (i32, i64)>) -> Vec<i64> {
    let known: BTreeMap<i32, i64> = counts.collect();
    (from..=to).map(|at| known.get(&at).copied().unwrap_or_default()).collect()
}
