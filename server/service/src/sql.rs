//! The raw SQL outside migrations: what the query builder cannot say.
#![expect(clippy::disallowed_types, reason = "this is the one module of raw SQL")]

use std::fmt::{self, Write};

use sea_orm::sea_query::prepare::SqlWriter;
use sea_orm::sea_query::{
    Expr, ExprTrait, Query, QueryBuilder, SelectStatement, SimpleExpr, SqlWriterValues, SqliteQueryBuilder, Value,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement, StatementBuilder};

use crate::{Error, Result};

/// The first SQLite without the WAL-reset corruption.
const SQLITE_FLOOR: (u32, u32, u32) = (3, 51, 3);
const MIGRATION_LOCK: i64 = 0x726f_6c6c_6361_6c6c;

/// A statement with its limits written out. SQLite plans anew, each time it runs, a statement whose `LIMIT` is a parameter.
pub struct Limited<'a>(pub &'a SelectStatement);

impl StatementBuilder for Limited<'_> {
    fn build(&self, backend: &DbBackend) -> Statement {
        if *backend != DbBackend::Sqlite {
            return StatementBuilder::build(self.0, backend);
        }
        let mut sql = LimitsWritten(SqlWriterValues::new("?", false));
        self.0.build_collect_any_into(&SqliteQueryBuilder, &mut sql);
        let (sql, values) = sql.0.into_parts();
        Statement { sql, values: Some(values), db_backend: *backend }
    }
}

struct LimitsWritten(SqlWriterValues);

impl SqlWriter for LimitsWritten {
    fn push_param<T: QueryBuilder>(&mut self, value: Value, builder: &T) {
        match value {
            // Nothing but limits is of this type.
            Value::BigUnsigned(Some(limit)) => {
                builder.write_value(&mut self.0, &Value::BigUnsigned(Some(limit))).unwrap_or_default();
            }
            value => self.0.push_param(value, builder),
        }
    }

    fn as_writer(&mut self) -> &mut dyn Write {
        self
    }
}

impl Write for LimitsWritten {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write_str(text)
    }
}

