//! What one user did, day by day.

use domain::activity::UserActivity;
use domain::calendar::Calendar;
use domain::ids::UserId;
use domain::time::Day;
use entity::activity_day;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::ctx::ViewUsers;
use crate::{Ctx, Result, users};

/// What somebody did on each day of the last 52 weeks, with the figures of their row.
///
/// # Errors
///
/// `NotFound` where there is no such user.
pub async fn of_user(cx: &Ctx, user: UserId) -> Result<UserActivity> {
    cx.authorize::<ViewUsers>().await?;
    let (db, today) = (cx.instance.db.read(), cx.now().day());
    let row = users::find_listed(db, user).await?;
    let door = row.last_active_door.as_deref().and_then(|door| door.parse().ok());
    Ok(UserActivity { user: users::shown(db, user).await?, door, calendar: calendar(db, user, today).await? })
}

/// What somebody did on each day of the 52 weeks that end today.
pub(crate) async fn calendar(db: &impl ConnectionTrait, user: UserId, today: Day) -> Result<Calendar> {
    let days = activity_day::Entity::find()
        .filter(activity_day::Column::UserId.eq(user))
        .filter(activity_day::Column::Day.gte(Calendar::first_day(today)))
        .all(db)
        .await?;
    Ok(Calendar::until(today, days.into_iter().map(|it| (it.day, it.requests))))
}
