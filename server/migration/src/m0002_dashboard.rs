//! What the organization dashboard reads, kept as it changes: the teams of a user in words, how many were last active
//! on which day, and the one and two letters by which a user is found.

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
        let (names, tail) = match manager.get_database_backend() {
            DbBackend::Postgres => ("string_agg(name, ', ' ORDER BY name)", ""),
            _ => ("group_concat(name, ', ' ORDER BY name)", " WITHOUT ROWID"),
        };
        dialect::run(manager, &TEAMS.replace("{names}", names)).await?;
        dialect::run(manager, &PREFIXES.replace("{tail}", tail)).await?;
        dialect::run(manager, LAST_ACTIVE).await
    }
}

const TEAMS: &str = r#"
ALTER TABLE "user" ADD COLUMN team_names text NOT NULL DEFAULT '';
UPDATE "user" SET team_names = (
    SELECT coalesce({names}, '') FROM team JOIN team_member ON team_id = team.id WHERE user_id = "user".id
) WHERE team_key <> '';
"#;

/// Two letters are all that a search by prefix asks for; from three on the trigram index answers.
const PREFIXES: &str = r#"
CREATE TABLE user_prefix (
    prefix {key} NOT NULL,
    number bigint NOT NULL REFERENCES "user" (number),
    PRIMARY KEY (prefix, number)
){tail};
CREATE INDEX user_prefix_by_user ON user_prefix (number);
INSERT INTO user_prefix
    SELECT substr(word, 1, 1), number FROM user_word JOIN "user" ON id = user_id WHERE listed
    UNION SELECT substr(word, 1, 2), number FROM user_word JOIN "user" ON id = user_id WHERE listed;
DROP TABLE user_word;
"#;

const LAST_ACTIVE: &str = r#"
CREATE TABLE last_active_day (
    day integer PRIMARY KEY,
    users bigint NOT NULL
);
INSERT INTO last_active_day
    SELECT last_active_key / 86400000, count(*) FROM "user" WHERE listed AND last_active_key > 0 GROUP BY 1;
"#;
