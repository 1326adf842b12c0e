//! What each user's row says of activity and work, and the keys that it is sorted and found by.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::activity::Door;
use domain::ids::UserId;
use domain::user::Status;
use entity::{activity_day, handle, report as written, run, team, team_member, user, user_prefix};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Kind, Report};
use crate::{Result, sql, users};

const PAGE: u64 = 1000;

pub async fn verify(tx: &DatabaseTransaction, report: &mut Report) -> Result<()> {
    let made = Made::of_all(tx).await?;
    let mut pages = Pages::default();
    while let Some(page) = pages.next(tx).await? {
        for row in &page.rows {
            report.users += u64::from(row.listed);
            let should = page.should_be(row, &made);
            compare(report, row, &should);
            if page.prefixes_of(row) != prefixes(&should) {
                report
                    .find(Kind::Search, format!("{}: the letters to find it by are not those of its name", row.email));
            }
            stands(report, row, page.handle_of(row));
        }
    }
    let (missing, left_over) = sql::search_index_drift(tx).await?;
    report.compare(Kind::Search, "the number of users that the search index lacks", missing, 0);
    report.compare(Kind::Search, "the number of entries of nobody in the search index", left_over, 0);
    Ok(())
}

pub async fn mend(tx: &DatabaseTransaction) -> Result<()> {
    let made = Made::of_all(tx).await?;
    let mut pages = Pages::default();
    while let Some(page) = pages.next(tx).await? {
        for row in &page.rows {
            let mut should = page.should_be(row, &made);
            let prefixes_differ = page.prefixes_of(row) != prefixes(&should);
            if should.last_active_key != row.last_active_key {
                should.last_active_door = last_door(tx, row.id).await?.map(|door| door.as_str().to_owned());
            }
            if should != *row {
                users::save(tx, should.clone()).await?;
            }
            if prefixes_differ {
                users::prefixes(tx, &should).await?;
            }
        }
    }
    if sql::search_index_drift(tx).await? != (0, 0) {
        sql::fill_search_index(tx).await?;
    }
    Ok(())
}

/// What a user did, counted from the rows of it.
#[derive(Default)]
struct Made {
    days: i64,
    last: i64,
    runs: i64,
    reports: i64,
}

impl Made {
    async fn of_all(tx: &DatabaseTransaction) -> Result<HashMap<UserId, Self>> {
        let mut made: HashMap<UserId, Self> = HashMap::new();
        let days: Vec<(UserId, i64, i64)> = activity_day::Entity::find()
            .select_only()
            .column(activity_day::Column::UserId)
            .column_as(activity_day::Column::Day.count(), "days")
            .column_as(activity_day::Column::LastAt.max(), "last")
            .group_by(activity_day::Column::UserId)
            .into_tuple()
            .all(tx)
            .await?;
        for (user, days, last) in days {
            made.insert(user, Self { days, last, ..Self::default() });
        }
        let runs: Vec<(UserId, i64)> = run::Entity::find()
            .select_only()
            .column(run::Column::AuthorId)
            .column_as(run::Column::Id.count(), "runs")
            .group_by(run::Column::AuthorId)
            .into_tuple()
            .all(tx)
            .await?;
        for (user, runs) in runs {
            made.entry(user).or_default().runs = runs;
        }
        let reports: Vec<(UserId, i64)> = written::Entity::find()
            .select_only()
            .column(written::Column::AuthorId)
            .column_as(written::Column::Id.count(), "reports")
            .group_by(written::Column::AuthorId)
            .into_tuple()
            .all(tx)
            .await?;
        for (user, reports) in reports {
            made.entry(user).or_default().reports = reports;
        }
        Ok(made)
    }
}

/// A walk through all users, removed ones too, in the order of their numbers.
#[derive(Default)]
struct Pages {
    after: i64,
}

struct Page {
    rows: Vec<user::Model>,
    /// By the number of the user.
    prefixes: HashMap<i64, BTreeSet<String>>,
    handles: HashMap<UserId, String>,
    teams: HashMap<UserId, BTreeSet<String>>,
}

impl Pages {
    async fn next(&mut self, tx: &DatabaseTransaction) -> Result<Option<Page>> {
        let rows = user::Entity::find()
            .filter(user::Column::Number.gt(self.after))
            .order_by_asc(user::Column::Number)
            .limit(PAGE)
            .all(tx)
            .await?;
        let Some(last) = rows.last() else { return Ok(None) };
        self.after = last.number;
        Page::of(tx, rows).await.map(Some)
    }
}

