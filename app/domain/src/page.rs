//! Lists that come in pages.

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::error::{Error, Result};

/// Rows of one page.
pub const PAGE: u64 = 50;
/// How far the rows of a filter are counted; beyond it the count says "10,000+".
pub const COUNTED: i64 = 10_000;

/// Longest search that is looked for; more is refused.
const SEARCH_MAX: usize = 200;

/// # Errors
///
/// `Invalid` on `search` where it is too long.
pub fn check_search(text: &str) -> Result<()> {
    if text.chars().count() > SEARCH_MAX {
        return Err(Error::invalid("search", format!("A search has at most {SEARCH_MAX} characters.")));
    }
    Ok(())
}

closed_set! {
    Direction {
        Ascending = "asc", "ascending";
        Descending = "desc", "descending";
    }
}

impl Direction {
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// Where the next page begins; `None` on the last one. Opaque, and good for the same order and filter only.
    pub next: Option<String>,
    pub total: Total,
}

/// How many rows there are in all pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    pub rows: i64,
    /// Whether there are more than were counted.
    pub more: bool,
}

impl Total {
    /// As in "1,204 users" and "10,000+ users".
    pub fn words(self, one: &str) -> String {
        if self.more {
            format!("{}+ {one}s", crate::text::number(self.rows))
        } else {
            crate::text::count(self.rows, one)
        }
    }

    /// As in "38 users match the filter".
    pub fn matching(self, one: &str) -> String {
        let verb = if self.rows == 1 && !self.more { "matches" } else { "match" };
        format!("{} {verb} the filter", self.words(one))
    }
}

/// Which part of a list is on show, in words: `shown` rows after the first `before`.
pub fn position(before: i64, shown: i64, total: Total, is_end: bool) -> String {
    use crate::text::{count, number};
    if is_end && before == 0 {
        return format!("{}, the end of the list.", count(shown, "row"));
    }
    let rows = format!("Rows {} to {}", number(before + 1), number(before + shown));
    if is_end {
        format!("{rows}, the end of the list.")
    } else {
        format!("{rows} of {}{}", number(total.rows), if total.more { "+" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_told_in_words() {
        let total = Total { rows: 1204, more: false };

        assert_eq!(position(0, 50, total, false), "Rows 1 to 50 of 1,204");
        assert_eq!(position(500, 50, Total { rows: 10_000, more: true }, false), "Rows 501 to 550 of 10,000+");
        assert_eq!(position(1000, 204, total, true), "Rows 1,001 to 1,204, the end of the list.");
        assert_eq!(position(0, 1, total, true), "1 row, the end of the list.");
    }

    #[test]
    fn a_total_says_when_it_was_not_counted_to_the_end() {
        let total = |rows, more| Total { rows, more };

        assert_eq!(total(1, false).matching("user"), "1 user matches the filter");
        assert_eq!(total(38, false).matching("user"), "38 users match the filter");
        assert_eq!(total(10_000, true).matching("change"), "10,000+ changes match the filter");
    }
}
