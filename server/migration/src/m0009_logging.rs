//! What logging runs needs: which service account goes on with a run, which runs were not heard of for long, and where the
//! contents of a file lie.

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
        dialect::run(manager, SCHEMA).await
    }
}

/// A file without an object has no contents. An object that no file names, because it is on its way or its file is gone,
/// stands among the strays until it is deleted.
const SCHEMA: &str = r"
ALTER TABLE run ADD COLUMN service_account_id {uuid} REFERENCES service_account (id);
CREATE INDEX run_by_heartbeat ON run (heartbeat_at) WHERE state = 'running';

ALTER TABLE run_file ADD COLUMN object {uuid};

CREATE TABLE stray_object (
    id {uuid} PRIMARY KEY,
    team_id {uuid} NOT NULL REFERENCES team (id),
    run_id {uuid} NOT NULL,
    due_at bigint NOT NULL
);
CREATE INDEX stray_object_by_due ON stray_object (due_at);
";
