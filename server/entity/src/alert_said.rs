//! When the code of a run said something last, by title.

use domain::ids::RunId;
use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "alert_said")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: RunId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub title: String,
    pub said_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
