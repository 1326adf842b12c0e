//! The database alone: the statement of a page, sent by the same driver from this process, its rows fetched and dropped.
#![expect(clippy::disallowed_types, reason = "this is the database without the program around it")]

use std::time::{Duration, Instant};

use sea_orm::{ConnectOptions, ConnectionTrait, DbBackend, Statement};

use crate::program::Database;
use crate::{Result, load};

/// The team that [`crowd`] fills: of the demo's the one with most members.
pub const CROWDED: &str = "field-lab";

/// Gives one team so many runs, copies of those that it has: `make demo` makes fewer. Returns how many members it has.
pub async fn crowd(database: &Database, runs: u32) -> Result<i64> {
    let db = sea_orm::Database::connect(&database.url).await?;
    let id = if Database::is_postgres() { "gen_random_uuid()" } else { "randomblob(16)" };
    let sql = format!(
        "WITH RECURSIVE copy (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {runs}),
         own AS (
             SELECT run.*, row_number() OVER (ORDER BY run.id) AS n FROM run JOIN team ON team.id = run.team_id WHERE team.name = '{CROWDED}'
         )
         INSERT INTO run (id, project_id, team_id, name, display_name, state, author_id, created_at, heartbeat_at, finished_at)
         SELECT {id}, project_id, team_id, 'copy-' || copy.n || '-' || own.n, display_name, state, author_id, created_at - copy.n, heartbeat_at, finished_at
         FROM copy CROSS JOIN own LIMIT {runs}"
    );
    db.execute_unprepared(&sql).await?;
    let count = format!(
        "SELECT count(*) AS members FROM team_member JOIN team ON team.id = team_id WHERE team.name = '{CROWDED}'"
    );
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), count)).await?;
    let members = row.map(|row| row.try_get("", "members")).transpose()?.unwrap_or_default();
    db.close().await?;
    Ok(members)
}

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
