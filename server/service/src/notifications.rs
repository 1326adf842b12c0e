//! Which of the mails that one may do without somebody wants.

use domain::history::Action;
use domain::ids::UserId;
use domain::notification::{Notification, NotificationSettings};
use domain::user::Status;
use entity::user;
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};
use serde_json::json;

use crate::ctx::UseInstance;
use crate::history::Record;
use crate::{Ctx, Result, sessions, users};

/// Whether the mail goes to the user. Nobody who cannot sign in gets one.
pub async fn wants(db: &impl ConnectionTrait, user: UserId, notification: Notification) -> Result<bool> {
    let found: Option<(Status, NotificationSettings)> = user::Entity::find_by_id(user)
        .select_only()
        .columns([user::Column::Status, user::Column::Notifications])
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.is_some_and(|(status, settings)| status == Status::Active && settings.wants(notification)))
}

/// What I decided.
pub async fn own(cx: &Ctx) -> Result<NotificationSettings> {
    cx.authorize::<UseInstance>().await?;
    Ok(sessions::own_row(cx, cx.instance.db.read()).await?.notifications)
}

/// Decides whether I get a mail of this.
pub async fn set(cx: &Ctx, notification: Notification, on: bool) -> Result<()> {
    let mut change = cx.begin::<UseInstance>().await?;
    let mut row = sessions::own_row(cx, &change.tx).await?;
    if row.notifications.wants(notification) != on {
        let told = |on: bool| json!({ notification.as_str(): on });
        row.notifications = row.notifications.with(notification, on);
        let row = users::save(&change.tx, row).await?;
        change.also(Record::user(Action::NotificationsChanged, &row, told(!on), told(on)));
    }
    change.commit_if_any().await
}
