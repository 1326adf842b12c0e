//! What a query asks of a user, in the two forms that a database can be asked in: sought in an index, or checked on a
//! row that is at hand.

use domain::last_active::LastActive;
use domain::page::{COUNTED, check_search};
use domain::policy::OrgRole;
use domain::text::{fold, has_nul};
use domain::user::{Status, UserQuery};
use entity::{instance, team, team_member, user, user_prefix};
use sea_orm::sea_query::{
    CaseStatement, Condition, Expr, ExprTrait, IntoCondition, Query, SelectStatement, SimpleExpr,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend};

use crate::{Result, counted, sql};

/// To find the 50 of a page among `fitting` of `users`, a walk passes 50 * `users` / `fitting` entries of an index. On
/// PostgreSQL each takes as long as one and a half users that are gathered and sorted: measured.
const WALKED: i64 = 75;
/// On SQLite it is a twenty-fifth of one, as no user is read for an entry. It counts for more, as those who fit may all stand
/// at the end of the order, like Chinese names: with 2 a third as many searches for two letters were answered.
const PASSED: i64 = 5;

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
    /// In the order of the list, leaving out who does not fit: fast when most do.
    Walk,
    /// In the order of the list, leaving out by their numbers whom the index of the filter at this place does not find.
    Among(usize),
    /// By the index of the filter at this place, sorted afterwards: fast when few fit.
    Gather(usize),
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
    filters.extend(query.status.map(|status| Filter::status(backend, status)));
    filters.extend(query.role.map(|role| Filter::role(backend, role)));
    filters.extend(query.team.as_deref().map(|name| Filter::team(backend, name)));
    filters.extend(query.last_active.map(|filter| Filter::last_active(backend, filter)));
    Ok(filters)
}

impl Filter {
    /// Under three characters the beginning of any word, from three on anywhere.
    fn search(backend: DbBackend, term: &str) -> Self {
        if term.chars().count() < 3 { Self::prefix(backend, term) } else { Self::anywhere(backend, term) }
    }

    fn prefix(backend: DbBackend, term: &str) -> Self {
        let column = (user_prefix::Entity, user_prefix::Column::Number);
        let numbers = Query::select()
            .column(column)
            .from(user_prefix::Entity)
            .and_where(user_prefix::Column::Prefix.eq(term))
            .take();
        Self::numbers(backend, numbers, Expr::col(column), false)
    }

    fn anywhere(backend: DbBackend, term: &str) -> Self {
        if backend == DbBackend::Postgres {
            return Self::column(backend, listed().and(sql::contains(backend, term)));
        }
        Self {
            seek: sql::contains(backend, term),
            check: sql::has(term),
            entries: sql::hits(term),
            number: sql::hit(),
            is_of_numbers: false,
        }
    }

    fn status(backend: DbBackend, status: Status) -> Self {
        Self::column(backend, user::Column::Status.eq(status))
    }

    /// A deactivated user has none that shows.
    fn role(backend: DbBackend, role: OrgRole) -> Self {
        Self::column(backend, listed().and(user::Column::RoleKey.eq(role.as_str())))
    }

    /// 0 stands for never, and what is below for a pending invitation.
    fn last_active(backend: DbBackend, filter: LastActive) -> Self {
        let key = user::Column::LastActiveKey;
        let fits = match filter {
            LastActive::Never => key.eq(0),
            LastActive::Before(day) => key.gt(0).and(key.lt(day.start().0)),
            LastActive::After(day) => key.gte(day.start().0),
        };
        Self::column(backend, listed().and(fits))
    }

    fn team(backend: DbBackend, name: &str) -> Self {
        let column = (team_member::Entity, team_member::Column::Number);
        let named =
            Query::select().column(team::Column::Id).from(team::Entity).and_where(team::Column::Name.eq(name)).take();
        let members = Query::select()
            .column(column)
            .from(team_member::Entity)
            .and_where(Expr::col(team_member::Column::TeamId).eq(SimpleExpr::SubQuery(None, Box::new(named.into()))))
            .take();
        Self::numbers(backend, members, Expr::col(column), true)
    }

