//! Lists of a team in other orders: projects by their newest run, runs by name, reports by title.

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
        for script in [PROJECTS, NAMES] {
            dialect::run(manager, script).await?;
        }
        Ok(())
    }
}

const PROJECTS: &str = "
ALTER TABLE project ADD COLUMN last_run_key bigint NOT NULL DEFAULT 0;
UPDATE project SET last_run_key = coalesce((SELECT max(created_at) FROM run WHERE run.project_id = project.id), 0);
CREATE INDEX project_by_last_run ON project (team_id, last_run_key, id);
";

/// The database itself derives them, so that they cannot differ from the names.
const NAMES: &str = "
ALTER TABLE run ADD COLUMN name_key {key} GENERATED ALWAYS AS (lower(display_name)) {derived};
CREATE INDEX run_by_team_and_name ON run (team_id, name_key, id);
CREATE INDEX run_by_team_and_state_and_name ON run (team_id, state, name_key, id);
CREATE INDEX run_by_project_and_name ON run (project_id, name_key, id);
CREATE INDEX run_by_project_and_state_and_name ON run (project_id, state, name_key, id);
ALTER TABLE report ADD COLUMN title_key {key} GENERATED ALWAYS AS (lower(title)) {derived};
CREATE INDEX report_by_team_and_title ON report (team_id, title_key, id);
";
