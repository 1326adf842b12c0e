//! Pins of a team, pictures that nothing names, and members that are searched and sorted as users are.

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
        for script in [PINS, PICTURES, MEMBERS] {
            dialect::run(manager, script).await?;
        }
        Ok(())
    }
}

/// A pin is of one project or of one report, each of which has one team.
const PINS: &str = r"
CREATE TABLE team_pin (
    team_id {uuid} NOT NULL REFERENCES team (id),
    place bigint NOT NULL,
    project_id {uuid} UNIQUE REFERENCES project (id),
    report_id {uuid} UNIQUE REFERENCES report (id),
    PRIMARY KEY (team_id, place),
    CHECK ((project_id IS NULL) <> (report_id IS NULL))
);
";

/// What is about to be named, or was and is about to be deleted: a row is there before the file is, and goes after it.
const PICTURES: &str = r"
CREATE TABLE unused_picture (
    id {uuid} PRIMARY KEY,
    since bigint NOT NULL
);
";

/// The number of the user's row, which the search index names it by: who is found is known to be a member, or not,
/// without a look at the row.
const MEMBERS: &str = r#"
ALTER TABLE team_member ADD COLUMN number bigint NOT NULL DEFAULT 0;
UPDATE team_member SET number = (SELECT "user".number FROM "user" WHERE "user".id = team_member.user_id);
CREATE INDEX team_member_by_number ON team_member (team_id, number);
DROP INDEX team_member_by_role;
CREATE INDEX team_member_by_role ON team_member (team_id, role, user_id);
"#;
