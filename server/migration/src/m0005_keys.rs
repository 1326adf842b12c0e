//! API keys, and the service accounts that have some of them.

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

/// Of a removed account and a revoked key the row stays: what they did is in the history under their names.
const SCHEMA: &str = r#"
CREATE TABLE service_account (
    id {uuid} PRIMARY KEY,
    scope text NOT NULL CHECK (scope IN ('team', 'organization')),
    team_id {uuid} NOT NULL REFERENCES team (id),
    name text NOT NULL,
    created_at bigint NOT NULL,
    made_by {uuid} REFERENCES "user" (id),
    removed_at bigint
);
CREATE INDEX service_account_by_team ON service_account (team_id, scope, removed_at);
CREATE INDEX service_account_by_scope ON service_account (scope, removed_at);

CREATE TABLE api_key (
    id {uuid} PRIMARY KEY,
    user_id {uuid} REFERENCES "user" (id),
    service_account_id {uuid} REFERENCES service_account (id),
    name text NOT NULL,
    key_id text NOT NULL,
    key_hash {bytes} NOT NULL UNIQUE,
    created_at bigint NOT NULL,
    made_by {uuid} REFERENCES "user" (id),
    expires_at bigint,
    last_used_at bigint,
    revoked_at bigint,
    CHECK ((user_id IS NULL) <> (service_account_id IS NULL))
);
CREATE INDEX api_key_by_user ON api_key (user_id, revoked_at);
CREATE INDEX api_key_by_service_account ON api_key (service_account_id, revoked_at);
"#;
