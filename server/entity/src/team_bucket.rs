//! The buckets of teams that keep their files in one of their own.

use domain::ids::TeamId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "team_bucket")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub team_id: TeamId,
    pub endpoint: String,
    pub region: String,
    pub name: String,
    pub prefix: String,
    pub access_key_id: String,
    /// The secret access key, sealed.
    pub sealed: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