impl Page {
    async fn of(tx: &DatabaseTransaction, rows: Vec<user::Model>) -> Result<Self> {
        let ids: Vec<UserId> = rows.iter().map(|row| row.id).collect();
        let mut prefixes: HashMap<i64, BTreeSet<String>> = HashMap::new();
        let numbers = rows.iter().map(|row| row.number);
        let found = user_prefix::Entity::find().filter(user_prefix::Column::Number.is_in(numbers)).all(tx).await?;
        for row in found {
            prefixes.entry(row.number).or_default().insert(row.prefix);
        }
        let found = handle::Entity::find().filter(handle::Column::UserId.is_in(ids.iter().copied())).all(tx).await?;
        let handles = found.into_iter().filter_map(|row| Some((row.user_id?, row.name))).collect();
        Ok(Self { rows, prefixes, handles, teams: teams(tx, ids).await? })
    }

    /// The row with every column that follows from others.
    fn should_be(&self, row: &user::Model, made: &HashMap<UserId, Made>) -> user::Model {
        let mut should = row.clone();
        users::derive(&mut should);
        let (days, last, runs, reports) =
            made.get(&row.id).map_or((0, 0, 0, 0), |it| (it.days, it.last, it.runs, it.reports));
        should.days_active = days;
        should.last_active_key = if row.joined_at.is_none() { -1 } else { last };
        should.runs = runs;
        should.reports = reports;
        let teams: Vec<&str> = self.teams.get(&row.id).into_iter().flatten().map(String::as_str).collect();
        users::set_teams(&mut should, &teams);
        should
    }

    fn prefixes_of(&self, row: &user::Model) -> BTreeSet<String> {
        self.prefixes.get(&row.number).cloned().unwrap_or_default()
    }

    fn handle_of(&self, row: &user::Model) -> Option<&str> {
        self.handles.get(&row.id).map(String::as_str)
    }
}

fn prefixes(row: &user::Model) -> BTreeSet<String> {
    if row.listed { users::prefix_rows(row).into_iter().map(|it| it.prefix).collect() } else { BTreeSet::new() }
}

/// The names of each user's teams.
async fn teams(tx: &DatabaseTransaction, users: Vec<UserId>) -> Result<HashMap<UserId, BTreeSet<String>>> {
    let members = team_member::Entity::find().filter(team_member::Column::UserId.is_in(users)).all(tx).await?;
    let teams: BTreeSet<_> = members.iter().map(|it| it.team_id).collect();
    let teams = team::Entity::find().filter(team::Column::Id.is_in(teams)).all(tx).await?;
    let names: BTreeMap<_, _> = teams.into_iter().map(|team| (team.id, team.name)).collect();
    let mut teams: HashMap<UserId, BTreeSet<String>> = HashMap::new();
    for member in members {
        teams.entry(member.user_id).or_default().extend(names.get(&member.team_id).cloned());
    }
    Ok(teams)
}

async fn last_door(tx: &DatabaseTransaction, user: UserId) -> Result<Option<Door>> {
    let last = activity_day::Entity::find()
        .filter(activity_day::Column::UserId.eq(user))
        .order_by_desc(activity_day::Column::LastAt)
        .one(tx)
        .await?;
    Ok(last.map(|day| day.door))
}

fn compare(report: &mut Report, row: &user::Model, should: &user::Model) {
    for (column, stored, counted) in [
        ("last_active_key", row.last_active_key, should.last_active_key),
        ("days_active", row.days_active, should.days_active),
        ("runs", row.runs, should.runs),
        ("reports", row.reports, should.reports),
    ] {
        report.compare(Kind::People, &format!("{}: {column}", row.email), stored, counted);
    }
    let key = |row: &user::Model| row.email_key.clone().unwrap_or_default();
    for (kind, column, stored, made) in [
        (Kind::People, "email_key", &key(row), &key(should)),
        (Kind::People, "name_key", &row.name_key, &should.name_key),
        (Kind::People, "role_key", &row.role_key, &should.role_key),
        (Kind::People, "team_key", &row.team_key, &should.team_key),
        (Kind::People, "team_names", &row.team_names, &should.team_names),
        (Kind::Search, "search_key", &row.search_key, &should.search_key),
    ] {
        if stored != made {
            report.find(kind, format!("{}: {column} is “{stored}” and should be “{made}”", row.email));
        }
    }
}

/// What nobody but a person can put right.
fn stands(report: &mut Report, row: &user::Model, handle: Option<&str>) {
    let is_pending = row.status == Status::Pending;
    if is_pending != row.invitation_hash.is_some() {
        let words =
            if is_pending { "is pending without an invitation" } else { "is not pending and has an invitation" };
        report.find(Kind::Invitations, format!("{} {words}", row.email));
    }
    if is_pending && row.invitation_expires_at.is_none() {
        report.find(Kind::Invitations, format!("{} has an invitation that never expires", row.email));
    }
    let expected = row.username.as_deref().filter(|_| row.listed);
    if handle != expected {
        let (handle, expected) = (handle.unwrap_or("nothing"), expected.unwrap_or("nothing"));
        report.find(Kind::Handles, format!("{} holds the name {handle} and should hold {expected}", row.email));
    }
}
