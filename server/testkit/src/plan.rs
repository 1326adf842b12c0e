//! How the database would answer: the plans of what it is asked.
#![expect(clippy::disallowed_types, reason = "tests look past the query builder")]

use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::{ConnectionTrait, DbBackend, Statement, Value, Values};
use service::db::Db;

use crate::World;

/// What is read from the database while somebody listens.
#[derive(Clone, Default)]
pub struct Heard(Arc<Mutex<Option<Vec<Statement>>>>);

impl Heard {
    pub fn on(db: &mut Db) -> Self {
        let heard = Self::default();
        let also = heard.clone();
        db.overhear(Arc::new(move |statement| {
            if let Some(statements) = also.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
                statements.push(statement.clone());
            }
        }));
        heard
    }

    fn put(&self, to: Option<Vec<Statement>>) -> Vec<Statement> {
        std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), to).unwrap_or_default()
    }
}

impl World {
    /// What `work` reads, each statement with its values.
    pub async fn overhears(&self, work: impl Future) -> Vec<(String, Vec<Value>)> {
        self.heard.put(Some(Vec::new()));
        work.await;
        let heard = self.heard.put(None);
        heard.into_iter().map(|it| (it.sql, it.values.map_or_else(Vec::new, |values| values.0))).collect()
    }

    /// The plan of a query, line by line, as the database describes it. PostgreSQL is told to avoid what it prefers
    /// while tables are small, reading them whole and sorting: it still says `Seq Scan` and `Sort` where no index serves.
    pub async fn plan(&self, sql: &str, values: Vec<Value>) -> Vec<String> {
        let (backend, tx) = (self.instance.db.backend(), self.instance.db.begin().await.expect("begin"));
        let (words, column) = match backend {
            DbBackend::Postgres => ("EXPLAIN", "QUERY PLAN"),
            _ => ("EXPLAIN QUERY PLAN", "detail"),
        };
        if backend == DbBackend::Postgres {
            tx.execute_unprepared("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off").await.expect("set");
        }
        let explain = Statement { sql: format!("{words} {sql}"), values: Some(Values(values)), db_backend: backend };
        let lines = tx.query_all_raw(explain).await.expect("explain");
        lines.iter().map(|line| line.try_get("", column).expect("a line")).collect()
    }
}
