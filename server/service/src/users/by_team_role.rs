//! The members of a team in the order of what they are in it: one walk along an index of the team.

use domain::ids::UserId;
use domain::page::{Direction, PAGE, Page};
use domain::user::{User, UserQuery};
use entity::{team_member, user};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ConnectionTrait, Order, QueryResult};
use serde::{Deserialize, Serialize};

use super::filter::{self, Way};
use super::shown;
use crate::ctx::{InTeam, ViewTeam};
use crate::cursor::{self, Fingerprint, Place};
use crate::sql::Limited;
use crate::{Ctx, Result, counted};

/// The last member of a page.
#[derive(Serialize, Deserialize)]
struct After {
    role: String,
    id: UserId,
    list: Fingerprint,
}

impl Place for After {
    fn list(&self) -> &Fingerprint {
        &self.list
    }
}

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
    let after: Option<After> = after.map(|text| cursor::decode(text, &list)).transpose()?;
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
    let mut found = db.query_all(&Limited(order(&mut select, direction, after.as_ref()).limit(PAGE + 1))).await?;
    let more = found.len() as u64 > PAGE;
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let rows = found.iter().map(shown::read).collect::<Result<Vec<_>, _>>()?;
    let next = match (found.last(), rows.last()) {
        (Some(row), Some(user)) if more => Some(place(row, user, Fingerprint::of(&list))?),
        _ => None,
    };
    Ok(Page { rows, next: next.map(|place| cursor::encode(&place)), total: counted::total(fitting) })
}

/// The way to the users when their team is walked in any case: only a search that few fit leads elsewhere.
fn along_the_team(way: Way, searches: usize) -> Way {
    match way {
        Way::Gather(at) if at < searches => way,
        Way::Planned => way,
        // No search seeks, all of them check.
        Way::Gather(_) | Way::Walk => Way::Gather(searches),
    }
}

fn order<'a>(select: &'a mut SelectStatement, direction: Direction, after: Option<&After>) -> &'a mut SelectStatement {
    let is_ascending = direction == Direction::Ascending;
    if let Some(After { role: at, id, .. }) = after {
        let key = Expr::tuple([Expr::col(role()), Expr::col(member())]);
        let place = Expr::tuple([Expr::val(at.clone()), Expr::val(id.uuid())]);
        select.and_where(if is_ascending { key.gt(place) } else { key.lt(place) });
    }
    let order = if is_ascending { Order::Asc } else { Order::Desc };
    select.order_by(role(), order.clone()).order_by(member(), order)
}

fn place(row: &QueryResult, user: &User, list: Fingerprint) -> Result<After> {
    Ok(After { role: row.try_get_by_index(shown::WIDTH)?, id: user.id, list })
}

const fn role() -> (team_member::Entity, team_member::Column) {
    (team_member::Entity, team_member::Column::Role)
}

const fn member() -> (team_member::Entity, team_member::Column) {
    (team_member::Entity, team_member::Column::UserId)
}
