//! What the pages of projects, runs and reports need: what a run was started with and came to, what it measured over its
//! steps, what it wrote; and lists of a team that are one walk along an index.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tail = match manager.get_database_backend() {
            DbBackend::Postgres => "",
            _ => " WITHOUT ROWID",
        };
        for script in [PROJECTS, RUNS, REPORTS, &LOGGED.replace("{tail}", tail)] {
            dialect::run(manager, script).await?;
        }
        Ok(())
    }
}

/// A personal project was created by its person; who created a team's was not kept.
const PROJECTS: &str = r#"
ALTER TABLE project ADD COLUMN creator_id {uuid} REFERENCES "user" (id);
UPDATE project SET creator_id = user_id WHERE user_id IS NOT NULL;
"#;

/// The team stands in the run as well as in its project, so that the newest of a team are found without a look at its
/// projects. Both lists lead with what they are narrowed by and go on in their order.
const RUNS: &str = r"
ALTER TABLE run ADD COLUMN team_id {uuid} REFERENCES team (id);
ALTER TABLE run ADD COLUMN service_account text;
ALTER TABLE run ADD COLUMN config {json} NOT NULL DEFAULT '{}';
ALTER TABLE run ADD COLUMN summary {json} NOT NULL DEFAULT '{}';
ALTER TABLE run ADD COLUMN tags {json} NOT NULL DEFAULT '[]';
ALTER TABLE run ADD COLUMN notes text NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN finished_at bigint;
UPDATE run SET team_id = (SELECT team_id FROM project WHERE project.id = project_id);
UPDATE run SET finished_at = heartbeat_at WHERE state <> 'running';
DROP INDEX run_by_project;
CREATE INDEX run_by_project ON run (project_id, created_at, id);
CREATE INDEX run_by_project_and_state ON run (project_id, state, created_at, id);
CREATE INDEX run_by_team ON run (team_id, created_at, id);
CREATE INDEX run_by_team_and_state ON run (team_id, state, created_at, id);
";

const REPORTS: &str = r"
ALTER TABLE report ADD COLUMN team_id {uuid} REFERENCES team (id);
UPDATE report SET team_id = (SELECT team_id FROM project WHERE project.id = project_id);
CREATE INDEX report_by_team ON report (team_id, updated_at, id);
";

/// A metric has a number in its run, so that a point is short: there are thousands of them to a run. Points lie in the
/// order in which a chart reads them.
const LOGGED: &str = r"
CREATE TABLE run_metric (
    run_id {uuid} NOT NULL REFERENCES run (id),
    metric integer NOT NULL,
    name text NOT NULL,
    points bigint NOT NULL,
    first_step bigint NOT NULL,
    last_step bigint NOT NULL,
    PRIMARY KEY (run_id, metric),
    UNIQUE (run_id, name)
){tail};

CREATE TABLE run_point (
    run_id {uuid} NOT NULL,
    metric integer NOT NULL,
    step bigint NOT NULL,
    value double precision NOT NULL,
    PRIMARY KEY (run_id, metric, step),
    FOREIGN KEY (run_id, metric) REFERENCES run_metric (run_id, metric)
){tail};

CREATE TABLE run_log (
    run_id {uuid} NOT NULL REFERENCES run (id),
    line bigint NOT NULL,
    is_error boolean NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (run_id, line)
){tail};

CREATE TABLE run_file (
    run_id {uuid} NOT NULL REFERENCES run (id),
    name {key} NOT NULL,
    size bigint NOT NULL,
    PRIMARY KEY (run_id, name)
){tail};
";
