//! What a metric of a run was at a step.

use domain::ids::RunId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "run_point")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: RunId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub metric: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub step: i64,
    pub value: f64,
}

impl ActiveModelBehavior for ActiveModel {}
