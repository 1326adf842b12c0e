//! What a run measured and wrote.

use domain::ids::RunId;
use domain::run::{LogLine, Metric, POINTS_MAX};
use entity::{run_log, run_metric, run_point};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect};

use super::lines::{LINES, told};
use super::prove;
use crate::{Ctx, Result};

/// Most metrics of a page: more charts are not looked at.
const METRICS_MAX: u64 = 24;

/// What the run measured, by name. A metric with many points is averaged over equal stretches of its steps, so that it
/// has as many as a chart can show.
///
/// # Errors
///
/// `NotFound` for whoever may not know of the run.
pub async fn metrics(cx: &Ctx, run: RunId) -> Result<Vec<Metric>> {
    prove::view(cx, run).await?;
    let db = cx.instance.db.read();
    let of_run = run_metric::Entity::find().filter(run_metric::Column::RunId.eq(run));
    let found = of_run.order_by_asc(run_metric::Column::Name).limit(METRICS_MAX).all(db).await?;
    let mut metrics = Vec::with_capacity(found.len());
    for row in found {
        metrics.push(measured(db, row).await?);
    }
    Ok(metrics)
}

async fn measured(db: &impl ConnectionTrait, row: run_metric::Model) -> Result<Metric> {
    let is_long = row.points > POINTS_MAX;
    let steps = if is_long { (row.last_step - row.first_step) / POINTS_MAX + 1 } else { 1 };
    let select = if is_long { means(&row, steps) } else { points(&row) };
    let rows = db.query_all(&select).await?;
    let read = |row: &sea_orm::QueryResult| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
    let points = rows.iter().map(read).collect::<Result<_>>()?;
    Ok(Metric { name: row.name, points, steps_a_point: steps })
}

fn points(row: &run_metric::Model) -> SelectStatement {
    of_metric(row)
        .columns([run_point::Column::Step, run_point::Column::Value])
        .order_by(run_point::Column::Step, Order::Asc)
        .limit(POINTS_MAX.unsigned_abs())
        .take()
}

/// One point for each stretch of so many steps: where it begins, and the mean in it.
fn means(row: &run_metric::Model, steps: i64) -> SelectStatement {
    let stretch = Expr::col(run_point::Column::Step).sub(row.first_step).div(steps);
    of_metric(row)
        .expr(Func::min(Expr::col(run_point::Column::Step)))
        .expr(Func::avg(Expr::col(run_point::Column::Value)))
        .add_group_by([stretch])
        .order_by_expr(Func::min(Expr::col(run_point::Column::Step)).into(), Order::Asc)
        .limit(POINTS_MAX.unsigned_abs())
        .take()
}

fn of_metric(row: &run_metric::Model) -> SelectStatement {
    Query::select()
        .from(run_point::Entity)
        .and_where(run_point::Column::RunId.eq(row.run_id))
        .and_where(run_point::Column::Metric.eq(row.metric))
        .take()
}

/// Up to five hundred lines that the run wrote, before the line `before`, or the last ones; in the order written.
///
/// # Errors
///
/// `NotFound` for whoever may not know of the run.
pub async fn lines(cx: &Ctx, run: RunId, before: Option<i64>) -> Result<Vec<LogLine>> {
    prove::view(cx, run).await?;
    let mut select = run_log::Entity::find().filter(run_log::Column::RunId.eq(run));
    if let Some(before) = before {
        select = select.filter(run_log::Column::Line.lt(before));
    }
    let found = select.order_by_desc(run_log::Column::Line).limit(LINES).all(cx.instance.db.read()).await?;
    Ok(found.into_iter().rev().map(told).collect())
}
