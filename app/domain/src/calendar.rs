//! A year of days, week by week.

use serde::{Deserialize, Serialize};

use crate::text::count;
use crate::time::Day;

/// Weeks of a calendar, the last of which goes up to today.
pub const WEEKS: i32 = 52;
/// How strong a day can be, from nothing on.
pub const LEVELS: i64 = 4;

/// How much there was on each day, from a Monday on to today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    pub from: Day,
    pub counts: Vec<i64>,
}

/// A stretch of weeks that begin in the same month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthOfWeeks {
    /// As in "Nov 2026".
    pub words: String,
    pub weeks: i64,
}

impl Calendar {
    /// The first day of the calendar that ends `today`.
    pub fn first_day(today: Day) -> Day {
        today.plus(-today.weekday().cast_signed() - 7 * (WEEKS - 1))
    }

    /// The calendar that ends `today`, of days and how much there was on each.
    pub fn until(today: Day, days: impl IntoIterator<Item = (Day, i64)>) -> Self {
        let from = Self::first_day(today);
        let mut counts = vec![0; usize::try_from(today.0 - from.0 + 1).unwrap_or_default()];
        for (day, count) in days {
            let at = usize::try_from(day.0 - from.0).ok().and_then(|at| counts.get_mut(at));
            if let Some(at) = at {
                *at += count;
            }
        }
        Self { from, counts }
    }

    /// The days of one weekday, 0 being Monday, a week apart.
    pub fn weekday(&self, weekday: i32) -> impl Iterator<Item = (Day, i64)> + '_ {
        (0..).zip(&self.counts).filter(move |(i, _)| i % 7 == weekday).map(|(i, &count)| (self.from.plus(i), count))
    }

    /// The months above the weeks.
    pub fn months(&self) -> Vec<MonthOfWeeks> {
        let mut months: Vec<MonthOfWeeks> = Vec::new();
        for (monday, _) in self.weekday(0) {
            let words = monday.month().words();
            match months.last_mut().filter(|month| month.words == words) {
                Some(month) => month.weeks += 1,
                None => months.push(MonthOfWeeks { words, weeks: 1 }),
            }
        }
        months
    }

    /// How strong a day with `count` is beside the strongest: 0 for nothing, else from 1 to [`LEVELS`].
    pub fn level(&self, count: i64) -> i64 {
        let most = self.most();
        if count <= 0 || most <= 0 { 0 } else { ((count * LEVELS - 1) / most + 1).clamp(1, LEVELS) }
    }

    fn most(&self) -> i64 {
        self.counts.iter().copied().max().unwrap_or_default()
    }

    /// The whole in a sentence, as in "1,204 requests on 38 days in the last 52 weeks".
    pub fn summary(&self, one: &str) -> String {
        let days = i64::try_from(self.counts.iter().filter(|count| **count > 0).count()).unwrap_or_default();
        let all = count(self.counts.iter().sum(), one);
        format!("{all} on {} in the last {WEEKS} weeks", count(days, "day"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Tuesday.
    const TODAY: Day = Day(20_781);

    #[test]
    fn a_calendar_goes_from_a_monday_to_today() {
        let calendar =
            Calendar::until(TODAY, [(TODAY, 3), (TODAY.plus(-1), 2), (TODAY.plus(-1000), 9), (TODAY.plus(1), 9)]);

        assert_eq!(TODAY.words(), "24 Nov 2026");
        assert_eq!((calendar.from.weekday(), calendar.from.words()), (0, "1 Dec 2025".to_owned()));
        assert_eq!(calendar.counts.len(), 51 * 7 + 2);
        assert_eq!(calendar.weekday(0).last(), Some((TODAY.plus(-1), 2)));
        assert_eq!(calendar.weekday(1).last(), Some((TODAY, 3)));
        assert_eq!((calendar.weekday(1).count(), calendar.weekday(2).count()), (52, 51));
        assert_eq!(calendar.summary("request"), "5 requests on 2 days in the last 52 weeks");
    }

    #[test]
    fn months_stand_above_the_weeks_that_begin_in_them() {
        let months = Calendar::until(TODAY, []).months();

        assert_eq!(months.iter().map(|it| it.weeks).sum::<i64>(), i64::from(WEEKS));
        assert_eq!(months.first(), Some(&MonthOfWeeks { words: "Dec 2025".to_owned(), weeks: 5 }));
        assert_eq!(months.len(), 12);
    }

    #[test]
    fn a_day_is_as_strong_as_it_is_beside_the_strongest() {
        let calendar = Calendar::until(TODAY, [(TODAY, 100)]);

        for (count, level) in [(0, 0), (1, 1), (25, 1), (26, 2), (50, 2), (75, 3), (76, 4), (100, 4)] {
            assert_eq!(calendar.level(count), level, "{count}");
        }
        assert_eq!(Calendar::until(TODAY, []).level(0), 0);
    }
}
