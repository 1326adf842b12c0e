//! Pictures that nobody's row names: about to be named, or to be deleted.

use domain::ids::AvatarId;
use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unused_picture")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AvatarId,
    pub since: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
