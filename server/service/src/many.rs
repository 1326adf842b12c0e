//! Many rows on their way into the database, in as few statements as it takes.

use sea_orm::{ActiveModelTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, Iterable};

/// Variables in one statement: far fewer than SQLite (32,766) and PostgreSQL (65,535) take, as more save no time.
const VARIABLES: usize = 3000;

pub async fn insert<E>(tx: &DatabaseTransaction, rows: Vec<E::Model>) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E>,
{
    let at_once = VARIABLES / E::Column::iter().count();
    let mut rows = rows.into_iter();
    loop {
        let some: Vec<_> = rows.by_ref().take(at_once).map(|row| row.into_active_model().reset_all()).collect();
        if some.is_empty() {
            return Ok(());
        }
        E::insert_many(some).exec_without_returning(tx).await?;
    }
}
