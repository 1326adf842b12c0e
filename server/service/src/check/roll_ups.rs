//! How many users were active on each day and in each month, which follows from the activity itself.

use std::collections::{BTreeMap, BTreeSet};

use domain::time::{Day, Month};
use entity::{active_users_day, active_users_month, activity_day};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QuerySelect};

use super::{Kind, Report};
use crate::{Result, many, sql};

/// Users by day, or by month.
pub type Counts = BTreeMap<i32, i64>;

pub async fn verify(tx: &DatabaseTransaction, report: &mut Report) -> Result<()> {
    let days = active_users_day::Entity::find().all(tx).await?.into_iter().map(|row| (row.day, row.users)).collect();
    let months =
        active_users_month::Entity::find().all(tx).await?.into_iter().map(|row| (row.month, row.users)).collect();
    compare(report, "active_users_day", &days, &by_day(tx).await?, |day| Day(day).iso());
    compare(report, "active_users_month", &months, &by_month(tx).await?, |month| Month(month).words());
    Ok(())
}

pub fn compare(report: &mut Report, table: &str, stored: &Counts, counted: &Counts, words: impl Fn(i32) -> String) {
    let keys: BTreeSet<i32> = stored.keys().chain(counted.keys()).copied().collect();
    for key in keys {
        let of = |counts: &Counts| counts.get(&key).copied().unwrap_or_default();
        report.compare(Kind::RollUps, &format!("{table} of {}", words(key)), of(stored), of(counted));
    }
}

async fn by_day(tx: &DatabaseTransaction) -> Result<Counts> {
    count(tx, activity_day::Column::Day.into_expr()).await
}

async fn by_month(tx: &DatabaseTransaction) -> Result<Counts> {
    count(tx, sql::month_of_day(tx.get_database_backend())).await
}

async fn count(tx: &DatabaseTransaction, period: SimpleExpr) -> Result<Counts> {
    let users = Expr::col((activity_day::Entity, activity_day::Column::UserId)).count_distinct();
    let counted: Vec<(i32, i64)> = activity_day::Entity::find()
        .select_only()
        .column_as(period, "period")
        .column_as(users, "users")
        .group_by(Expr::col("period"))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(counted.into_iter().collect())
}

pub async fn mend(tx: &DatabaseTransaction) -> Result<()> {
    active_users_day::Entity::delete_many().exec(tx).await?;
    let days = by_day(tx).await?.into_iter().map(|(day, users)| active_users_day::Model { day, users });
    many::insert::<active_users_day::Entity>(tx, days.collect()).await?;
    active_users_month::Entity::delete_many().exec(tx).await?;
    let months = by_month(tx).await?.into_iter().map(|(month, users)| active_users_month::Model { month, users });
    many::insert::<active_users_month::Entity>(tx, months.collect()).await?;
    Ok(())
}