    fn numbers(backend: DbBackend, entries: SelectStatement, number: SimpleExpr, is_of_numbers: bool) -> Self {
        let seek = sql::is_among(backend, entries.clone());
        let check = has(&entries, &number, numbered());
        Self { seek, check, entries, number, is_of_numbers }
    }

    fn column(backend: DbBackend, fits: SimpleExpr) -> Self {
        let entries = of_users(fits.clone());
        let seek = if backend == DbBackend::Postgres { sql::is_among(backend, entries.clone()) } else { fits.clone() };
        Self { seek, check: of_the_row(fits), entries, number: numbered(), is_of_numbers: false }
    }

    /// Whether the filter lets pass an entry of another, in which this is the number of the user.
    fn passes(&self, number: SimpleExpr) -> SimpleExpr {
        has(&self.entries, &self.number, number)
    }
}

/// Whether one of the entries, of which `of` is the number, is `number`'s. With an offset, no database takes this for a
/// wish to begin at the entries.
fn has(entries: &SelectStatement, of: &SimpleExpr, number: SimpleExpr) -> SimpleExpr {
    Expr::exists(entries.clone().and_where(of.clone().eq(number)).limit(1).offset(0).take())
}

/// The condition as a value: no database takes this for a wish to use an index, nor for something that few rows fulfil.
fn of_the_row(condition: SimpleExpr) -> SimpleExpr {
    CaseStatement::new().case(condition, Expr::Constant(true.into())).finally(Expr::Constant(false.into())).into()
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

/// Said by the statement itself, without which PostgreSQL cannot use the index of those who are listed.
fn listed() -> SimpleExpr {
    Expr::col((user::Entity, user::Column::Listed)).eq(Expr::Constant(true.into()))
}

fn numbered() -> SimpleExpr {
    Expr::col((user::Entity, user::Column::Number))
}

fn of_users(condition: impl IntoCondition) -> SelectStatement {
    Query::select().column((user::Entity, user::Column::Number)).from(user::Entity).cond_where(condition).take()
}

impl Way {
    /// The cheaper way, where the rarest filter leaves `found` of `users` and all filters together `fitting`.
    fn of(backend: DbBackend, users: i64, (at, found): (usize, i64), fitting: i64) -> Self {
        let is_postgres = backend == DbBackend::Postgres;
        let passed = if is_postgres { WALKED } else { PASSED };
        if found <= COUNTED && found * fitting <= passed * users {
            Self::Gather(at)
        } else if found > COUNTED || is_postgres {
            Self::Walk
        } else {
            Self::Among(at)
        }
    }

    /// The condition by which this way leads to the users that fit.
    pub fn condition(&self, filters: &[Filter]) -> Condition {
        let start = if matches!(self, Self::Gather(_)) { Condition::all() } else { Condition::all().add(listed()) };
        filters.iter().enumerate().fold(start, |all, (at, filter)| {
            all.add(match self {
                Self::Gather(sought) if *sought == at => filter.seek.clone(),
                Self::Among(found) if *found == at => sql::is_one_of(filter.entries.clone()),
                _ => filter.check.clone(),
            })
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
    let (users, backend) = (users(db).await?, db.get_database_backend());
    if filters.is_empty() {
        return Ok((Way::Walk, users));
    }
    if let [only] = filters {
        let found = counted::up_to(db, only.entries.clone(), COUNTED + 1).await?;
        return Ok((Way::of(backend, users, (0, found), found), found));
    }
    let mut rarest = (0, COUNTED + 1);
    for (at, filter) in filters.iter().enumerate() {
        let found = counted::up_to(db, filter.entries.clone(), rarest.1).await?;
        if found < rarest.1 {
            rarest = (at, found);
        }
    }
    let (at, found) = rarest;
    // An array of all that are too many to be counted would cost PostgreSQL more than to read the users.
    let too_many = found > COUNTED && backend == DbBackend::Postgres;
    let way = if too_many { Way::Walk } else { Way::Gather(at) };
    let matches = entries(filters, at).unwrap_or_else(|| of_users(way.condition(filters)));
    let fitting = counted::up_to(db, matches, COUNTED + 1).await?;
    Ok((Way::of(backend, users, rarest, fitting), fitting))
}
