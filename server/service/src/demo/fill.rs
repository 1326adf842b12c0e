//! Fills an empty database.

use std::collections::BTreeMap;

use domain::history::Action;
use domain::password;
use domain::user::Status;
use entity::{active_users_day, active_users_month, instance, last_active_day, team, team_pin, user};
use sea_orm::EntityTrait;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::alerts;
use super::batch::Batch;
use super::calendar::{self, Calendar};
use super::dice::Dice;
use super::maker::{ADMIN_EMAIL, ADMIN_NAME, ADMIN_USERNAME, Maker};
use super::names::Names;
use super::people::{self, Person};
use super::pictures::Pictures;
use super::robots::Robots;
use super::teams::Teams;
use super::work::{Work, name_creators};
use crate::ctx::{Change, ManageInstance};
use crate::handles::{self, Owner};
use crate::history::Record;
use crate::projects::last_run;
use crate::{Ctx, Result, many, sql, token};

const ORGANIZATION: &str = "Northwind AI";
/// How many people are made before they are written.
const PEOPLE: usize = 500;
/// What a generated password is made of: nothing that is taken for something else when it is read aloud.
const LETTERS: &[char; 22] =
    &['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'j', 'k', 'm', 'n', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'z'];

/// What to fill the database with. The same seed makes the same people at the same moment.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How many people the users table lists, the admin among them; at least one.
    pub users: u32,
    /// How many days of activity there are, today being the last; at least one.
    pub days: u32,
    pub seed: u64,
    /// The admin's; generated if none.
    pub password: Option<SecretString>,
}

/// What was made, and how to sign in.
#[derive(Debug, Clone)]
pub struct Filled {
    pub organization: String,
    pub email: String,
    pub username: String,
    pub password: SecretString,
    /// Everybody whom the users table lists.
    pub users: i64,
    pub admins: i64,
    pub pending: i64,
    pub deactivated: i64,
    /// People who are not listed any more, on top of `users`.
    pub removed: i64,
    pub teams: i64,
    /// How often somebody was active on a day.
    pub active_days: i64,
    pub projects: i64,
    pub runs: i64,
    pub reports: i64,
}

/// The hash of the admin's password, and one of a password that nobody has.
pub struct Hashes {
    pub admin: String,
    pub nobody: String,
}

/// Fills an empty database with an organization, in one transaction.
///
/// # Errors
///
/// `Conflict` where there is a user already; `Invalid` where the password breaks a rule; `Denied` where the licence
/// has fewer seats than the plan has people.
pub async fn fill(cx: &Ctx, plan: &Plan) -> Result<Filled> {
    let password = choose_password(plan)?;
    let hashes = Hashes {
        admin: cx.instance.hasher.hash(password.clone()).await?,
        nobody: cx.instance.hasher.hash(token::fresh()?.token).await?,
    };
    let mut change = cx.begin::<ManageInstance>().await?;
    refuse_if_used(&change).await?;
    sql::widen_cache(&change.tx).await?;
    let indexes = sql::drop_indexes(&change.tx).await?;
    let mut dice = Dice::seeded(plan.seed);
    let names = dice.apart();
    let calendar = Calendar::new(change.now(), plan.days);
    let people = people::cast(&mut dice, &calendar, i64::from(plan.users.max(1)));
    take_seats(&mut change, &people)?;
    let mut filled = Filled::new(&people, password);
    let mut batch = Batch::default();
    let pictures = Pictures::drawn(plan.seed)?;
    let mut maker = Maker::new(cx, (dice, names), calendar, hashes, &people, pictures, &mut batch);
    filled.teams = found_teams(&change, &maker.teams).await?;
    maker.work.found_robots(&change.tx).await?;
    write_people(&mut change, &mut maker, &people, batch, &mut filled).await?;
    alerts::add(cx, &change.tx, &maker.teams.all).await?;
    many::insert::<active_users_day::Entity>(&change.tx, maker.calendar.roll_up()).await?;
    many::insert::<active_users_month::Entity>(&change.tx, calendar::months(maker.months)).await?;
    let last_days = maker.last_days.into_iter().map(|(day, users)| last_active_day::Model { day, users });
    many::insert::<last_active_day::Entity>(&change.tx, last_days.collect()).await?;
    let (pins, files) = maker.work.pins_and_files();
    many::insert::<team_pin::Entity>(&change.tx, pins).await?;
    sql::make_indexes(&change.tx, &indexes).await?;
    maker.pictures.keep(&cx.instance.files).await?;
    files.keep(&cx.instance.files).await?;
    finish(change, plan, filled).await
}

