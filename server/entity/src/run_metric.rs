//! What a run measured, by its number in the run.

use domain::ids::RunId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "run_metric")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: RunId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub metric: i32,
    pub name: String,
    /// How many of them there are.
    pub points: i64,
    pub first_step: i64,
    pub last_step: i64,
}

impl ActiveModelBehavior for ActiveModel {}
