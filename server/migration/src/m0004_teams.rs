//! What the team pages need: settings of the instance, and members found by their team in the order they came.

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

/// The admins of a team are counted under the guard row whenever one of them goes.
const SCHEMA: &str = r"
ALTER TABLE instance ADD COLUMN settings {json} NOT NULL DEFAULT '{}';
CREATE INDEX team_member_by_role ON team_member (team_id, role);
";
