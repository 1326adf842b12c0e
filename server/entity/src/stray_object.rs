//! Objects in the storage of teams that no file of a run names.

use domain::ids::{ObjectId, RunId, TeamId};
use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stray_object")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ObjectId,
    pub team_id: TeamId,
    /// May be gone.
    pub run_id: RunId,
    /// When it is deleted.
    pub due_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
