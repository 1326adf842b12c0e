//! Turns people into rows.

use std::collections::BTreeMap;

use domain::email::Email;
use domain::ids::{MailId, UserId};
use domain::mail::{MailKind, MailState};
use domain::time::Day;
use domain::user::Status;
use entity::{handle, mail, user};

use super::batch::Batch;
use super::calendar::Calendar;
use super::dice::Dice;
use super::fill::Hashes;
use super::names::{Called, Names};
use super::people::Person;
use super::pictures::Pictures;
use super::teams::Teams;
use super::work::Work;
use crate::users::{self, NewRow};
use crate::{Error, Result};

pub const ADMIN_EMAIL: &str = "admin@rollcall.example";
pub const ADMIN_NAME: &str = "Ada Okafor";
pub const ADMIN_USERNAME: &str = "ada.okafor";

/// What a mail server says of an address that does not exist.
const BOUNCED: &str = "550 5.1.1 The email account that you tried to reach does not exist";

/// Makes the rows of one person after the other.
pub struct Maker {
    pub dice: Dice,
    pub calendar: Calendar,
    pub names: Names,
    pub teams: Teams,
    pub work: Work,
    pub pictures: Pictures,
    pub hashes: Hashes,
    pub invitation_days: i64,
    /// The first person, who invited the others.
    pub admin: Option<UserId>,
    /// How many of the listed were last seen on each day.
    pub last_days: BTreeMap<Day, i64>,
    /// How many were seen in each month.
    pub months: BTreeMap<i32, i64>,
}

impl Maker {
    /// Adds everything about the person to `batch`; `number` is that of their row.
    pub fn add(&mut self, person: &Person, number: i64, batch: &mut Batch) -> Result<()> {
        let mut row = self.row(person, number)?;
        let joined = self.teams.join(&mut self.dice, person, (row.id, number));
        users::set_teams(&mut row, &self.teams.names(&joined.places));
        let days = person.days(&mut self.dice, &self.calendar, row.id);
        self.calendar.count(&days, &mut self.months);
        row.days_active = i64::try_from(days.len()).unwrap_or(i64::MAX);
        if let Some(last) = days.last() {
            row.last_active_key = last.last_at.0;
            row.last_active_door = Some(last.door.as_str().to_owned());
            if row.listed {
                *self.last_days.entry(last.day).or_default() += 1;
            }
        }
        self.work.fill(&mut self.dice, &mut row, &joined.places, &days, batch);
        if self.admin == Some(row.id) {
            self.work.fill_lately(&mut row, &joined.places, &days, batch);
        }
        if person.standing.status == Status::Pending {
            self.invite(&mut row, batch);
        }
        batch.handles.extend(handle_of(&row));
        batch.members.extend(joined.rows);
        batch.days.extend(days);
        batch.users.push(row);
        Ok(())
    }

    fn row(&mut self, person: &Person, number: i64) -> Result<user::Model> {
        let id = UserId::from_uuid(self.dice.id(person.added));
        let (called, email, hash) = if self.admin.is_none() {
            let called = Called { name: ADMIN_NAME.to_owned(), username: ADMIN_USERNAME.to_owned() };
            (called, ADMIN_EMAIL.to_owned(), &self.hashes.admin)
        } else {
            let called = self.names.next();
            let email = format!("{}@northwind.example", called.username);
            (called, email, &self.hashes.nobody)
        };
        let email = Email::parse(&email).map_err(|rule| Error::Internal(format!("{email}: {rule}")))?;
        let (role, status) = (person.standing.role, person.standing.status);
        let mut row = NewRow { number, email, role, status, now: person.added }.model();
        row.id = id;
        row.joined_at = person.joined;
        row.invited_by = self.admin;
        self.admin.get_or_insert(id);
        if status != Status::Pending {
            users::name_anew(&mut row, called.name, Some(called.username));
            row.avatar = if status == Status::Removed { None } else { self.pictures.give(number) };
            row.password_hash = (status != Status::Removed).then(|| hash.clone());
        }
        users::set_standing(&mut row, role, status);
        Ok(row)
    }

    /// Invites the person with a link that nobody has, and a mail that arrived, or, for a few, did not.
    fn invite(&mut self, row: &mut user::Model, batch: &mut Batch) {
        let sent = row.added_at;
        row.invitation_hash = Some(self.dice.bytes::<32>().to_vec());
        row.invitation_sent_at = Some(sent);
        row.invitation_expires_at = Some(sent.plus_days(self.invitation_days));
        let failed = self.dice.hits(120);
        let arrived = sent.plus_seconds(self.dice.between(1, 40)).min(self.calendar.now);
        batch.mails.push(mail::Model {
            id: MailId::from_uuid(self.dice.id(sent)),
            kind: MailKind::Invitation,
            user_id: row.id,
            recipient: row.email.clone(),
            sealed: None,
            state: if failed { MailState::Failed } else { MailState::Delivered },
            attempts: 1,
            error: failed.then(|| BOUNCED.to_owned()),
            created_at: sent,
            next_attempt_at: sent,
            delivered_at: (!failed).then_some(arrived),
        });
    }
}

/// The name is taken by whoever is in the lists and has one.
fn handle_of(row: &user::Model) -> Option<handle::Model> {
    let name = row.username.clone().filter(|_| row.listed)?;
    Some(handle::Model { name, user_id: Some(row.id), team_id: None })
}
