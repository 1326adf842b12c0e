//! How the database would answer: the plans of what it is asked.
#![expect(clippy::disallowed_types, reason = "tests look past the query builder")]

use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, Value, Values};
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

    /// The plan of a query, line by line, as the database describes it; of PostgreSQL the plan for these values and then
    /// the one for all. It is told to avoid what it prefers while tables are small, reading them whole and sorting: it
    /// still says `Seq Scan` and `Sort` where no index serves.
    pub async fn plan(&self, sql: &str, values: Vec<Value>) -> Vec<String> {
        self.explain("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off", sql, values).await
    }

    /// The plan of a query that PostgreSQL makes of its own free will.
    pub async fn free_plan(&self, sql: &str, values: Vec<Value>) -> Vec<String> {
        self.explain("", sql, values).await
    }

    async fn explain(&self, settings: &str, sql: &str, values: Vec<Value>) -> Vec<String> {
        let tx = self.instance.db.begin().await.expect("begin");
        if self.instance.db.backend() != DbBackend::Postgres {
            return lines(&tx, format!("EXPLAIN QUERY PLAN {sql}"), values).await;
        }
        tx.execute_unprepared(settings).await.expect("set");
        let nulls = vec!["NULL"; values.len()].join(", ");
        let mut plan = lines(&tx, format!("EXPLAIN {sql}"), values).await;
        // A statement that is kept may be planned once for all values.
        let kept = format!("PREPARE kept AS {sql}; SET LOCAL plan_cache_mode = force_generic_plan");
        tx.execute_unprepared(&kept).await.expect("prepare");
        let execute = if nulls.is_empty() { "kept".to_owned() } else { format!("kept ({nulls})") };
        plan.extend(lines(&tx, format!("EXPLAIN EXECUTE {execute}"), Vec::new()).await);
        tx.execute_unprepared("DEALLOCATE kept").await.expect("deallocate");
        plan
    }
}

async fn lines(tx: &DatabaseTransaction, sql: String, values: Vec<Value>) -> Vec<String> {
    let db_backend = tx.get_database_backend();
    let column = if db_backend == DbBackend::Postgres { "QUERY PLAN" } else { "detail" };
    let explain = Statement { sql, values: Some(Values(values)), db_backend };
    let lines = tx.query_all_raw(explain).await.expect("explain");
    lines.iter().map(|line| line.try_get("", column).expect("a line")).collect()
}
