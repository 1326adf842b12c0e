//! The users table: searched, sorted, page by page at the same cost however deep.

use domain::ids::UserId;
use domain::page::{PAGE, Page, Total};
use domain::user::{User, UserColumn, UserQuery, UserSort};
use entity::user;
use sea_orm::sea_query::Query;
use sea_orm::{ConnectionTrait, QueryResult};

use super::filter::{self, Filter, Way};
use super::{row, shown};
use crate::ctx::{InTeam, ViewTeam, ViewUsers};
use crate::keyset::{Holds, Key, Keyset, Last};
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
    let after = keyset(query.sort).read(after, query)?;
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
    next: Option<Last>,
    /// How many users there are, which comes with a row.
    users: Option<i64>,
}

impl Found {
    fn of(self, total: Total) -> Page<User> {
        Page { rows: self.rows, next: self.next.map(|last| last.encode()), total }
    }
}

async fn page(
    db: &impl ConnectionTrait,
    query: &UserQuery,
    (way, filters): (Way, &[Filter]),
    after: Option<&Last>,
) -> Result<Found> {
    let mut select = shown::select();
    select.column((user::Entity, column(query.sort.column))).cond_where(way.condition(filters));
    if filters.is_empty() {
        select.expr(filter::all_users());
    }
    let mut found = db.query_all(&Limited(keyset(query.sort).order(&mut select, after).limit(PAGE + 1))).await?;
    let more = found.len() as u64 > PAGE;
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let rows = found.iter().map(shown::read).collect::<Result<Vec<_>, _>>()?;
    let next = match (found.last(), rows.last()) {
        (Some(row), Some(user)) if more => {
            Some(Last::new(query, key(query.sort.column, row, shown::WIDTH)?, user.id.uuid()))
        }
        _ => None,
    };
    let users = found.first().filter(|_| filters.is_empty()).map(|row| row.try_get_by_index(shown::WIDTH + 1));
    Ok(Found { rows, next, users: users.transpose()? })
}

/// Where the `count`th user of a list stands, from the one after `after` on; nowhere if there are fewer.
pub async fn place(
    db: &impl ConnectionTrait,
    query: &UserQuery,
    (way, filters): (Way, &[Filter]),
    after: Option<&Last>,
    count: u64,
) -> Result<Option<Last>> {
    let mut select = Query::select();
    select.columns([column(query.sort.column), user::Column::Id].map(|column| (user::Entity, column)));
    select.from(user::Entity).cond_where(way.condition(filters));
    keyset(query.sort).order(&mut select, after).limit(1).offset(count - 1);
    let row = db.query_one(&Limited(&select)).await?;
    row.map(|row| Ok(Last::new(query, key(query.sort.column, &row, 0)?, row.try_get_by_index(1)?))).transpose()
}

/// The order of the users table.
pub fn keyset(sort: UserSort) -> Keyset {
    Keyset::new(
        (user::Entity, column(sort.column)),
        holds(sort.column),
        (user::Entity, user::Column::Id),
        sort.direction,
    )
}

fn holds(column: UserColumn) -> Holds {
    if column == UserColumn::LastActive { Holds::Numbers } else { Holds::Texts }
}

const fn column(of: UserColumn) -> user::Column {
    match of {
        UserColumn::Name => user::Column::NameKey,
        UserColumn::LastActive => user::Column::LastActiveKey,
        UserColumn::Role => user::Column::RoleKey,
        UserColumn::Email => user::Column::EmailKey,
        UserColumn::Team => user::Column::TeamKey,
    }
}

/// What a row is ordered by, which stands at this place in it.
fn key(of: UserColumn, row: &QueryResult, at: usize) -> Result<Key> {
    Ok(match holds(of) {
        Holds::Numbers => Key::Number(row.try_get_by_index(at)?),
        Holds::Texts => Key::Text(row.try_get_by_index(at)?),
    })
}
