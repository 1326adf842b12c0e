//! Where statements go that read.

#![expect(clippy::disallowed_types, reason = "statements that others made are handed on")]

use std::sync::Arc;

use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement};

use super::readers::Readers;

/// Is told each statement.
#[cfg(feature = "race-laboratory")]
pub type Heard = Arc<dyn Fn(&Statement) + Send + Sync>;

/// What is read with it may be out of date when it is used, and no two statements see the same moment.
#[derive(Clone)]
pub struct Reader {
    pub(super) way: Way,
    #[cfg(feature = "race-laboratory")]
    pub(super) heard: Option<Heard>,
}

#[derive(Clone)]
pub(super) enum Way {
    Sqlite(Arc<Readers>),
    Postgres(DatabaseConnection),
}

impl From<Way> for Reader {
    fn from(way: Way) -> Self {
        Self {
            way,
            #[cfg(feature = "race-laboratory")]
            heard: None,
        }
    }
}

impl Reader {
    /// Where the statement goes. Whoever overhears is told of it.
    fn way_of(&self, statement: &Statement) -> &Way {
        #[cfg(feature = "race-laboratory")]
        if let Some(heard) = &self.heard {
            heard(statement);
        }
        let _ = statement;
        &self.way
    }
}

#[async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        match self.way {
            Way::Sqlite(_) => DbBackend::Sqlite,
            Way::Postgres(_) => DbBackend::Postgres,
        }
    }

    async fn execute_raw(&self, _: Statement) -> Result<ExecResult, DbErr> {
        Err(only_reads())
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(only_reads())
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self.way_of(&statement) {
            Way::Sqlite(readers) => readers.one(&statement).await,
            Way::Postgres(pool) => pool.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self.way_of(&statement) {
            Way::Sqlite(readers) => readers.all(&statement).await,
            Way::Postgres(pool) => pool.query_all_raw(statement).await,
        }
    }
}

fn only_reads() -> DbErr {
    DbErr::Custom("a reader was asked to write".to_owned())
}
