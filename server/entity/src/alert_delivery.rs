//! Alerts on their way, and what became of them. What a waiting one says is sealed, and wiped when it arrived.

use domain::alert::DeliveryState;
use domain::ids::{DeliveryId, DestinationId, MailId, RunId, TeamId};
use domain::run::RunEventKind;
use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "alert_delivery")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliveryId,
    pub team_id: TeamId,
    /// None of what goes by mail.
    pub destination_id: Option<DestinationId>,
    /// Of what goes by mail, which then says how it stands.
    pub mail_id: Option<MailId>,
    /// None of a test, and of a run that was deleted.
    pub run_id: Option<RunId>,
    pub project_name: String,
    pub run_name: String,
    pub run_display_name: String,
    /// None of a test.
    pub event: Option<RunEventKind>,
    pub sealed: Option<Vec<u8>>,
    pub state: DeliveryState,
    pub attempts: i32,
    /// What the destination answered last.
    pub status: Option<i32>,
    pub reason: Option<String>,
    pub created_at: Timestamp,
    /// Since when it waits: later than its creation where it is sent again.
    pub queued_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
