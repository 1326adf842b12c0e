//! What a query asks of a user, in the two forms that a database can be asked in: sought in an index, or checked on a
//! row that is at hand.

use domain::last_active::LastActive;
use domain::page::{COUNTED, check_search};
use domain::policy::OrgRole;
use domain::text::{fold, has_nul};
use domain::user::{Status, UserQuery};
use entity::{instance, team, team_member, user, user_prefix};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, IntoCondition, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend};

use crate::{Result, counted, sql};

/// To find the 50 of a page among `fitting` of `users`, a walk reads 50 * `users` / `fitting` rows, each of which takes as
/// long as one and a half that are gathered and sorted: measured.
const WALKED: i64 = 75;

/// One thing that a query asks.
pub struct Filter {
    /// Finds the users by an index.
    seek: SimpleExpr,
    /// Says of one row whether it fits, and leaves indexes alone.
    check: SimpleExpr,
    /// The entries of the index, one for each user that fits.
    entries: SelectStatement,
    /// The number of the user in such an entry.
    number: SimpleExpr,
    /// Whether an entry that others are sought by can be checked as it is, by its number.
    is_of_numbers: bool,
}

/// How the users of a query are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// In the order of the list, leaving out who does not fit: fast when many do.
    Walk,
    /// By the index of the filter at this place, sorted afterwards: fast when few fit.
    Gather(usize),
    /// As the database thinks best, which knows how many there are.
    Planned,
}

/// What `query` asks, all of which must hold.
///
/// # Errors
///
/// `Invalid` where the search is too long, the team cannot be one, or removed users are asked for.
pub fn filters(backend: DbBackend, query: &UserQuery) -> Result<Vec<Filter>> {
    check_search(&query.search)?;
    if query.status == Some(Status::Removed) {
        return Err(domain::Error::invalid("status", "Removed users are in no list.").into());
    }
    if query.team.as_deref().is_some_and(has_nul) {
        return Err(domain::Error::invalid("team", "No team is called so.").into());
    }
    let terms = fold(&query.search.replace(char::is_control, " "));
    let mut filters: Vec<Filter> =
        terms.split(' ').filter(|term| !term.is_empty()).map(|term| Filter::search(backend, term)).collect();
    filters.extend(query.status.map(Filter::status));
    filters.extend(query.role.map(Filter::role));
    filters.extend(query.team.as_deref().map(Filter::team));
    filters.extend(query.last_active.map(Filter::last_active));
    Ok(filters)
}

impl Filter {
    /// Under three characters the beginning of any word, from three on anywhere.
    fn search(backend: DbBackend, term: &str) -> Self {
        if term.chars().count() < 3 { Self::prefix(term) } else { Self::anywhere(backend, term) }
    }

    fn prefix(term: &str) -> Self {
        let numbers = || {
            let column = (user_prefix::Entity, user_prefix::Column::Number);
            Query::select()
                .column(column)
                .from(user_prefix::Entity)
                .and_where(user_prefix::Column::Prefix.eq(term))
                .take()
        };
        let number = Expr::col((user_prefix::Entity, user_prefix::Column::Number));
        Self {
            seek: user::Column::Number.in_subquery(numbers()),
            check: Expr::exists(numbers().and_where(number.clone().eq(numbered())).take()),
            entries: numbers(),
            number,
            is_of_numbers: false,
        }
    }

    fn anywhere(backend: DbBackend, term: &str) -> Self {
        Self {
            seek: sql::contains(backend, term),
            check: sql::has(backend, term),
            entries: if backend == DbBackend::Postgres {
                of_users(listed().and(sql::contains(backend, term)))
            } else {
                sql::hits(term)
            },
            number: if backend == DbBackend::Postgres { numbered() } else { sql::hit() },
            is_of_numbers: false,
        }
    }

    fn status(status: Status) -> Self {
        let column = user::Column::Status;
        Self::column(column.eq(status), own(column).eq(status.as_str()))
    }

    /// A deactivated user has none that shows.
    fn role(role: OrgRole) -> Self {
        let column = user::Column::RoleKey;
        Self::column(listed().and(column.eq(role.as_str())), own(column).eq(role.as_str()))
    }

    /// 0 stands for never, and what is below for a pending invitation.
    fn last_active(filter: LastActive) -> Self {
        let fits = |key: SimpleExpr| match filter {
            LastActive::Never => key.eq(0),
            LastActive::Before(day) => key.clone().gt(0).and(key.lt(day.start().0)),
            LastActive::After(day) => key.gte(day.start().0),
        };
        let column = user::Column::LastActiveKey;
        Self::column(listed().and(fits(Expr::col((user::Entity, column)))), fits(own(column)))
    }

