//! Files that a run left.

use domain::ids::{ObjectId, RunId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "run_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: RunId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// In bytes.
    pub size: i64,
    /// Under which its contents lie; none where they were not kept.
    pub object: Option<ObjectId>,
}

impl ActiveModelBehavior for ActiveModel {}
