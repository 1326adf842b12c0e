//! The users table: searched, sorted, page by page at the same cost however deep.

use domain::last_active::LastActive;
use domain::page::{COUNTED, Direction, PAGE, Page, Total};
use domain::text::fold;
use domain::user::{Status, User, UserColumn, UserQuery};
use entity::{instance, team, team_member, user};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use super::cursor::{Cursor, SortValue};
use super::row;
use crate::ctx::{Granted, ViewUsers};
use crate::{Ctx, Error, Result, sql};

/// Longest search that is looked for; more is refused.
const SEARCH_MAX: usize = 200;

/// Lists the users that `query` asks for; `after` is the `next` of the page before.
///
/// # Errors
///
/// `Invalid` where `after` was not made for this query or the search is too long.
pub async fn list(cx: &Ctx, query: &UserQuery, after: Option<&str>) -> Result<Page<User>> {
    let granted = cx.authorize::<ViewUsers>().await?;
    let db = cx.instance.db.read();
    let keyset = Keyset { query, after: after.map(|text| Cursor::decode(text, query)).transpose()? };
    let (found, next) = keyset.page(db, PAGE).await?;
    let total = total(db, &granted, query).await?;
    Ok(Page { rows: row::rows(db, found).await?, next: next.map(|cursor| cursor.encode()), total })
}

/// A walk through the users of a query, page by page.
pub struct Keyset<'a> {
    query: &'a UserQuery,
    after: Option<Cursor>,
}

impl<'a> Keyset<'a> {
    /// From the first row on.
    pub fn start(query: &'a UserQuery) -> Self {
        Self { query, after: None }
    }

    /// The page after the one that ended at `cursor`.
    pub fn after(query: &'a UserQuery, cursor: Cursor) -> Self {
        Self { query, after: Some(cursor) }
    }

    /// Up to `size` rows, and where the next page begins, if there is one.
    pub async fn page(&self, db: &impl ConnectionTrait, size: u64) -> Result<(Vec<user::Model>, Option<Cursor>)> {
        let sort = self.query.sort;
        let column = column(sort.column);
        let order = if sort.direction == Direction::Ascending { Order::Asc } else { Order::Desc };
        let mut select = matching(db.get_database_backend(), self.query)?;
        if let Some(cursor) = &self.after {
            select = select.filter(beyond(column, sort.direction, cursor));
        }
        let mut found =
            select.order_by(column, order.clone()).order_by(user::Column::Id, order).limit(size + 1).all(db).await?;
        let more = found.len() as u64 > size;
        if more {
            found.pop();
        }
        let next = found.last().filter(|_| more).map(|last| Cursor::new(self.query, value(sort.column, last), last.id));
        Ok((found, next))
    }
}

/// The users that pass the filters of `query`, in no order.
pub fn matching(backend: DbBackend, query: &UserQuery) -> Result<Select<user::Entity>> {
    if query.search.chars().count() > SEARCH_MAX {
        return Err(domain::Error::invalid("search", format!("A search has at most {SEARCH_MAX} characters.")).into());
    }
    let terms = fold(&query.search.replace(char::is_control, " "));
    let found = terms
        .split(' ')
        .filter(|term| !term.is_empty())
        .fold(Condition::all(), |all, term| all.add(search(backend, term)));
    let mut select = user::Entity::find().filter(user::Column::Listed.eq(true)).filter(found);
    if let Some(status) = query.status {
        select = select.filter(user::Column::Status.eq(status));
    }
    if let Some(role) = query.role {
        select = select.filter(user::Column::Role.eq(role)).filter(user::Column::Status.ne(Status::Deactivated));
    }
    if let Some(team) = &query.team {
        select = select.filter(user::Column::Id.in_subquery(members_of(team)));
    }
    if let Some(filter) = query.last_active {
        select = select.filter(last_active(filter));
    }
    Ok(select)
}

fn members_of(team: &str) -> SelectStatement {
    let named =
        Query::select().column(team::Column::Id).from(team::Entity).and_where(team::Column::Name.eq(team)).take();
    Query::select()
        .column(team_member::Column::UserId)
        .from(team_member::Entity)
        .and_where(team_member::Column::TeamId.in_subquery(named))
        .take()
}

/// 0 stands for never, and what is below for a pending invitation.
fn last_active(filter: LastActive) -> SimpleExpr {
    let key = user::Column::LastActiveKey;
    match filter {
        LastActive::Never => key.eq(0),
        LastActive::Before(day) => key.gt(0).and(key.lt(day.start().0)),
        LastActive::After(day) => key.gte(day.start().0),
    }
}

/// Under three characters a prefix of any word, from three on anywhere.
fn search(backend: DbBackend, term: &str) -> SimpleExpr {
    if term.chars().count() < 3 { sql::word_begins_with(backend, term) } else { sql::contains(backend, term) }
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

fn value(of: UserColumn, row: &user::Model) -> SortValue {
    match of {
        UserColumn::Name => SortValue::Text(row.name_key.clone()),
        UserColumn::LastActive => SortValue::Number(row.last_active_key),
        UserColumn::Role => SortValue::Text(row.role_key.clone()),
        UserColumn::Email => SortValue::Text(row.email_key.clone().unwrap_or_default()),
        UserColumn::Team => SortValue::Text(row.team_key.clone()),
    }
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

/// Exact without a filter, where it is kept; counted up to a limit with one.
async fn total(db: &impl ConnectionTrait, _: &Granted<ViewUsers>, query: &UserQuery) -> Result<Total> {
    if !query.is_filtered() {
        let counters = instance::Entity::find_by_id(1)
            .one(db)
            .await?
            .ok_or_else(|| Error::Internal("the instance row is missing".to_owned()))?;
        return Ok(Total { rows: counters.users, more: false });
    }
    let limit = COUNTED.unsigned_abs() + 1;
    let matches =
        matching(db.get_database_backend(), query)?.select_only().column(user::Column::Id).limit(limit).into_query();
    let count =
        Query::select().expr(Func::count(Expr::cust("*"))).from_subquery(matches, Alias::new("matches")).to_owned();
    let row = db.query_one(&count).await?.ok_or_else(|| Error::Internal("a count without an answer".to_owned()))?;
    let rows: i64 = row.try_get_by_index(0)?;
    Ok(Total { rows: std::cmp::min(rows, COUNTED), more: rows > COUNTED })
}
