//! Lines that a run wrote.

use domain::ids::RunId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "run_log")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: RunId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: i64,
    pub is_error: bool,
    pub text: String,
}

impl ActiveModelBehavior for ActiveModel {}
