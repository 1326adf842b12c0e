//! On which days a user was active.

use domain::activity::Door;
use domain::ids::UserId;
use domain::time::{Day, Timestamp};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activity_day")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Day,
    pub requests: i64,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    pub door: Door,
}

impl ActiveModelBehavior for ActiveModel {}
