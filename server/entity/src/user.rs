//! People, each one row from invitation to removal.

use domain::ids::{AvatarId, UserId};
use domain::notification::NotificationSettings;
use domain::policy::OrgRole;
use domain::time::Timestamp;
use domain::user::Status;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    pub number: i64,
    pub status: Status,
    pub listed: bool,
    pub role: OrgRole,
    pub name: String,
    pub username: Option<String>,
    pub email: String,
    pub email_key: Option<String>,
    pub name_key: String,
    pub role_key: String,
    pub team_key: String,
    /// All teams in the order of their names, separated by a comma and a space.
    pub team_names: String,
    #[sea_orm(column_type = "Text")]
    pub search_key: String,
    /// Milliseconds since 1970; 0 for never, -1 for a pending invitation.
    pub last_active_key: i64,
    pub last_active_door: Option<String>,
    pub days_active: i64,
    pub runs: i64,
    pub reports: i64,
    pub password_hash: Option<String>,
    pub added_at: Timestamp,
    pub joined_at: Option<Timestamp>,
    pub invited_by: Option<UserId>,
    pub invitation_hash: Option<Vec<u8>>,
    pub invitation_sent_at: Option<Timestamp>,
    pub invitation_expires_at: Option<Timestamp>,
    /// The name of their picture.
    pub avatar: Option<AvatarId>,
    #[sea_orm(column_type = "JsonBinary")]
    pub notifications: NotificationSettings,
}

impl ActiveModelBehavior for ActiveModel {}
