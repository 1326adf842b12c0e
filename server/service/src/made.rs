//! What projects, runs and reports have in common: how they are found, and people who made them.

use std::collections::{BTreeSet, HashMap};

use domain::ids::{AvatarId, ProjectId, UserId};
use domain::project::Author;
use entity::{project, user};
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};

use crate::{Error, Result};

/// What is looked for, which is no control character.
pub fn sought(search: &str) -> String {
    search.replace(char::is_control, " ").trim().to_owned()
}

/// A condition: `search` stands anywhere in `column`, in capitals or not.
pub fn stands_in(column: impl ColumnTrait, search: &str) -> SimpleExpr {
    let escaped = sought(search).to_lowercase().replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    Expr::expr(Func::lower(Expr::col(column))).like(LikeExpr::new(format!("%{escaped}%")).escape('\\'))
}

/// The people behind these ids.
pub async fn authors(db: &impl ConnectionTrait, ids: impl Iterator<Item = UserId>) -> Result<HashMap<UserId, Author>> {
    let ids: BTreeSet<UserId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(UserId, String, Option<AvatarId>)> = user::Entity::find()
        .select_only()
        .columns([user::Column::Id, user::Column::Name, user::Column::Avatar])
        .filter(user::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().map(|(id, name, avatar)| (id, Author { id, name, avatar })).collect())
}

/// The one with this id, who is never deleted.
pub fn author(known: &HashMap<UserId, Author>, id: UserId) -> Result<Author> {
    known.get(&id).cloned().ok_or_else(|| Error::Internal(format!("nobody is called {id}")))
}

/// The names of these projects.
pub async fn project_names(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = ProjectId>,
) -> Result<HashMap<ProjectId, String>> {
    let ids: BTreeSet<ProjectId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(ProjectId, String)> = project::Entity::find()
        .select_only()
        .columns([project::Column::Id, project::Column::Name])
        .filter(project::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// Moves what a user's row says of runs or reports along with what is there.
pub async fn recount(tx: &DatabaseTransaction, user: UserId, column: user::Column, by: i64) -> Result<()> {
    let moved = Expr::col(column).add(by);
    user::Entity::update_many().col_expr(column, moved).filter(user::Column::Id.eq(user)).exec(tx).await?;
    Ok(())
}
