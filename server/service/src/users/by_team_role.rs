//! The members of a team in the order of what they are in it: one walk along an index of the team.

use domain::page::{Direction, PAGE, Page};
use domain::user::{User, UserQuery};
use entity::{team_member, user};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait};

use super::filter::{self, Way};
use super::shown;
use crate::ctx::{InTeam, ViewTeam};
use crate::keyset::{Holds, Key, Keyset, Last};
use crate::sql::Limited;
use crate::{Ctx, Result, counted};

/// Lists the members whom `search` finds; `after` is the `next` of the page before.
///
/// # Errors
///
/// `Invalid` where `after` was made for another search or order, or the search is too long.
pub async fn by_team_role(
    cx: &Ctx,
    granted: &InTeam<ViewTeam>,
    search: &str,
    direction: Direction,
    after: Option<&str>,
) -> Result<Page<User>> {
    let (db, list) = (cx.instance.db.read(), (granted.team.id, search, direction));
    let by_role = Keyset::new(role(), Holds::Texts, member(), direction);
    let after = by_role.read(after, &list)?;
    let query = UserQuery { search: search.to_owned(), ..UserQuery::default() };
    let searches = filter::filters(db.get_database_backend(), &query)?;
    let in_team = UserQuery { team: Some(granted.team.name.clone()), ..query };
    let all = filter::filters(db.get_database_backend(), &in_team)?;
    let (way, fitting) = filter::choose(db, &all).await?;
    let mut select = shown::select();
    select
        .column(role())
        .inner_join(team_member::Entity, Expr::col(member()).equals((user::Entity, user::Column::Id)))
        .and_where(Expr::col((team_member::Entity, team_member::Column::TeamId)).eq(granted.team.id.uuid()))
        .cond_where(along_the_team(way, searches.len()).condition(&searches));
    let mut found = db.query_all(&Limited(by_role.order(&mut select, after.as_ref()).limit(PAGE + 1))).await?;
    let more = found.len() as u64 > PAGE;
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let rows = found.iter().map(shown::read).collect::<Result<Vec<_>, _>>()?;
    let next = match (found.last(), rows.last()) {
        (Some(row), Some(user)) if more => {
            Some(Last::new(&list, Key::Text(row.try_get_by_index(shown::WIDTH)?), user.id.uuid()))
        }
        _ => None,
    };
    Ok(Page { rows, next: next.map(|last| last.encode()), total: counted::total(fitting) })
}

/// The way to the users when their team is walked in any case: only a search that few fit leads elsewhere.
fn along_the_team(way: Way, searches: usize) -> Way {
    match way {
        Way::Gather(at) if at < searches => way,
        // No search seeks, all of them check.
        Way::Gather(_) | Way::Among(_) | Way::Walk => Way::Gather(searches),
    }
}

const fn role() -> (team_member::Entity, team_member::Column) {
    (team_member::Entity, team_member::Column::Role)
}

const fn member() -> (team_member::Entity, team_member::Column) {
    (team_member::Entity, team_member::Column::UserId)
}
