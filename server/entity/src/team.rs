//! Teams.

use domain::ids::{AvatarId, TeamId};
use domain::setting::TeamSettings;
use domain::storage::StorageType;
use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "team")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TeamId,
    pub name: String,
    pub description: String,
    pub storage: StorageType,
    #[sea_orm(column_type = "JsonBinary")]
    pub settings: TeamSettings,
    pub created_at: Timestamp,
    /// The name of its picture.
    pub avatar: Option<AvatarId>,
}

impl ActiveModelBehavior for ActiveModel {}
