//! When the newest run of each project began. It is kept with the project, as its list is ordered by it.

use domain::ids::ProjectId;
use domain::time::Timestamp;
use entity::{project, run};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Order, Query, SimpleExpr};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use crate::Result;

/// None where there is no run in it.
pub(crate) fn of(project: &project::Model) -> Option<Timestamp> {
    Some(project.last_run_key).filter(|at| at.0 > 0)
}

/// Notes that a run began in the project.
pub(crate) async fn note(tx: &DatabaseTransaction, project: ProjectId, at: Timestamp) -> Result<()> {
    let update = project::Entity::update_many().col_expr(project::Column::LastRunKey, Expr::val(at.0));
    update.filter(project::Column::Id.eq(project)).filter(project::Column::LastRunKey.lt(at)).exec(tx).await?;
    Ok(())
}

/// Looks for the newest run of the project anew.
pub(crate) async fn find_again(tx: &DatabaseTransaction, project: ProjectId) -> Result<()> {
    let update = project::Entity::update_many().col_expr(project::Column::LastRunKey, newest());
    update.filter(project::Column::Id.eq(project)).exec(tx).await?;
    Ok(())
}

/// Looks for the newest run of every project anew.
pub(crate) async fn find_all(tx: &DatabaseTransaction) -> Result<()> {
    project::Entity::update_many().col_expr(project::Column::LastRunKey, newest()).exec(tx).await?;
    Ok(())
}

/// What the project at hand should say of its newest run.
pub(crate) fn newest() -> SimpleExpr {
    let newest = Query::select()
        .column((run::Entity, run::Column::CreatedAt))
        .from(run::Entity)
        .and_where(Expr::col((run::Entity, run::Column::ProjectId)).equals((project::Entity, project::Column::Id)))
        .order_by((run::Entity, run::Column::CreatedAt), Order::Desc)
        .limit(1)
        .take();
    Func::coalesce([Expr::SubQuery(None, Box::new(newest.into())), Expr::val(0)]).into()
}
