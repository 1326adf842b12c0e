//! The days of the demo: how busy each one is, and how many people were seen on it.

use std::collections::BTreeMap;

use domain::time::{Day, Month, Timestamp};
use entity::{active_users_day, active_users_month, activity_day};

pub const HOUR: i64 = 3_600_000;
const SATURDAY: u32 = 5;
const DECEMBER: i32 = 11;

pub struct Calendar {
    pub now: Timestamp,
    first: Day,
    dates: Vec<Date>,
}

struct Date {
    month: Month,
    /// Of a thousand people who work on a usual day, so many work on this one.
    busy: i64,
    seen: i64,
}

impl Calendar {
    /// `days` days, of which the last one is today.
    pub fn new(now: Timestamp, days: u32) -> Self {
        let days = i32::try_from(days.max(1)).unwrap_or(i32::MAX).min(now.day().0);
        let first = now.day().plus(1 - days);
        let dates = (0..days).map(|i| Date::of(first.plus(i))).collect();
        Self { now, first, dates }
    }

    /// The morning of the first day, when the admin signs up.
    pub fn opening(&self) -> Timestamp {
        std::cmp::min(Timestamp(self.first.start().0 + 5 * HOUR), self.now)
    }

    /// The days from `from` to `to`, each with how busy it is.
    pub fn days(&self, from: Day, to: Day) -> impl Iterator<Item = (Day, i64)> + '_ {
        let (from, to) = (from.0.max(self.first.0), to.0);
        let skip = usize::try_from(from - self.first.0).unwrap_or_default();
        (from..=to).zip(self.dates.iter().skip(skip)).map(|(day, date)| (Day(day), date.busy))
    }

    /// Counts somebody's days; `months` are kept apart, as one day of a month is as good as twenty.
    pub fn count(&mut self, days: &[activity_day::Model], months: &mut BTreeMap<i32, i64>) {
        let mut last = None;
        for row in days {
            let at = usize::try_from(row.day.0 - self.first.0).unwrap_or_default();
            let date = &mut self.dates[at];
            date.seen += 1;
            if last.replace(date.month) != Some(date.month) {
                *months.entry(date.month.0).or_default() += 1;
            }
        }
    }

    /// The roll-up of the days; a day without anybody has no row.
    pub fn roll_up(&self) -> Vec<active_users_day::Model> {
        let seen = (self.first.0..).zip(&self.dates).filter(|(_, date)| date.seen > 0);
        seen.map(|(day, date)| active_users_day::Model { day, users: date.seen }).collect()
    }
}

impl Date {
    fn of(day: Day) -> Self {
        let month = day.month();
        let of_month = day.0 - month.first_day().0 + 1;
        let busy = match (month.0.rem_euclid(12), of_month, day.weekday()) {
            (DECEMBER, 24..=31, _) | (0, 1, _) => 70,
            (_, _, SATURDAY..) => 110,
            (_, _, 4) => 870,
            _ => 1000,
        };
        Self { month, busy, seen: 0 }
    }
}

pub fn months(seen: BTreeMap<i32, i64>) -> Vec<active_users_month::Model> {
    seen.into_iter().map(|(month, users)| active_users_month::Model { month, users }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekends_and_the_turn_of_the_year_are_quiet() {
        let new_year = Timestamp(1_798_761_600_000);
        let calendar = Calendar::new(new_year, 10);

        let busy: Vec<i64> = calendar.days(Day(0), new_year.day()).map(|(_, busy)| busy).collect();

        assert_eq!(new_year.day().words(), "1 Jan 2027");
        assert_eq!(busy, [1000, 70, 70, 70, 70, 70, 70, 70, 70, 70]);
        assert_eq!(Date::of(new_year.day().plus(1)).busy, 110);
    }
}
