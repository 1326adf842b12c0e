//! The database: one writer and several readers on SQLite, one pool on PostgreSQL.

mod reader;
mod readers;

use std::sync::Arc;
use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection};
use sea_orm::{
    AccessMode, ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::{Error, Result, sql};
use reader::Way;
use readers::Readers;

pub use reader::Reader;

const SQLITE_READERS: u32 = 6;
/// Connections for those who read as of one moment.
const SQLITE_SNAPSHOTS: u32 = 2;
const POSTGRES_CONNECTIONS: u32 = 20;
/// What takes longer is given up, so that one request cannot hold up the others.
const POSTGRES_TIMEOUTS: [(&str, &str); 3] =
    [("statement_timeout", "15s"), ("lock_timeout", "10s"), ("idle_in_transaction_session_timeout", "15s")];

/// What asks whether the database answers waits no longer than this itself.
const PROBE: Duration = Duration::from_secs(2);

/// Where everything is kept.
#[derive(Clone)]
pub struct Db {
    reader: Reader,
    /// For those who read as of one moment.
    snapshots: DatabaseConnection,
    writer: DatabaseConnection,
    /// Whether writers wait for each other; only the race laboratory switches this off.
    guarded: bool,
}

impl Db {
    /// Opens `sqlite://path` (made if missing) or `postgres://…`.
    pub async fn connect(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") { Self::sqlite(url, true).await } else { Self::postgres(url, true).await }
    }

    /// The database as it would be without guards, to show what they are for: no row lock on PostgreSQL, deferred
    /// transactions on several connections on SQLite.
    #[cfg(feature = "race-laboratory")]
    pub async fn connect_unguarded(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") { Self::sqlite(url, false).await } else { Self::postgres(url, false).await }
    }

    /// Tells `heard` each statement that reads from now on, so that a test can look at its plan.
    #[cfg(feature = "race-laboratory")]
    pub fn overhear(&mut self, heard: reader::Heard) {
        self.reader.heard = Some(heard);
    }

    async fn sqlite(url: &str, guarded: bool) -> Result<Self> {
        let writer = Database::connect(sqlite_options(url, if guarded { 1 } else { SQLITE_READERS }, false)).await?;
        sql::refuse_old_sqlite(&writer).await?;
        let snapshots = Database::connect(sqlite_options(url, SQLITE_READERS + SQLITE_SNAPSHOTS, true)).await?;
        let readers = Readers::new(snapshots.get_sqlite_connection_pool().clone(), SQLITE_READERS);
        Ok(Self { reader: Way::Sqlite(Arc::new(readers)).into(), snapshots, writer, guarded })
    }

    async fn postgres(url: &str, guarded: bool) -> Result<Self> {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(Duration::from_secs(5))
            .sqlx_logging(false)
            .record_stmt_in_spans(false)
            .set_application_name("rollcall")
            .map_sqlx_postgres_opts(|options| options.options(POSTGRES_TIMEOUTS));
        let pool = Database::connect(options).await?;
        Ok(Self { reader: Way::Postgres(pool.clone()).into(), snapshots: pool.clone(), writer: pool, guarded })
    }

    /// For reading. What was read may be out of date when it is used.
    pub const fn read(&self) -> &Reader {
        &self.reader
    }

    /// Begins a transaction that will write. On SQLite it holds the one write lock from the start: a read that turned
    /// into a write could fail half way.
    pub(crate) async fn write(&self) -> Result<DatabaseTransaction> {
        let sqlite_transaction_mode =
            Some(if self.guarded { SqliteTransactionMode::Immediate } else { SqliteTransactionMode::Deferred });
        let options = TransactionOptions { sqlite_transaction_mode, ..TransactionOptions::default() };
        Ok(self.writer.begin_with_options(options).await?)
    }

    /// Begins to write past the use cases: a test stands for one that calls what is tested.
    #[cfg(feature = "race-laboratory")]
    pub async fn begin(&self) -> Result<DatabaseTransaction> {
        self.write().await
    }

    /// Begins to read everything as it is at this moment, whatever others write meanwhile, and however long it takes.
    pub(crate) async fn snapshot(&self) -> Result<DatabaseTransaction> {
        let mut options = TransactionOptions::default();
        if self.backend() == DbBackend::Postgres {
            options.isolation_level = Some(IsolationLevel::RepeatableRead);
            options.access_mode = Some(AccessMode::ReadOnly);
        }
        let tx = self.snapshots.begin_with_options(options).await?;
        sql::take_time(&tx).await?;
        Ok(tx)
    }

    pub(crate) const fn is_guarded(&self) -> bool {
        self.guarded
    }

    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Brings the schema up to date, once, however many servers start at the same moment.
    pub async fn migrate(&self) -> Result<()> {
        let tx = self.write().await?;
        sql::lock_migrations(&tx).await?;
        Migrator::up(&tx, None).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whether the database answers and its schema is this program's.
    pub async fn is_ready(&self) -> bool {
        let pending = Migrator::get_pending_migrations_read_only(&self.snapshots);
        tokio::time::timeout(PROBE, pending).await.is_ok_and(|pending| pending.is_ok_and(|pending| pending.is_empty()))
    }

    pub async fn close(self) -> Result<(), DbErr> {
        if let Way::Sqlite(readers) = &self.reader.way {
            readers.close();
        }
        self.snapshots.close().await?;
        self.writer.close().await
    }
}

fn sqlite_options(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(5))
        // A file does not hang up.
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_opts(move |options| {
            options
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(5))
                .foreign_keys(true)
                // As many rows are on their way before the reading thread waits: more than a page has.
                .row_buffer_size(256)
                .pragma("trusted_schema", "OFF")
                .pragma("cell_size_check", "ON")
                .pragma("secure_delete", "FAST")
                .pragma("journal_size_limit", "67108864")
                .pragma("temp_store", "MEMORY")
                .pragma("cache_size", "-4000")
                .pragma("query_only", if read_only { "ON" } else { "OFF" })
        })
        .map_sqlx_sqlite_pool_opts(|options| options.after_release(|connection, _| Box::pin(is_whole(connection))));
    options
}

/// Whether a connection may be used again. When the disk is full SQLite ends a transaction by itself; the driver
/// then cannot end it any more, takes the connection to be inside it for ever, and begins no other.
async fn is_whole(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if connection.is_in_transaction() {
        // Waits until the rollback that was asked for is done.
        connection.ping().await?;
    }
    Ok(!connection.is_in_transaction())
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Internal(error.to_string())
    }
}
