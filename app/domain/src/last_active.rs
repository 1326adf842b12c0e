//! A filter by when somebody was last active.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

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
    fn what_is_no_filter_is_refused() {
        for word in
            ["", "Never", "before", "before:", "after:2026-02-30", "after:2026-1-1", "after:20260101", "on:2026-01-01"]
        {
            assert!(word.parse::<LastActive>().is_err(), "{word}");
        }
    }
}
