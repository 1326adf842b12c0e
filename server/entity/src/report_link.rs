//! Links by which reports are read without signing in, at most one each.

use domain::ids::{ReportId, UserId};
use domain::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub report_id: ReportId,
    pub token_hash: Vec<u8>,
    /// Who answers for it: it opens nothing any more once they may not make it.
    pub maker_id: UserId,
    pub made_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
