//! What is told of runs, where to, and what became of it.

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
        for script in [SETTINGS, DELIVERIES] {
            dialect::run(manager, script).await?;
        }
        Ok(())
    }
}

/// A team without a row in `alert_mail` has what every team begins with. A destination is the head of its queue: while
/// something waits for it, `due_at` is when it is asked next; whoever asks holds it by moving that on.
const SETTINGS: &str = r#"
CREATE TABLE alert_mail (
    team_id {uuid} PRIMARY KEY REFERENCES team (id),
    events {json} NOT NULL
);

CREATE TABLE alert_destination (
    id {uuid} PRIMARY KEY,
    team_id {uuid} NOT NULL REFERENCES team (id),
    kind text NOT NULL,
    name text NOT NULL,
    place text NOT NULL,
    sealed {bytes} NOT NULL,
    events {json} NOT NULL,
    maker_id {uuid} REFERENCES "user" (id),
    created_at bigint NOT NULL,
    paused text,
    failures integer NOT NULL,
    due_at bigint,
    removed_at bigint
);
CREATE INDEX alert_destination_by_team ON alert_destination (team_id, created_at, id);
CREATE INDEX alert_destination_by_due ON alert_destination (due_at);
"#;

/// A delivery names its run as it was called that day, and outlives it. One by mail is the row of that mail.
const DELIVERIES: &str = r"
CREATE TABLE alert_delivery (
    id {uuid} PRIMARY KEY,
    team_id {uuid} NOT NULL REFERENCES team (id),
    destination_id {uuid} REFERENCES alert_destination (id),
    mail_id {uuid} REFERENCES mail (id),
    run_id {uuid} REFERENCES run (id) ON DELETE SET NULL,
    project_name text NOT NULL,
    run_name text NOT NULL,
    run_display_name text NOT NULL,
    event text,
    sealed {bytes},
    state text NOT NULL,
    attempts integer NOT NULL,
    status integer,
    reason text,
    created_at bigint NOT NULL,
    queued_at bigint NOT NULL,
    finished_at bigint,
    CHECK ((destination_id IS NULL) <> (mail_id IS NULL))
);
CREATE INDEX alert_delivery_by_team ON alert_delivery (team_id, created_at, id);
CREATE INDEX alert_delivery_by_destination ON alert_delivery (destination_id, state, queued_at, id);
CREATE INDEX alert_delivery_by_run ON alert_delivery (run_id);
CREATE INDEX alert_delivery_by_age ON alert_delivery (created_at);

CREATE TABLE alert_said (
    run_id {uuid} NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    title {key} NOT NULL,
    said_at bigint NOT NULL,
    PRIMARY KEY (run_id, title)
);
CREATE INDEX alert_said_by_age ON alert_said (said_at);
";
