//! Rows on their way into the database, many in a statement.

use entity::{activity_day, handle, mail, project, report, run, team_member, user, user_prefix};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, Iterable};

use crate::{Result, users};

/// Variables in one statement: far fewer than SQLite (32,766) and PostgreSQL (65,535) take, as more save no time.
const VARIABLES: usize = 3000;

/// What belongs to a few hundred people; all of it goes in, or is thrown away, together.
#[derive(Default)]
pub struct Batch {
    pub users: Vec<user::Model>,
    pub handles: Vec<handle::Model>,
    pub members: Vec<team_member::Model>,
    pub mails: Vec<mail::Model>,
    pub days: Vec<activity_day::Model>,
    pub projects: Vec<project::Model>,
    pub runs: Vec<run::Model>,
    pub reports: Vec<report::Model>,
}

impl Batch {
    /// Writes everything, what is referred to before what refers to it.
    pub async fn write(self, tx: &DatabaseTransaction) -> Result<()> {
        insert::<user::Entity>(tx, self.users.clone()).await?;
        insert::<user_prefix::Entity>(
            tx,
            self.users.iter().filter(|row| row.listed).flat_map(users::prefix_rows).collect(),
        )
        .await?;
        insert::<handle::Entity>(tx, self.handles).await?;
        insert::<team_member::Entity>(tx, self.members).await?;
        insert::<mail::Entity>(tx, self.mails).await?;
        insert::<activity_day::Entity>(tx, self.days).await?;
        insert::<project::Entity>(tx, self.projects).await?;
        insert::<run::Entity>(tx, self.runs).await?;
        insert::<report::Entity>(tx, self.reports).await?;
        Ok(())
    }
}

/// Inserts the rows in as few statements as it takes.
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
