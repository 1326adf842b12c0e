//! What SQLite and PostgreSQL spell differently.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// Runs a script in which `{uuid}`, `{bytes}`, `{json}` and `{key}` stand for column types; a key is text that is
/// compared byte by byte, as cursors need it.
pub async fn run(manager: &SchemaManager<'_>, script: &str) -> Result<(), DbErr> {
    let types = match manager.get_database_backend() {
        DbBackend::Postgres => {
            [("{uuid}", "uuid"), ("{bytes}", "bytea"), ("{json}", "jsonb"), ("{key}", "text COLLATE \"C\"")]
        }
        _ => [("{uuid}", "blob"), ("{bytes}", "blob"), ("{json}", "text"), ("{key}", "text")],
    };
    let script = types.iter().fold(script.to_owned(), |script, (from, to)| script.replace(from, to));
    manager.get_connection().execute_unprepared(&script).await?;
    Ok(())
}
