//! Where teams keep their files, and the pictures of people and teams.

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

/// A team without a row keeps its files with the instance.
const SCHEMA: &str = r#"
CREATE TABLE team_bucket (
    team_id {uuid} PRIMARY KEY REFERENCES team (id),
    endpoint text NOT NULL,
    region text NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    access_key_id text NOT NULL,
    sealed {bytes} NOT NULL
);

ALTER TABLE team ADD COLUMN avatar {uuid};
ALTER TABLE "user" ADD COLUMN avatar {uuid};
"#;
