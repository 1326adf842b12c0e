//! Where teams have alerts sent, each the head of a queue.

use domain::alert::{DestinationKind, Events, PauseReason};
use domain::ids::{DestinationId, TeamId, UserId};
use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "alert_destination")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DestinationId,
    pub team_id: TeamId,
    pub kind: DestinationKind,
    pub name: String,
    /// The address, as much of it as is shown.
    pub place: String,
    /// The address, and what signs, sealed.
    pub sealed: Vec<u8>,
    #[sea_orm(column_type = "JsonBinary")]
    pub events: Events,
    /// Who answers for it; none where it was made at the command line.
    pub maker_id: Option<UserId>,
    pub created_at: Timestamp,
    pub paused: Option<PauseReason>,
    /// How often in a row it could not be reached.
    pub failures: i32,
    /// When it is asked next; none where nothing waits.
    pub due_at: Option<Timestamp>,
    pub removed_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
