//! Who was active when: noted on every authenticated request without waiting, written in batches.

mod of_user;

use std::collections::BTreeMap;

use domain::activity::{Door, Period, Series, Span, Start};
use domain::ids::UserId;
use domain::time::{Day, Timestamp};
use entity::{active_users_day, active_users_month, activity_day, last_active_day, user};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    TryInsertResult,
};
use tokio::sync::mpsc;

use crate::ctx::ViewUsers;
use crate::sessions::SignedIn;
use crate::{Ctx, Instance, Result, guard};

pub(crate) use of_user::calendar;
pub use of_user::of_user;

/// How many notes may wait for the worker, and how many users and days for the database; what comes on top is dropped.
const WAITING: usize = 10_000;
const KEPT: usize = 100_000;
/// Users in one transaction, so that others get their turn.
const BATCH: usize = 500;

/// Somebody did something.
#[derive(Debug, Clone, Copy)]
struct Seen {
    user: UserId,
    at: Timestamp,
    door: Door,
}

/// Where requests leave a note. Never waits and never fails.
#[derive(Clone)]
pub struct Tracker(mpsc::Sender<Seen>);

impl Tracker {
    /// The tracker, and the notes for whoever writes them down.
    pub fn new() -> (Self, Notes) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Self(sender), Notes { receiver, tallies: BTreeMap::new() })
    }

    pub fn note(&self, user: UserId, at: Timestamp, door: Door) {
        if self.0.try_send(Seen { user, at, door }).is_err() {
            tracing::debug!("activity note dropped: the worker is behind");
        }
    }
}

/// Notes that somebody came in: the request that signed them up or in was nobody's yet when it began.
pub fn note_entry(cx: &Ctx, signed_in: &SignedIn) {
    cx.instance.activity.note(signed_in.user, cx.now(), cx.door);
}

/// Users by day or month.
type Counts = BTreeMap<i32, i64>;

/// What a user did on a day, as far as it is not written yet.
#[derive(Debug, Clone, Copy)]
struct Tally {
    requests: i64,
    first: Timestamp,
    last: Timestamp,
    door: Door,
}

/// Notes that are not written yet.
pub struct Notes {
    receiver: mpsc::Receiver<Seen>,
    tallies: BTreeMap<(UserId, Day), Tally>,
}

impl Notes {
    /// Waits until there is something to write; forever where nothing will come any more.
    pub async fn some(&mut self) {
        if self.tallies.is_empty() {
            match self.receiver.recv().await {
                Some(seen) => self.add(seen),
                None => std::future::pending().await,
            }
        }
    }

    fn add(&mut self, seen: Seen) {
        let key = (seen.user, seen.at.day());
        if self.tallies.len() >= KEPT && !self.tallies.contains_key(&key) {
            return;
        }
        let tally =
            self.tallies.entry(key).or_insert(Tally { requests: 0, first: seen.at, last: seen.at, door: seen.door });
        tally.requests += 1;
        tally.first = std::cmp::min(tally.first, seen.at);
        if seen.at >= tally.last {
            (tally.last, tally.door) = (seen.at, seen.door);
        }
    }

    /// Writes everything down. What could not be written stays for the next time.
    pub async fn flush(&mut self, instance: &Instance) -> Result<()> {
        while let Ok(seen) = self.receiver.try_recv() {
            self.add(seen);
        }
        while !self.tallies.is_empty() {
            let batch: Vec<_> = self.tallies.iter().take(BATCH).map(|(key, tally)| (*key, *tally)).collect();
            write(instance, &batch).await?;
            for (key, _) in batch {
                self.tallies.remove(&key);
            }
        }
        Ok(())
    }
}

/// Writes a batch under the guard row, so that two servers do not both count a user's first sight of a day.
async fn write(instance: &Instance, batch: &[((UserId, Day), Tally)]) -> Result<()> {
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
