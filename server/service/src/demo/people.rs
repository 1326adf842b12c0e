//! Who comes when, stays how long, and works how.

use domain::activity::Door;
use domain::ids::UserId;
use domain::policy::{OrgRole, Standing};
use domain::time::Timestamp;
use domain::user::Status;
use entity::activity_day;

use super::calendar::{Calendar, HOUR};
use super::dice::Dice;

const DAY: i64 = 24 * HOUR;

/// Somebody without a name yet.
pub struct Person {
    pub standing: Standing,
    pub added: Timestamp,
    /// None of somebody pending.
    pub joined: Option<Timestamp>,
    habit: Habit,
}

/// How somebody works.
#[derive(Clone, Copy)]
struct Habit {
    /// Of a thousand usual days, so many are worked on.
    rate: i64,
    /// When work begins, in hours of the day.
    hour: i64,
    /// The moment after which nothing is heard any more; none of who never came at all.
    until: Option<Timestamp>,
}

/// Everybody, in the order in which they were added, the admin first.
pub fn cast(dice: &mut Dice, calendar: &Calendar, users: i64) -> Vec<Person> {
    let (pending, deactivated, removed) = (share(users, 40), share(users, 50), share(users, 10));
    let admins = share(users, 20).max(1) - 1;
    let members = users - 1 - pending - deactivated - admins;
    let mut people = Vec::new();
    for (count, status) in
        [(admins + members, Status::Active), (pending, Status::Pending), (deactivated, Status::Deactivated)]
    {
        people.extend((0..count).map(|i| Person::new(dice, calendar, status, status == Status::Active && i < admins)));
    }
    people.extend((0..removed).map(|_| Person::new(dice, calendar, Status::Removed, false)));
    people.sort_by_key(|person| person.added);
    people.insert(0, Person::admin(calendar));
    people
}

fn share(of: i64, per_mille: i64) -> i64 {
    (of * per_mille + 500) / 1000
}

impl Person {
    fn admin(calendar: &Calendar) -> Self {
        Self {
            standing: Standing { role: OrgRole::Admin, status: Status::Active },
            added: calendar.opening(),
            joined: Some(calendar.opening()),
            habit: Habit { rate: 850, hour: 6, until: Some(calendar.now) },
        }
    }

    fn new(dice: &mut Dice, calendar: &Calendar, status: Status, admin: bool) -> Self {
        let admin = admin || (status != Status::Active && dice.hits(20));
        let standing = Standing { role: if admin { OrgRole::Admin } else { OrgRole::Member }, status };
        let mut habit = Habit::new(dice);
        if status == Status::Pending {
            return Self { standing, added: recently(dice, calendar), joined: None, habit };
        }
        let joined = some_time(dice, calendar, habit.hour);
        let added = Timestamp(joined.0 - dice.below(5 * DAY)).max(calendar.opening());
        habit.until = last_moment(dice, calendar, status, joined);
        Self { standing, added, joined: Some(joined), habit }
    }

    /// The days on which the person was active, in order.
    pub fn days(&self, dice: &mut Dice, calendar: &Calendar, user: UserId) -> Vec<activity_day::Model> {
        let Some((joined, until)) = self.joined.zip(self.habit.until) else { return Vec::new() };
        let mut rows = Vec::new();
        for (day, busy) in calendar.days(joined.day(), until.day()) {
            let first_day = day == joined.day();
            if !first_day && dice.below(1_000_000) >= self.habit.rate * busy {
                continue;
            }
            let morning = day.start().0 + self.habit.hour * HOUR;
            let first_at = if first_day { joined } else { Timestamp(morning + dice.below(2 * HOUR)) };
            if first_at <= until {
                let night = Timestamp(day.plus(1).start().0 - 1).min(until);
                rows.push(row(dice, user, first_at, night));
            }
        }
        rows
    }
}

/// What somebody did from `first_at` on, `night` being the latest.
fn row(dice: &mut Dice, user_id: UserId, first_at: Timestamp, night: Timestamp) -> activity_day::Model {
    let door = dice.weigh(&[(55, Door::Page), (38, Door::Wandb), (7, Door::Rest)]);
    let minutes = dice.between(0, 9 * 60);
    let requests = 1 + dice.below(1 + minutes / 3);
    let last_at =
        if requests == 1 { first_at } else { first_at.plus_seconds(minutes * 60 + dice.below(60)).min(night) };
    activity_day::Model { user_id, day: first_at.day(), requests, first_at, last_at, door }
}

impl Habit {
    fn new(dice: &mut Dice) -> Self {
        let usual = dice.weigh(&[(18, 700), (34, 350), (30, 120), (18, 30)]);
        Self { rate: usual * dice.between(700, 1300) / 1000, hour: dice.between(5, 17), until: None }
    }
}

/// When somebody signs up: a few found the organization, the others come ever faster.
fn some_time(dice: &mut Dice, calendar: &Calendar, hour: i64) -> Timestamp {
    let (opening, now) = (calendar.opening(), calendar.now);
    let span = now.0 - opening.0;
    let offset = match dice.below(100) {
        0..8 => dice.below(span / 30),
        8..60 => dice.below(span),
        _ => dice.below(span).max(dice.below(span)),
    };
    let day = Timestamp(opening.0 + offset).day();
    Timestamp(day.start().0 + hour * HOUR + dice.below(3 * HOUR)).clamp(opening, now)
}

/// When somebody who has not accepted yet was invited; for some of them it is too long ago.
fn recently(dice: &mut Dice, calendar: &Calendar) -> Timestamp {
    let ago = if dice.hits(300) { dice.between(7 * DAY, 25 * DAY) } else { dice.below(7 * DAY) };
    Timestamp(calendar.now.0 - ago).max(calendar.opening())
}

fn last_moment(dice: &mut Dice, calendar: &Calendar, status: Status, joined: Timestamp) -> Option<Timestamp> {
    let left = calendar.now.0 - joined.0;
    let gone = Timestamp(joined.0 + dice.below(left * 2 / 3));
    let once = Timestamp(joined.0 + 2 * HOUR).min(calendar.now);
    if status == Status::Active {
        dice.weigh(&[(75, Some(calendar.now)), (13, Some(gone)), (8, Some(once)), (4, None)])
    } else {
        dice.weigh(&[(90, Some(gone)), (10, Some(once))])
    }
}
