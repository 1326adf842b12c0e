//! Requests that a program may repeat without doing twice what it asked for.

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
        dialect::run(manager, REQUESTS).await
    }
}

/// `attempt` is who works on it: whoever took it over from one that never came back has another. `done` is set in the
/// transaction of the change, `status` and `body` after it.
const REQUESTS: &str = r"
CREATE TABLE idempotent_request (
    owner {uuid} NOT NULL,
    key {key} NOT NULL,
    request_hash {bytes} NOT NULL,
    attempt {uuid} NOT NULL,
    done boolean NOT NULL,
    status integer,
    body text,
    created_at bigint NOT NULL,
    PRIMARY KEY (owner, key)
);
CREATE INDEX idempotent_request_by_age ON idempotent_request (created_at);
";
