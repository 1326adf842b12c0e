//! Links by which reports are read without signing in.

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
        dialect::run(manager, LINKS).await
    }
}

const LINKS: &str = "
CREATE TABLE report_link (
    report_id {uuid} PRIMARY KEY REFERENCES report (id),
    token_hash {bytes} NOT NULL UNIQUE,
    maker_id {uuid} NOT NULL REFERENCES \"user\" (id),
    made_at bigint NOT NULL
);
";
