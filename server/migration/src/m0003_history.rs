//! What the history is listed by: its indexes, and the words of the names in it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, SCHEMA).await?;
        let words = match manager.get_database_backend() {
            DbBackend::Postgres => POSTGRES_WORDS,
            _ => SQLITE_WORDS,
        };
        manager.get_connection().execute_unprepared(words).await?;
        Ok(())
    }
}

/// Each filter leads an index that goes on in the order of the list, `seq`, so that a page is read and not sorted.
/// The words are those of every name that stands in the history, kept although a user is renamed or removed.
const SCHEMA: &str = r"
CREATE INDEX history_by_action ON history (action, seq);
CREATE INDEX history_by_door ON history (door, seq);
CREATE INDEX history_by_door_and_action ON history (door, action, seq);
CREATE INDEX history_by_actor_and_action ON history (actor_id, action, seq);
CREATE INDEX history_by_actor_name ON history (actor_name, seq);
CREATE INDEX history_by_target_name ON history (target_name, seq);
CREATE INDEX history_by_time ON history (at, seq);

CREATE TABLE history_word (
    word {key} NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (word, name)
);
";

/// The names so far, cut at spaces; the service adds the finer words when it writes a name again.
const SQLITE_WORDS: &str = r"
WITH RECURSIVE
    names (name) AS (SELECT actor_name FROM history UNION SELECT target_name FROM history),
    cut (name, word, rest) AS (
        SELECT name, '', lower(name) || ' ' FROM names
        UNION ALL
        SELECT name, substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1) FROM cut WHERE rest <> ''
    )
INSERT INTO history_word SELECT DISTINCT word, name FROM cut WHERE word <> '';
";

const POSTGRES_WORDS: &str = r"
INSERT INTO history_word
SELECT DISTINCT word, name
FROM (SELECT actor_name AS name FROM history UNION SELECT target_name FROM history) AS names,
    regexp_split_to_table(lower(name), ' ') AS word
WHERE word <> '';
";
