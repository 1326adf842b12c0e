//! How many of the listed users were last active on each day, which follows from their rows.

use domain::time::Day;
use entity::{last_active_day, user};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};

use super::Report;
use super::roll_ups::{Counts, compare};
use crate::{Error, Result, many};

const DAY_MS: i64 = 86_400_000;

pub async fn verify(tx: &DatabaseTransaction, report: &mut Report) -> Result<()> {
    let stored = last_active_day::Entity::find().all(tx).await?;
    let stored = stored.into_iter().map(|row| (row.day.0, row.users)).collect();
    compare(report, "last_active_day", &stored, &counted(tx).await?, |day| Day(day).iso());
    Ok(())
}

/// Comes after the rows of the users were mended.
pub async fn mend(tx: &DatabaseTransaction) -> Result<()> {
    last_active_day::Entity::delete_many().exec(tx).await?;
    let days = counted(tx).await?.into_iter().map(|(day, users)| last_active_day::Model { day: Day(day), users });
    many::insert::<last_active_day::Entity>(tx, days.collect()).await?;
    Ok(())
}

async fn counted(tx: &DatabaseTransaction) -> Result<Counts> {
    let key = || Expr::col((user::Entity, user::Column::LastActiveKey));
    let counted: Vec<(i64, i64)> = user::Entity::find()
        .select_only()
        .column_as(key().div(DAY_MS), "day")
        .column_as(user::Column::Id.count(), "users")
        .filter(user::Column::Listed.eq(true))
        .filter(key().gt(0))
        .group_by(Expr::col("day"))
        .into_tuple()
        .all(tx)
        .await?;
    let day = |day: i64| i32::try_from(day).map_err(|error| Error::Internal(error.to_string()));
    counted.into_iter().map(|(at, users)| Ok((day(at)?, users))).collect()
}
