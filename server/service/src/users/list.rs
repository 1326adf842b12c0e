//! The users table: searched, sorted, page by page at the same cost however deep.

use domain::ids::UserId;
use domain::page::{Direction, PAGE, Page, Total};
use domain::user::{User, UserColumn, UserQuery, UserSort};
use entity::user;
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{ConnectionTrait, Order, QueryResult};

use super::cursor::{Cursor, SortValue};
use super::filter::{self, Filter, Way};
use super::{row, shown};
use crate::ctx::{InTeam, ViewTeam, ViewUsers};
use crate::sql::Limited;
use crate::{Ctx, Result, counted};

/// Lists the users that `query` asks for; `after` is the `next` of the page before.
///
/// # Errors
///
/// `Invalid` where `after` was not made for this query or the search is too long.
pub async fn list(cx: &Ctx, query: &UserQuery, after: Option<&str>) -> Result<Page<User>> {
    cx.authorize::<ViewUsers>().await?;
    matching(cx.instance.db.read(), query, after).await
}

/// One user.
///
/// # Errors
///
/// `NotFound` where there is none, or it was removed; `Denied` to all but admins.
pub async fn open(cx: &Ctx, id: UserId) -> Result<User> {
    cx.authorize::<ViewUsers>().await?;
    let db = cx.instance.db.read();
    row::find_listed(db, id).await?;
    shown::one(db, id).await
}

/// Lists the users that `query` asks for among the members of the team.
///
/// # Errors
///
/// As [`list`].
pub(crate) async fn in_team(
    cx: &Ctx,
    granted: &InTeam<ViewTeam>,
    query: UserQuery,
    after: Option<&str>,
) -> Result<Page<User>> {
    let query = UserQuery { team: Some(granted.team.name.clone()), ..query };
    matching(cx.instance.db.read(), &query, after).await
}

/// The first users, by name, whom a search finds, for somebody who may put them into a team.
pub(crate) async fn found(cx: &Ctx, _: &InTeam<ViewTeam>, search: &str) -> Result<Vec<User>> {
    let query = UserQuery { search: search.to_owned(), ..UserQuery::default() };
    Ok(matching(cx.instance.db.read(), &query, None).await?.rows)
}

async fn matching(db: &impl ConnectionTrait, query: &UserQuery, after: Option<&str>) -> Result<Page<User>> {
    let after = after.map(|text| Cursor::decode(text, query)).transpose()?;
    let filters = filter::filters(db.get_database_backend(), query)?;
    if filters.is_empty() {
        let found = page(db, query, (Way::Walk, &filters), after.as_ref()).await?;
        let users = match found.users {
            Some(users) => users,
            None => filter::users(db).await?,
        };
        return Ok(found.of(Total { rows: users, more: false }));
    }
    let (way, fitting) = filter::choose(db, &filters).await?;
    Ok(page(db, query, (way, &filters), after.as_ref()).await?.of(counted::total(fitting)))
}

/// Rows of a list.
struct Found {
    rows: Vec<User>,
    /// Where the next page begins, if there is one.
    next: Option<Cursor>,
    /// How many users there are, which comes with a row.
    users: Option<i64>,
}

impl Found {
    fn of(self, total: Total) -> Page<User> {
        Page { rows: self.rows, next: self.next.map(|cursor| cursor.encode()), total }
    }
}

async fn page(
    db: &impl ConnectionTrait,
    query: &UserQuery,
    (way, filters): (Way, &[Filter]),
    after: Option<&Cursor>,
) -> Result<Found> {
    let mut select = shown::select();
    select.column((user::Entity, column(query.sort.column))).cond_where(way.condition(filters));
    if filters.is_empty() {
        select.expr(filter::all_users());
    }
    let mut found = db.query_all(&Limited(order(&mut select, query.sort, after).limit(PAGE + 1))).await?;
    let more = found.len() as u64 > PAGE;
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let rows = found.iter().map(shown::read).collect::<Result<Vec<_>, _>>()?;
    let next = match (found.last(), rows.last()) {
        (Some(row), Some(user)) if more => Some(Cursor::new(query, value(query.sort.column, row)?, user.id)),
        _ => None,
    };
    let users = found.first().filter(|_| filters.is_empty()).map(|row| row.try_get_by_index(shown::WIDTH + 1));
    Ok(Found { rows, next, users: users.transpose()? })
}

/// Puts the users of `select` in order, from the one after the cursor on.
pub fn order<'a>(select: &'a mut SelectStatement, sort: UserSort, after: Option<&Cursor>) -> &'a mut SelectStatement {
    let column = column(sort.column);
    if let Some(cursor) = after {
        select.and_where(beyond(column, sort.direction, cursor));
    }
    let order = if sort.direction == Direction::Ascending { Order::Asc } else { Order::Desc };
    select.order_by((user::Entity, column), order.clone()).order_by((user::Entity, user::Column::Id), order)
}

pub const fn column(of: UserColumn) -> user::Column {
    match of {
        UserColumn::Name => user::Column::NameKey,
        UserColumn::LastActive => user::Column::LastActiveKey,
        UserColumn::Role => user::Column::RoleKey,
        UserColumn::Email => user::Column::EmailKey,
        UserColumn::Team => user::Column::TeamKey,
    }
}

/// The sort value in a row of [`page`].
fn value(of: UserColumn, row: &QueryResult) -> Result<SortValue> {
    Ok(match of {
        UserColumn::LastActive => SortValue::Number(row.try_get_by_index(shown::WIDTH)?),
        _ => SortValue::Text(row.try_get_by_index(shown::WIDTH)?),
    })
}

fn beyond(column: user::Column, direction: Direction, cursor: &Cursor) -> SimpleExpr {
    let key = Expr::tuple([Expr::col((user::Entity, column)), Expr::col((user::Entity, user::Column::Id))]);
    let value = match &cursor.value {
        SortValue::Number(number) => Expr::val(*number),
        SortValue::Text(text) => Expr::val(text.clone()),
    };
    let place = Expr::tuple([value, Expr::val(cursor.id.uuid())]);
    if direction == Direction::Ascending { key.gt(place) } else { key.lt(place) }
}
