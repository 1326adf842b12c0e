//! The database alone: the statement of a page, sent by the same driver from this process, its rows fetched and dropped.
#![expect(clippy::disallowed_types, reason = "this is the database without the program around it")]

use std::time::{Duration, Instant};

use sea_orm::{ConnectOptions, ConnectionTrait, DbBackend, Statement};

use crate::program::Database;
use crate::{Result, load};

/// What one connection takes for it, in milliseconds.
pub async fn p50(database: &Database, sql: &str, time: Duration) -> Result<f64> {
    let mut options = ConnectOptions::new(&database.url);
    options.max_connections(1).sqlx_logging(false).test_before_acquire(false);
    let db = sea_orm::Database::connect(options).await?;
    let backend = if Database::is_postgres() { DbBackend::Postgres } else { DbBackend::Sqlite };
    let (mut times, until) = (Vec::new(), Instant::now() + time);
    while Instant::now() < until {
        let began = Instant::now();
        db.query_all_raw(Statement::from_string(backend, sql)).await?;
        times.push(began.elapsed());
    }
    db.close().await?;
    Ok(load::at(&mut times, 50))
}