impl fmt::Display for LimitsWritten {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A condition on `user`: `term`, folded and of three characters or more, stands anywhere in what a user is found by.
pub fn contains(backend: DbBackend, term: &str) -> SimpleExpr {
    if backend == DbBackend::Postgres {
        let escaped = term.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        Expr::cust_with_values(r#""user"."search_key" LIKE $1"#, [format!("%{escaped}%")])
    } else {
        Expr::col(("user", "number")).in_subquery(hits(term))
    }
}

/// On SQLite, as [`contains`], of one row that is at hand.
pub fn has(term: &str) -> SimpleExpr {
    Expr::cust_with_values(r#"instr("user"."search_key", ?) > 0"#, [term])
}

/// A condition on `user`: its number is one of these. PostgreSQL reads them first, into an array: of a sub-query it cannot
/// know how few it gives.
pub fn is_among(backend: DbBackend, numbers: SelectStatement) -> SimpleExpr {
    let number = Expr::col(("user", "number"));
    if backend == DbBackend::Postgres {
        let numbers = SimpleExpr::SubQuery(None, Box::new(numbers.into()));
        Expr::cust_with_exprs(r"$1 = ANY (ARRAY $2)", [number, numbers])
    } else {
        number.in_subquery(numbers)
    }
}

/// As [`is_among`], on SQLite, of a row that is at hand: the numbers are read once, and each row's is looked up among them
/// without a look at the row. The sign keeps SQLite from seeking the rows by the numbers.
pub fn is_one_of(numbers: SelectStatement) -> SimpleExpr {
    let numbers = SimpleExpr::SubQuery(None, Box::new(numbers.into()));
    Expr::cust_with_exprs(r#"+"user"."number" IN ?"#, [numbers])
}

/// On SQLite, the numbers of the users in whom `term` stands, without a look at them.
pub fn hits(term: &str) -> SelectStatement {
    let matches = Expr::cust_with_values("user_search MATCH ?", [phrase(term)]);
    Query::select().expr(Expr::cust("rowid")).from("user_search").and_where(matches).take()
}

/// The number of the user in one of the [`hits`].
pub fn hit() -> SimpleExpr {
    Expr::cust("user_search.rowid")
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

/// Lets the connection of a transaction that writes all over the file hold a quarter of a GiB of it, on SQLite: with the
/// usual few MiB it wrote out and read back a page for nearly each entry of an index. Stays so until the connection is
/// closed.
pub async fn widen_cache(tx: &DatabaseTransaction) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Sqlite {
        tx.execute_unprepared("PRAGMA cache_size = -262144").await?;
    }
    Ok(())
}

/// Drops the indexes of SQLite that are no constraints, and returns the statements that make them again: what is written
/// in its order, once all rows are there, costs a fraction of what millions of entries cost wherever each belongs. On
/// PostgreSQL, where this would lock out all who read meanwhile, there are none to drop.
pub async fn drop_indexes(tx: &DatabaseTransaction) -> Result<Vec<String>> {
    let mut dropped = Vec::new();
    if tx.get_database_backend() == DbBackend::Sqlite {
        let all = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid";
        for row in tx.query_all_raw(Statement::from_string(DbBackend::Sqlite, all)).await? {
            let name: String = row.try_get_by_index(0)?;
            dropped.push(row.try_get_by_index(1)?);
            tx.execute_unprepared(&format!("DROP INDEX {name}")).await?;
        }
    }
    Ok(dropped)
}

/// Makes the [dropped](drop_indexes) indexes again.
pub async fn make_indexes(tx: &DatabaseTransaction, dropped: &[String]) -> Result<()> {
    for index in dropped {
        tx.execute_unprepared(index).await?;
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

/// Lets the transaction take as long as it needs. SQLite knows no such limit.
pub async fn take_time(tx: &DatabaseTransaction) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
    }
    Ok(())
}

/// The month, as `year * 12 + month0`, of the column `day` of the activity.
pub fn month_of_day(backend: DbBackend) -> SimpleExpr {
    Expr::cust(match backend {
        DbBackend::Postgres => {
            r"(extract(year FROM date '1970-01-01' + day) * 12 + extract(month FROM date '1970-01-01' + day) - 1)::integer"
        }
        _ => {
            r"(CAST(strftime('%Y', day * 86400, 'unixepoch') AS integer) * 12 + CAST(strftime('%m', day * 86400, 'unixepoch') AS integer) - 1)"
        }
    })
}

/// How many listed users SQLite's search index lacks or has otherwise, and how many entries it has of nobody. On
/// PostgreSQL the index is one of the table itself.
pub async fn search_index_drift(tx: &DatabaseTransaction) -> Result<(i64, i64)> {
    if tx.get_database_backend() == DbBackend::Postgres {
        return Ok((0, 0));
    }
    let missing = r#"SELECT count(*) FROM "user" LEFT JOIN user_search ON user_search.rowid = "user".number
        WHERE "user".listed AND user_search.words IS NOT "user".search_key"#;
    let left_over = r#"SELECT count(*) FROM user_search WHERE rowid NOT IN (SELECT number FROM "user" WHERE listed)"#;
    Ok((number(tx, missing).await?, number(tx, left_over).await?))
}

/// Makes SQLite's search index anew.
pub async fn fill_search_index(tx: &DatabaseTransaction) -> Result<()> {
    tx.execute_unprepared("DELETE FROM user_search").await?;
    let fill = r#"INSERT INTO user_search (rowid, words) SELECT number, search_key FROM "user" WHERE listed"#;
    tx.execute_unprepared(fill).await?;
    Ok(())
}

/// What SQLite finds wrong with the file, its indexes and its references.
pub async fn sqlite_integrity(tx: &DatabaseTransaction) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for row in tx.query_all_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA integrity_check(10)")).await? {
        wrong.push(row.try_get_by_index::<String>(0)?);
    }
    wrong.retain(|words| words != "ok");
    for row in tx.query_all_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA foreign_key_check")).await? {
        let (table, parent): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(2)?);
        wrong.push(format!("a row of {table} refers to a row of {parent} that does not exist"));
    }
    Ok(wrong)
}

async fn number(tx: &DatabaseTransaction, sql: &str) -> Result<i64> {
    let row = tx.query_one_raw(Statement::from_string(tx.get_database_backend(), sql)).await?;
    row.ok_or_else(|| Error::Internal(format!("no answer to {sql}")))?.try_get_by_index(0).map_err(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn sqlite_is_built_without_locks_that_all_connections_share() {
        let db = sea_orm::Database::connect("sqlite::memory:").await.unwrap();
        let built = |with: &str| {
            let sql = format!("SELECT count(*) FROM pragma_compile_options WHERE compile_options = '{with}'");
            Statement::from_string(DbBackend::Sqlite, sql)
        };

        for (with, times) in [("DEFAULT_MEMSTATUS=0", 1), ("ENABLE_MEMORY_MANAGEMENT", 0)] {
            let row = db.query_one_raw(built(with)).await.unwrap().unwrap();
            assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), times, "{with}");
        }
    }
}
