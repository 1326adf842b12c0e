//! Who was active when.

use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::closed_set::closed_set;
use crate::time::{Day, Month};
use crate::user::User;

closed_set! {
    /// Through which way something was done.
    Door {
        Page = "page", "Page";
        Rest = "rest", "REST";
        Wandb = "wandb", "wandb client";
        CommandLine = "cli", "Command line";
        Job = "job", "Job";
    }
}

closed_set! {
    /// The dropdown of the plot.
    Span {
        Days = "days", "Days";
        Months = "months", "Months";
        AllTime = "all", "All time";
    }
}

/// Which stretch of time the plot shows: the last 30 or 90 days, the last 12 or 24 months, or every month since the first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Period {
    pub span: Span,
    /// The longer of the two choices.
    pub long: bool,
}

#[expect(clippy::derivable_impls, reason = "`closed_set!` makes the enum")]
impl Default for Span {
    fn default() -> Self {
        Self::Days
    }
}

impl Period {
    /// How many points there are; `None` for all there is.
    pub const fn points(self) -> Option<i32> {
        match (self.span, self.long) {
            (Span::Days, false) => Some(30),
            (Span::Days, true) => Some(90),
            (Span::Months, false) => Some(12),
            (Span::Months, true) => Some(24),
            (Span::AllTime, _) => None,
        }
    }
}

/// How many users were active, point by point without gaps, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    pub from: Start,
    pub counts: Vec<i64>,
}

/// Where a series begins; its points are as far apart as this is long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    Day(Day),
    Month(Month),
}

impl Series {
    /// The name of each point, with its count.
    pub fn points(&self) -> impl Iterator<Item = (String, i64)> + '_ {
        (0..).zip(&self.counts).map(|(i, &count)| (self.from.plus(i), count))
    }

    /// What the last point is called besides its name: its day or month is not over, so it may still grow.
    pub const fn last_so_far(&self) -> &'static str {
        match self.from {
            Start::Day(_) => "today so far",
            Start::Month(_) => "this month so far",
        }
    }

    /// The whole in a sentence, for those who do not see the plot.
    pub fn summary(&self) -> String {
        let Some((now, over)) = self.counts.split_last() else { return "Nobody was active yet.".to_owned() };
        let so_far = format!("{now} {}", self.last_so_far());
        match (over.last(), over.iter().max()) {
            (Some(at), Some(most)) => {
                let before_last = i32::try_from(over.len() - 1).unwrap_or(i32::MAX);
                let (first, last) = (self.from.plus(0), self.from.plus(before_last));
                format!("Users active from {first} to {last}: at most {most}, at last {at}; {so_far}.")
            }
            _ => format!("Users active: {so_far}."),
        }
    }
}

impl Start {
    fn plus(self, points: i32) -> String {
        match self {
            Self::Day(day) => day.plus(points).words(),
            Self::Month(month) => month.plus(points).words(),
        }
    }
}

/// What the dialog "Activity of …" shows of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserActivity {
    pub user: User,
    /// Through which door they came last.
    pub door: Option<Door>,
    /// Requests of each day.
    pub calendar: Calendar,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_names_its_points() {
        let series = Series { from: Start::Month(Month(2026 * 12 + 11)), counts: vec![3, 5] };

        assert_eq!(series.points().collect::<Vec<_>>(), [("Dec 2026".to_owned(), 3), ("Jan 2027".to_owned(), 5)]);
    }

    #[test]
    fn a_series_sets_apart_what_is_not_over() {
        let of = |counts: &[i64]| Series { from: Start::Day(Day(20_780)), counts: counts.to_vec() }.summary();

        assert_eq!(
            of(&[3, 7, 5, 1]),
            "Users active from 23 Nov 2026 to 25 Nov 2026: at most 7, at last 5; 1 today so far."
        );
        assert_eq!(of(&[3, 1]), "Users active from 23 Nov 2026 to 23 Nov 2026: at most 3, at last 3; 1 today so far.");
        assert_eq!(of(&[1]), "Users active: 1 today so far.");
        assert_eq!(of(&[]), "Nobody was active yet.");
    }
}
