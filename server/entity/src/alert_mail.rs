//! Of which events a team has the authors of its runs told by mail.

use domain::alert::Events;
use domain::ids::TeamId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "alert_mail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub team_id: TeamId,
    #[sea_orm(column_type = "JsonBinary")]
    pub events: Events,
}

impl ActiveModelBehavior for ActiveModel {}
