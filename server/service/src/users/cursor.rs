//! Where the next page of the users table begins.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::UserId;
use domain::user::UserQuery;
use serde::{Deserialize, Serialize};

use crate::{Result, token};

/// The sort value and id of the last row of a page. It carries the order and filter it was made for, and is of no use
/// for another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cursor {
    query: String,
    pub value: SortValue,
    pub id: UserId,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SortValue {
    Number(i64),
    Text(String),
}

impl Cursor {
    pub fn new(query: &UserQuery, value: SortValue, id: UserId) -> Self {
        Self { query: fingerprint(query), value, id }
    }

    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// # Errors
    ///
    /// `Invalid` where it is none of ours, or was made for another order or filter.
    pub fn decode(text: &str, query: &UserQuery) -> Result<Self> {
        let refuse = |why: &str| {
            domain::Error::invalid(
                "after",
                format!("This is not the place of a page: {why}. Start again at the first page."),
            )
        };
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| refuse("it is mangled"))?;
        let cursor: Self = serde_json::from_slice(&bytes).map_err(|_| refuse("it is mangled"))?;
        if cursor.query != fingerprint(query) {
            return Err(refuse("it belongs to another order or filter").into());
        }
        let is_number = query.sort.column == domain::user::UserColumn::LastActive;
        if is_number != matches!(cursor.value, SortValue::Number(_)) {
            return Err(refuse("it is mangled").into());
        }
        Ok(cursor)
    }
}

fn fingerprint(query: &UserQuery) -> String {
    let hash = token::hash(&serde_json::to_string(query).unwrap_or_default());
    URL_SAFE_NO_PAD.encode(&hash[..12])
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

        for wrong in ["", "x", "e30", "' OR 1=1--", &numeric.encode()] {
            assert!(Cursor::decode(wrong, &query).is_err(), "{wrong}");
        }
    }
}