    fn team(name: &str) -> Self {
        let column = (team_member::Entity, team_member::Column::Number);
        let members = || {
            let named = Query::select()
                .column(team::Column::Id)
                .from(team::Entity)
                .and_where(team::Column::Name.eq(name))
                .take();
            Query::select()
                .column(column)
                .from(team_member::Entity)
                .and_where(team_member::Column::TeamId.in_subquery(named))
                .take()
        };
        Self {
            seek: user::Column::Number.in_subquery(members()),
            check: Expr::exists(members().and_where(Expr::col(column).eq(own(user::Column::Number))).take()),
            entries: members(),
            number: Expr::col(column),
            is_of_numbers: true,
        }
    }

    fn column(seek: SimpleExpr, check: SimpleExpr) -> Self {
        Self { entries: of_users(seek.clone()), seek, check, number: numbered(), is_of_numbers: false }
    }

    /// Whether the filter lets pass an entry of another, in which this is the number of the user. SQLite is told not to
    /// look for entries by their numbers instead.
    fn passes(&self, number: SimpleExpr) -> SimpleExpr {
        let number = Expr::cust_with_expr("+?", number);
        Expr::exists(self.entries.clone().and_where(self.number.clone().eq(number)).take())
    }
}

/// The entries by which the filter at `driver` seeks and that all others let pass, where these need not look at users.
fn entries(filters: &[Filter], driver: usize) -> Option<SelectStatement> {
    let sought = filters.get(driver)?;
    let mut entries = sought.entries.clone();
    for (_, other) in filters.iter().enumerate().filter(|(at, _)| *at != driver) {
        if !other.is_of_numbers {
            return None;
        }
        entries.and_where(other.passes(sought.number.clone()));
    }
    Some(entries)
}

fn listed() -> SimpleExpr {
    user::Column::Listed.eq(true)
}

fn numbered() -> SimpleExpr {
    Expr::col((user::Entity, user::Column::Number))
}

fn of_users(condition: impl IntoCondition) -> SelectStatement {
    Query::select().column((user::Entity, user::Column::Number)).from(user::Entity).cond_where(condition).take()
}

/// The column as a value: SQLite does not take this for a wish to use the column's index.
fn own(column: user::Column) -> SimpleExpr {
    Expr::cust_with_expr("+?", Expr::col((user::Entity, column)))
}

impl Way {
    /// The cheaper way, where the rarest filter leaves `found` users and all filters together `fitting`.
    fn of(db: &impl ConnectionTrait, users: i64, (at, found): (usize, i64), fitting: i64) -> Self {
        match db.get_database_backend() {
            DbBackend::Postgres => Self::Planned,
            _ if found <= COUNTED && found * fitting <= WALKED * users => Self::Gather(at),
            _ => Self::Walk,
        }
    }

    /// The condition by which this way leads to the users that fit.
    pub fn condition(&self, filters: &[Filter]) -> Condition {
        let start = if matches!(self, Self::Gather(_)) { Condition::all() } else { Condition::all().add(listed()) };
        filters.iter().enumerate().fold(start, |all, (at, filter)| {
            let sought = matches!(self, Self::Planned) || matches!(self, Self::Gather(driver) if *driver == at);
            all.add(if sought { filter.seek.clone() } else { filter.check.clone() })
        })
    }
}

/// How many users there are, without a look at them.
pub async fn users(db: &impl ConnectionTrait) -> Result<i64> {
    Ok(db.query_one(&all_users()).await?.map_or(Ok(0), |row| row.try_get_by_index(0))?)
}

/// Selects what [`users`] says.
pub fn all_users() -> SelectStatement {
    Query::select().column(instance::Column::Users).from(instance::Entity).take()
}

/// How the users that fit are best found, and how many they are, counted up to [`COUNTED`] + 1.
pub async fn choose(db: &impl ConnectionTrait, filters: &[Filter]) -> Result<(Way, i64)> {
    let users = users(db).await?;
    if filters.is_empty() {
        return Ok((Way::Walk, users));
    }
    if let [only] = filters {
        let found = counted::up_to(db, only.entries.clone(), COUNTED + 1).await?;
        return Ok((Way::of(db, users, (0, found), found), found));
    }
    let mut rarest = (0, COUNTED + 1);
    for (at, filter) in filters.iter().enumerate() {
        let found = counted::up_to(db, filter.entries.clone(), rarest.1).await?;
        if found < rarest.1 {
            rarest = (at, found);
        }
    }
    let matches = match db.get_database_backend() {
        DbBackend::Postgres => of_users(Way::Planned.condition(filters)),
        _ => entries(filters, rarest.0).unwrap_or_else(|| of_users(Way::Gather(rarest.0).condition(filters))),
    };
    let fitting = counted::up_to(db, matches, COUNTED + 1).await?;
    Ok((Way::of(db, users, rarest, fitting), fitting))
}