fn choose_password(plan: &Plan) -> Result<SecretString> {
    let check = |text: &str| password::check(text, &[ADMIN_NAME, ADMIN_USERNAME, ADMIN_EMAIL, ORGANIZATION]);
    if let Some(given) = &plan.password {
        check(given.expose_secret()).map_err(|rule| domain::Error::invalid("password", rule))?;
        return Ok(given.clone());
    }
    let mut dice = Dice::unforeseeable()?;
    loop {
        let groups: Vec<String> = (0..4).map(|_| (0..5).map(|_| dice.pick(LETTERS)).collect()).collect();
        let password = groups.join("-");
        if check(&password).is_ok() {
            return Ok(password.into());
        }
    }
}

async fn refuse_if_used(change: &Change<ManageInstance>) -> Result<()> {
    if change.counters.bootstrap_done || user::Entity::find().one(&change.tx).await?.is_some() {
        let rule = "There are users already. Demo data is made in an empty database only: name another one.";
        return Err(domain::Error::Conflict(rule.to_owned()).into());
    }
    Ok(())
}

/// Refuses what the licence does not hold before the work begins, and counts the people.
fn take_seats(change: &mut Change<ManageInstance>, people: &[Person]) -> Result<()> {
    let count = people.iter().filter(|person| person.standing.takes_seat()).count();
    change.seats().take(signed(count))?;
    for person in people {
        change.recount(None, Some(person.standing));
    }
    Ok(())
}

async fn found_teams(change: &Change<ManageInstance>, teams: &Teams) -> Result<i64> {
    many::insert::<team::Entity>(&change.tx, teams.all.clone()).await?;
    for team in &teams.all {
        handles::take(&change.tx, "teams", &team.name, Owner::Team(team.id)).await?;
    }
    Ok(signed(teams.all.len()))
}

/// Makes and writes a few hundred people at a time, so that the days of all of them are never held at once.
async fn write_people(
    change: &mut Change<ManageInstance>,
    maker: &mut Maker,
    people: &[Person],
    mut batch: Batch,
    filled: &mut Filled,
) -> Result<()> {
    for some in people.chunks(PEOPLE) {
        for person in some {
            maker.add(person, change.next_number(), &mut batch)?;
        }
        filled.count(&batch);
        std::mem::take(&mut batch).write(&change.tx).await?;
    }
    Ok(())
}

async fn finish(mut change: Change<ManageInstance>, plan: &Plan, filled: Filled) -> Result<Filled> {
    let before = std::mem::replace(&mut change.counters.name, ORGANIZATION.to_owned());
    change.counters.bootstrap_done = true;
    last_run::find_all(&change.tx).await?;
    name_creators(&change.tx).await?;
    let instance::Model { users, admins, .. } = change.counters;
    let record = Record::instance(
        Action::DemoFilled,
        json!({ "name": before, "users": 0 }),
        json!({ "name": ORGANIZATION, "users": users, "days": plan.days, "seed": plan.seed }),
    );
    change.commit(record).await?;
    Ok(Filled { users, admins, ..filled })
}

impl Maker {
    fn new(
        cx: &Ctx,
        (mut dice, names): (Dice, Dice),
        calendar: Calendar,
        hashes: Hashes,
        people: &[Person],
        mut pictures: Pictures,
        batch: &mut Batch,
    ) -> Self {
        let listed = people.iter().filter(|person| person.standing.status != Status::Removed).count();
        let mut teams = Teams::new(&mut dice, signed(listed), calendar.opening());
        teams.show(&mut pictures);
        let robots = Robots::new(&teams.all, calendar.now);
        let work = Work::new(&mut dice, &teams.all, robots, calendar.now, batch);
        let taken = teams.all.iter().map(|team| team.name.clone()).chain([ADMIN_USERNAME.to_owned()]);
        Self {
            names: Names::new(taken, names),
            dice,
            calendar,
            teams,
            work,
            pictures,
            hashes,
            invitation_days: cx.instance.settings.invitation_days,
            admin: None,
            last_days: BTreeMap::new(),
            months: BTreeMap::new(),
        }
    }
}

impl Filled {
    fn new(people: &[Person], password: SecretString) -> Self {
        let of = |status: Status| signed(people.iter().filter(|person| person.standing.status == status).count());
        Self {
            organization: ORGANIZATION.to_owned(),
            email: ADMIN_EMAIL.to_owned(),
            username: ADMIN_USERNAME.to_owned(),
            password,
            users: 0,
            admins: 0,
            pending: of(Status::Pending),
            deactivated: of(Status::Deactivated),
            removed: of(Status::Removed),
            teams: 0,
            active_days: 0,
            projects: 0,
            runs: 0,
            reports: 0,
        }
    }

    fn count(&mut self, batch: &Batch) {
        self.active_days += signed(batch.days.len());
        self.projects += signed(batch.projects.len());
        self.runs += signed(batch.runs.len());
        self.reports += signed(batch.reports.len());
    }
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
