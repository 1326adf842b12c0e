//! A filter by when somebody was last active.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::error::UnknownWord;
use crate::time::Day;

/// Who was active last when: spelled `never`, `before:2026-10-01` or `after:2026-10-01`. Pending people, who cannot
/// have been active, fit none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum LastActive {
    /// Joined, and not seen since.
    Never,
    /// Seen, but not on this day or later.
    Before(Day),
    /// Seen on this day or later.
    After(Day),
}

closed_set! {
    /// What the filter "Last active" offers.
    Recency {
        Last7 = "last_7", "In the last 7 days";
        Last30 = "last_30", "In the last 30 days";
        NotLast30 = "not_last_30", "Not in the last 30 days";
        NotLast90 = "not_last_90", "Not in the last 90 days";
        Never = "never", "Never";
        Before = "before", "Before a date…";
        After = "after", "After a date…";
    }
}

impl Recency {
    /// The filter that is meant when today is `today`; none where a date has to be picked first.
    pub const fn filter(self, today: Day) -> Option<LastActive> {
        match self {
            Self::Last7 => Some(LastActive::After(today.plus(-7))),
            Self::Last30 => Some(LastActive::After(today.plus(-30))),
            Self::NotLast30 => Some(LastActive::Before(today.plus(-30))),
            Self::NotLast90 => Some(LastActive::Before(today.plus(-90))),
            Self::Never => Some(LastActive::Never),
            Self::Before | Self::After => None,
        }
    }

    /// The filter with a date that was picked; none where there is nothing to pick.
    pub const fn on(self, day: Day) -> Option<LastActive> {
        match self {
            Self::Before => Some(LastActive::Before(day)),
            Self::After => Some(LastActive::After(day)),
            _ => None,
        }
    }
}

impl LastActive {
    /// What was picked to get this filter, when today is `today`.
    pub fn recency(self, today: Day) -> Recency {
        let preset = Recency::ALL.iter().copied().find(|it| it.filter(today) == Some(self));
        preset.unwrap_or(match self {
            Self::Never => Recency::Never,
            Self::Before(_) => Recency::Before,
            Self::After(_) => Recency::After,
        })
    }

    /// The date in it.
    pub const fn day(self) -> Option<Day> {
        match self {
            Self::Never => None,
            Self::Before(day) | Self::After(day) => Some(day),
        }
    }

    /// As in "Not in the last 30 days" and "Before 1 Oct 2026".
    pub fn words(self, today: Day) -> String {
        match (self.recency(today), self.day()) {
            (Recency::Before, Some(day)) => format!("Before {}", day.words()),
            (Recency::After, Some(day)) => format!("On or after {}", day.words()),
            (recency, _) => recency.label().to_owned(),
        }
    }
}

impl fmt::Display for LastActive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never => f.write_str("never"),
            Self::Before(day) => write!(f, "before:{}", day.iso()),
            Self::After(day) => write!(f, "after:{}", day.iso()),
        }
    }
}

impl FromStr for LastActive {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let day = |text: &str| Day::from_iso(text).ok_or(UnknownWord("LastActive"));
        match word.split_once(':') {
            None if word == "never" => Ok(Self::Never),
            Some(("before", text)) => day(text).map(Self::Before),
            Some(("after", text)) => day(text).map(Self::After),
            _ => Err(UnknownWord("LastActive")),
        }
    }
}

impl From<LastActive> for String {
    fn from(filter: LastActive) -> Self {
        filter.to_string()
    }
}

impl TryFrom<String> for LastActive {
    type Error = UnknownWord;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        word.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_read_as_it_is_written() {
        for word in ["never", "before:2026-10-01", "after:2024-02-29"] {
            assert_eq!(word.parse::<LastActive>().unwrap().to_string(), word);
        }
    }

    #[test]
    fn what_is_offered_is_found_again_in_its_filter() {
        let today = Day(20_780);
        for &recency in Recency::ALL {
            let filter = recency.filter(today).or_else(|| recency.on(today.plus(-3))).unwrap();
            assert_eq!(filter.recency(today), recency, "{recency}");
        }
        assert_eq!(LastActive::After(today.plus(-30)).recency(today.plus(1)), Recency::After);
    }

    #[test]
    fn a_filter_is_told_in_words() {
        let today = Day(20_780);
        for (filter, words) in [
            (LastActive::Never, "Never"),
            (LastActive::After(today.plus(-7)), "In the last 7 days"),
            (LastActive::Before(today.plus(-90)), "Not in the last 90 days"),
            (LastActive::Before(Day(20_727)), "Before 1 Oct 2026"),
            (LastActive::After(Day(20_727)), "On or after 1 Oct 2026"),
        ] {
            assert_eq!(filter.words(today), words);
        }
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        for word in
            ["", "Never", "before", "before:", "after:2026-02-30", "after:2026-1-1", "after:20260101", "on:2026-01-01"]
        {
            assert!(word.parse::<LastActive>().is_err(), "{word}");
        }
    }
}
