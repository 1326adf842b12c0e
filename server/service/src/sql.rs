//! The raw SQL outside migrations: what the query builder cannot say.
#![expect(clippy::disallowed_types, reason = "this is the one module of raw SQL")]

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement};

use crate::{Error, Result};

/// The first SQLite without the WAL-reset corruption.
const SQLITE_FLOOR: (u32, u32, u32) = (3, 51, 3);
const MIGRATION_LOCK: i64 = 0x726f_6c6c_6361_6c6c;

/// A condition on `user`: `term`, folded and of three characters or more, stands anywhere in what a user is found by.
pub fn contains(backend: DbBackend, term: &str) -> SimpleExpr {
    if backend == DbBackend::Postgres {
        let escaped = term.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        Expr::cust_with_values(r#""user"."search_key" LIKE $1"#, [format!("%{escaped}%")])
    } else {
        Expr::col(("user", "number")).in_subquery(hits(term))
    }
}

/// As [`contains`], of one row that is at hand.
pub fn has(backend: DbBackend, term: &str) -> SimpleExpr {
    if backend == DbBackend::Postgres {
        contains(backend, term)
    } else {
        Expr::cust_with_values(r#"instr("user"."search_key", ?) > 0"#, [term])
    }
}

/// On SQLite, the numbers of the users in whom `term` stands, without a look at them.
pub fn hits(term: &str) -> SelectStatement {
    let matches = Expr::cust_with_values("user_search MATCH ?", [phrase(term)]);
    Query::select().expr(Expr::cust("rowid")).from("user_search").and_where(matches).take()
}

fn phrase(term: &str) -> String {
    format!("\"{}\"", term.replace('"', "\"\""))
}

/// Waits until no other server migrates; released with the transaction. SQLite's write lock is held already.
pub async fn lock_migrations(tx: &DatabaseTransaction) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
    }
    Ok(())
}

/// SQLite before this version can lose committed data when several connections write.
pub async fn refuse_old_sqlite(db: &DatabaseConnection) -> Result<()> {
    let version = text(db, "SELECT sqlite_version()").await?;
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if found < SQLITE_FLOOR {
        return Err(Error::Internal(format!("SQLite {version} can lose data: 3.51.3 or newer is needed")));
    }
    Ok(())
}

/// Writes a consistent copy of a SQLite database, while others go on writing.
pub async fn vacuum_into(db: &DatabaseConnection, file: &str) -> Result<()> {
    db.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [file.into()])).await?;
    Ok(())
}

async fn text(db: &DatabaseConnection, sql: &str) -> Result<String> {
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    row.ok_or_else(|| Error::Internal(format!("no answer to {sql}")))?.try_get_by_index(0).map_err(Into::into)
}
