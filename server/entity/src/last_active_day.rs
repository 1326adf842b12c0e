//! How many of the listed users were last active on a day.

use domain::time::Day;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "last_active_day")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Day,
    pub users: i64,
}

impl ActiveModelBehavior for ActiveModel {}
