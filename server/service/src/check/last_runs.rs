//! When the newest run of each project began, which follows from its runs.

use entity::project;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};

use super::{Kind, Report};
use crate::Result;
use crate::projects::last_run;

pub async fn verify(tx: &DatabaseTransaction, report: &mut Report) -> Result<()> {
    let stored = Expr::col((project::Entity, project::Column::LastRunKey));
    let wrong: Vec<(String, i64, i64)> = project::Entity::find()
        .select_only()
        .columns([project::Column::Name, project::Column::LastRunKey])
        .column_as(last_run::newest(), "newest")
        .filter(stored.ne(last_run::newest()))
        .into_tuple()
        .all(tx)
        .await?;
    for (name, stored, newest) in wrong {
        report.compare(Kind::RollUps, &format!("the last run of project {name}"), stored, newest);
    }
    Ok(())
}
