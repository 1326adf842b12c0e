//! Notes of who was active become rows and roll-ups, in one transaction.

use std::collections::BTreeMap;

use domain::ids::UserId;
use domain::time::{Day, Timestamp};
use entity::{active_users_day, active_users_month, activity_day, last_active_day, user};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter, QuerySelect, TryInsertResult,
};

use super::notes::Tally;
use crate::{Instance, Result, guard};

/// Users by day or month.
type Counts = BTreeMap<i32, i64>;

/// Writes a batch under the guard row, so that two servers do not both count a user's first sight of a day.
pub(super) async fn write(instance: &Instance, batch: &[((UserId, Day), Tally)]) -> Result<()> {
    let tx = instance.db.write().await?;
    guard::take(&tx, instance.db.is_guarded()).await?;
    let mut seen = last_seen(&tx, batch.iter().map(|((user, _), _)| *user)).await?;
    let (mut days, mut months, mut last_days) = (Counts::new(), Counts::new(), Counts::new());
    for &((user, day), tally) in batch {
        let first_of_month = is_first_of_month(&tx, user, day).await?;
        let new_day = insert(&tx, user, day, tally).await?;
        if new_day {
            *days.entry(day.0).or_default() += 1;
            if first_of_month {
                *months.entry(day.month().0).or_default() += 1;
            }
        }
        touch(&tx, user, tally, new_day).await?;
        if let Some(last) = seen.get_mut(&user).filter(|last| **last < tally.last) {
            move_on(&mut last_days, *last, tally.last);
            *last = tally.last;
        }
    }
    roll_up(&tx, days, months).await?;
    count_last_days(&tx, last_days).await?;
    tx.commit().await?;
    Ok(())
}

/// When the listed ones of these users were last active, as far as it is written; 0 for never.
async fn last_seen(
    tx: &DatabaseTransaction,
    users: impl Iterator<Item = UserId>,
) -> Result<BTreeMap<UserId, Timestamp>, DbErr> {
    let rows: Vec<(UserId, Timestamp)> = user::Entity::find()
        .select_only()
        .columns([user::Column::Id, user::Column::LastActiveKey])
        .filter(user::Column::Id.is_in(users))
        .filter(user::Column::Listed.eq(true))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Somebody whose last day was that of `from` is now counted on that of `to`.
fn move_on(last_days: &mut Counts, from: Timestamp, to: Timestamp) {
    if from.0 > 0 {
        *last_days.entry(from.day().0).or_default() -= 1;
    }
    *last_days.entry(to.day().0).or_default() += 1;
}

/// Takes somebody who leaves the lists out of the count of those last active on a day.
pub(crate) async fn forget(tx: &DatabaseTransaction, user: &user::Model) -> Result<(), DbErr> {
    let days = if user.last_active_key > 0 { vec![(Timestamp(user.last_active_key).day().0, -1)] } else { Vec::new() };
    count_last_days(tx, days.into_iter().collect()).await
}

async fn is_first_of_month(tx: &DatabaseTransaction, user: UserId, day: Day) -> Result<bool, DbErr> {
    let (from, to) = (day.month().first_day(), day.month().plus(1).first_day());
    let seen = activity_day::Entity::find()
        .filter(activity_day::Column::UserId.eq(user))
        .filter(activity_day::Column::Day.gte(from))
        .filter(activity_day::Column::Day.lt(to))
        .one(tx)
        .await?;
    Ok(seen.is_none())
}

/// Whether it is the first that was seen of the user on this day.
async fn insert(tx: &DatabaseTransaction, user_id: UserId, day: Day, tally: Tally) -> Result<bool, DbErr> {
    let row = activity_day::ActiveModel {
        user_id: Set(user_id),
        day: Set(day),
        requests: Set(tally.requests),
        first_at: Set(tally.first),
        last_at: Set(tally.last),
        door: Set(tally.door),
    };
    let key = [activity_day::Column::UserId, activity_day::Column::Day];
    let inserted = activity_day::Entity::insert(row)
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(tx)
        .await?;
    if matches!(inserted, TryInsertResult::Inserted(1)) {
        return Ok(true);
    }
    let same_day = || {
        activity_day::Entity::update_many()
            .filter(activity_day::Column::UserId.eq(user_id))
            .filter(activity_day::Column::Day.eq(day))
    };
    let requests = Expr::col(activity_day::Column::Requests).add(tally.requests);
    same_day().col_expr(activity_day::Column::Requests, requests).exec(tx).await?;
    same_day()
        .filter(activity_day::Column::LastAt.lte(tally.last))
        .col_expr(activity_day::Column::LastAt, Expr::value(tally.last.0))
        .col_expr(activity_day::Column::Door, Expr::value(tally.door.as_str()))
        .exec(tx)
        .await?;
    Ok(false)
}

async fn touch(tx: &DatabaseTransaction, user: UserId, tally: Tally, new_day: bool) -> Result<(), DbErr> {
    if new_day {
        user::Entity::update_many()
            .col_expr(user::Column::DaysActive, Expr::col(user::Column::DaysActive).add(1))
            .filter(user::Column::Id.eq(user))
            .exec(tx)
            .await?;
    }
    user::Entity::update_many()
        .col_expr(user::Column::LastActiveKey, Expr::value(tally.last.0))
        .col_expr(user::Column::LastActiveDoor, Expr::value(tally.door.as_str()))
        .filter(user::Column::Id.eq(user))
        .filter(user::Column::LastActiveKey.lt(tally.last.0))
        .exec(tx)
        .await?;
    Ok(())
}

async fn count_last_days(tx: &DatabaseTransaction, days: Counts) -> Result<(), DbErr> {
    use last_active_day::Column as LastDay;
    for (day, users) in days.into_iter().filter(|(_, users)| *users != 0) {
        let more = OnConflict::column(LastDay::Day)
            .value(LastDay::Users, Expr::col((last_active_day::Entity, LastDay::Users)).add(users))
            .to_owned();
        last_active_day::Entity::insert(last_active_day::ActiveModel { day: Set(Day(day)), users: Set(users) })
            .on_conflict(more)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

async fn roll_up(tx: &DatabaseTransaction, days: Counts, months: Counts) -> Result<(), DbErr> {
    use active_users_day::Column as ByDay;
    use active_users_month::Column as ByMonth;
    for (day, users) in days {
        let more = OnConflict::column(ByDay::Day)
            .value(ByDay::Users, Expr::col((active_users_day::Entity, ByDay::Users)).add(users))
            .to_owned();
        active_users_day::Entity::insert(active_users_day::ActiveModel { day: Set(day), users: Set(users) })
            .on_conflict(more)
            .exec_without_returning(tx)
            .await?;
    }
    for (month, users) in months {
        let more = OnConflict::column(ByMonth::Month)
            .value(ByMonth::Users, Expr::col((active_users_month::Entity, ByMonth::Users)).add(users))
            .to_owned();
        active_users_month::Entity::insert(active_users_month::ActiveModel { month: Set(month), users: Set(users) })
            .on_conflict(more)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
