//! Rows on their way into the database, a few hundred people at a time.

use entity::{
    activity_day, handle, mail, project, report, run, run_file, run_log, run_metric, run_point, team_member, user,
    user_prefix,
};
use sea_orm::DatabaseTransaction;

use crate::many::insert;
use crate::{Result, users};

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
    pub metrics: Vec<run_metric::Model>,
    pub points: Vec<run_point::Model>,
    pub lines: Vec<run_log::Model>,
    pub files: Vec<run_file::Model>,
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
        insert::<run_metric::Entity>(tx, self.metrics).await?;
        insert::<run_point::Entity>(tx, self.points).await?;
        insert::<run_log::Entity>(tx, self.lines).await?;
        insert::<run_file::Entity>(tx, self.files).await?;
        Ok(())
    }
}
