//! Fresh databases: a file of SQLite, or a copy of a migrated one on a PostgreSQL server.

use sea_orm::{ConnectOptions, ConnectionTrait};
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

    pub fn url(&self) -> &str {
        &self.url
    }
}
