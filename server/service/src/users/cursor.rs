//! Where the next page of the users table begins.

use domain::ids::UserId;
use domain::user::{UserColumn, UserQuery};
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::cursor::{self, Fingerprint, Place};

/// The sort value and id of the last row of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cursor {
    query: Fingerprint,
    pub value: SortValue,
    pub id: UserId,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SortValue {
    Number(i64),
    Text(String),
}

impl Place for Cursor {
    fn list(&self) -> &Fingerprint {
        &self.query
    }
}

impl Cursor {
    pub fn new(query: &UserQuery, value: SortValue, id: UserId) -> Self {
        Self { query: Fingerprint::of(query), value, id }
    }

    pub fn encode(&self) -> String {
        cursor::encode(self)
    }

    /// # Errors
    ///
    /// `Invalid` where it is none of ours, or was made for another order or filter.
    pub fn decode(text: &str, query: &UserQuery) -> Result<Self> {
        let cursor: Self = cursor::decode(text, query)?;
        let is_number = query.sort.column == UserColumn::LastActive;
        if is_number == matches!(cursor.value, SortValue::Number(_)) { Ok(cursor) } else { Err(cursor::mangled()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_good_for_its_own_order_and_filter_only() {
        let query = UserQuery::default();
        let other = UserQuery { search: "ada".to_owned(), ..UserQuery::default() };
        let cursor = Cursor::new(&query, SortValue::Text("ada".to_owned()), UserId::from_uuid(uuid::Uuid::nil()));

        assert_eq!(Cursor::decode(&cursor.encode(), &query).unwrap(), cursor);
        assert!(Cursor::decode(&cursor.encode(), &other).is_err());
    }

    #[test]
    fn a_forged_place_is_refused() {
        let query = UserQuery::default();
        let numeric = Cursor::new(&query, SortValue::Number(1), UserId::from_uuid(uuid::Uuid::nil()));

        let nul = Cursor::new(&query, SortValue::Text("a\0".to_owned()), UserId::from_uuid(uuid::Uuid::nil()));

        for wrong in ["", "x", "e30", "' OR 1=1--", &numeric.encode(), &nul.encode()] {
            assert!(Cursor::decode(wrong, &query).is_err(), "{wrong}");
        }
    }
}
