//! Fresh databases: a file of SQLite, or a copy of a migrated one on a PostgreSQL server.

use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, QueryResult, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use uuid::Uuid;

/// A database that is gone with the test.
pub struct Database {
    url: String,
    _folder: Option<tempfile::TempDir>,
}

/// The PostgreSQL server to test on, if any, as in `postgres://user@host:port`.
fn server() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())
}

/// Whether tests run on PostgreSQL.
pub fn on_postgres() -> bool {
    server().is_some()
}

impl Database {
    pub async fn fresh() -> Self {
        match server() {
            Some(server) => Self::postgres(&server).await,
            None => Self::sqlite(),
        }
    }

    fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { url: format!("sqlite://{}", folder.path().join("test.db").display()), _folder: Some(folder) }
    }

    async fn postgres(server: &str) -> Self {
        let name = format!("test_{}", Uuid::now_v7().simple());
        let mut options = ConnectOptions::new(format!("{server}/postgres"));
        options.max_connections(1).sqlx_logging(false);
        let admin = sea_orm::Database::connect(options).await.expect("connect to PostgreSQL");
        admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("create database");
        admin.close().await.expect("close");
        Self { url: format!("{server}/{name}"), _folder: None }
    }

    /// A database that exists already, and stays.
    pub fn of(url: &str) -> Self {
        Self { url: url.to_owned(), _folder: None }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Changes the tables past every rule.
    pub async fn execute(&self, sql: &str) {
        let db = self.connect().await;
        db.execute_unprepared(sql).await.expect("execute");
        db.close().await.expect("close");
    }

    #[expect(clippy::disallowed_types, reason = "tests look past the query builder")]
    /// Reads texts and whole numbers straight from the tables; what is missing is empty.
    pub async fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        use sea_orm::Statement;
        let db = self.connect().await;
        let found = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("query");
        let rows = found.iter().map(|row| (0..row.column_names().len()).map(|at| text(row, at)).collect()).collect();
        db.close().await.expect("close");
        rows
    }

    /// Reads one number.
    pub async fn number(&self, sql: &str) -> i64 {
        self.rows(sql).await[0][0].parse().expect("a number")
    }

    /// Keeps everybody else from writing, until it is dropped.
    pub async fn lock(&self) -> Lock {
        let mode = Some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: mode, ..TransactionOptions::default() };
        Lock { _tx: self.connect().await.begin_with_options(options).await.expect("the lock") }
    }

    /// Holds the rows that `sql` selects to lock them, until it is dropped.
    pub async fn lock_row(&self, sql: &str) -> Lock {
        let tx = self.connect().await.begin().await.expect("a transaction");
        tx.execute_unprepared(sql).await.expect("the lock");
        Lock { _tx: tx }
    }

    async fn connect(&self) -> DatabaseConnection {
        let mut options = ConnectOptions::new(&self.url);
        options.max_connections(1).sqlx_logging(false);
        sea_orm::Database::connect(options).await.expect("connect")
    }
}

/// The right to write to a `SQLite` database, or rows of a PostgreSQL one that are held.
pub struct Lock {
    _tx: DatabaseTransaction,
}

fn text(row: &QueryResult, at: usize) -> String {
    let text = row.try_get_by_index::<Option<String>>(at);
    text.or_else(|_| row.try_get_by_index::<Option<i64>>(at).map(|it| it.map(|it| it.to_string())))
        .expect("a text or a number")
        .unwrap_or_default()
}
