//! The readers of a SQLite database: connections that are kept.

#![expect(clippy::disallowed_types, reason = "statements that others made are handed on")]

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{self, AssertSqlSafe, Sqlite, SqlitePool};
use sea_orm::{ConnAcquireErr, DbErr, QueryResult, RuntimeErr, Statement};
use sea_query_sqlx::SqlxValues;
use tokio::sync::Semaphore;

/// How long a statement waits for a connection.
const WAIT: Duration = Duration::from_secs(5);

/// Connections for single statements that read.
///
/// When a connection comes back to its pool, the pool asks it whether it is alive, as one of a network may not be. To that of
/// a file this is a message to its thread and one back, as much as most statements are. So those that did well are kept here;
/// what failed goes back to the pool.
pub struct Readers {
    pool: SqlitePool,
    idle: Mutex<Vec<PoolConnection<Sqlite>>>,
    places: Semaphore,
}

impl Readers {
    /// At most `count` connections of the pool.
    pub fn new(pool: SqlitePool, count: u32) -> Self {
        let places = Semaphore::new(usize::try_from(count).unwrap_or(1));
        Self { pool, idle: Mutex::default(), places }
    }

    pub async fn one(&self, statement: &Statement) -> Result<Option<QueryResult>, DbErr> {
        let row = self.with(async |connection| query(statement).fetch_optional(&mut **connection).await).await?;
        Ok(row.map(Into::into))
    }

    pub async fn all(&self, statement: &Statement) -> Result<Vec<QueryResult>, DbErr> {
        let rows = self.with(async |connection| query(statement).fetch_all(&mut **connection).await).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    async fn with<T>(
        &self,
        work: impl AsyncFnOnce(&mut PoolConnection<Sqlite>) -> Result<T, sqlx::Error>,
    ) -> Result<T, DbErr> {
        let place = tokio::time::timeout(WAIT, self.places.acquire()).await;
        let _place = place.ok().and_then(Result::ok).ok_or(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))?;
        let kept = self.idle().pop();
        let mut connection = match kept {
            Some(connection) => connection,
            None => self.pool.acquire().await.map_err(|error| DbErr::Conn(RuntimeErr::SqlxError(error.into())))?,
        };
        let outcome = work(&mut connection).await;
        if outcome.is_ok() {
            self.idle().push(connection);
        }
        outcome.map_err(|error| DbErr::Query(RuntimeErr::SqlxError(error.into())))
    }

    /// Lets go of what is kept, so that the pool can be closed.
    pub fn close(&self) {
        self.places.close();
        self.idle().clear();
    }

    fn idle(&self) -> MutexGuard<'_, Vec<PoolConnection<Sqlite>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn query(statement: &Statement) -> sqlx::query::Query<'_, Sqlite, SqlxValues> {
    let values = statement.values.clone().unwrap_or(sea_orm::sea_query::Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values))
}
