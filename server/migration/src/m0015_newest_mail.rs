//! The newest mail of a kind to somebody, found and not sorted for: lists show it of everybody pending.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, NEWEST).await
    }
}

const NEWEST: &str = "
DROP INDEX mail_by_user;
CREATE INDEX mail_by_user ON mail (user_id, kind, created_at, id);
";
