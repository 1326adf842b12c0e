//! What SQLite and PostgreSQL spell differently.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// Runs a script in which `{uuid}`, `{bytes}`, `{json}`, `{key}` and `{rowid}` stand for column types, and
/// `{derived}` for how a column that is derived from others is kept; a key is text
/// that is compared byte by byte, as cursors need it; a rowid is a number by which SQLite keeps the rows.
pub async fn run(manager: &SchemaManager<'_>, script: &str) -> Result<(), DbErr> {
    let types = match manager.get_database_backend() {
        DbBackend::Postgres => [
            ("{uuid}", "uuid"),
            ("{bytes}", "bytea"),
            ("{json}", "jsonb"),
            ("{key}", "text COLLATE \"C\""),
            ("{rowid}", "bigint"),
            ("{derived}", "STORED"),
        ],
        _ => [
            ("{uuid}", "blob"),
            ("{bytes}", "blob"),
            ("{json}", "text"),
            ("{key}", "text"),
            ("{rowid}", "integer"),
            ("{derived}", "VIRTUAL"),
        ],
    };
    let script = types.iter().fold(script.to_owned(), |script, (from, to)| script.replace(from, to));
    manager.get_connection().execute_unprepared(&script).await?;
    Ok(())
}
