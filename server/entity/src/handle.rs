//! First parts of URLs: usernames and team names share this space.

use domain::ids::{TeamId, UserId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "handle")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub user_id: Option<UserId>,
    pub team_id: Option<TeamId>,
}

impl ActiveModelBehavior for ActiveModel {}
