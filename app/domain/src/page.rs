//! Lists that come in pages.

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;

/// Rows of one page.
pub const PAGE: u64 = 50;
/// How far the rows of a filter are counted; beyond it the count says "10,000+".
pub const COUNTED: i64 = 10_000;

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
}
