//! Lists that come in pages: a page begins after the last row of the one before, which an index finds however deep it is.

use domain::page::Direction;
use domain::time::Timestamp;
use sea_orm::sea_query::{ColumnRef, Expr, ExprTrait, IntoColumnRef, SelectStatement, SimpleExpr};
use sea_orm::{EntityTrait, Order, QueryTrait, Select};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Result;
use crate::cursor::{self, Fingerprint, Place};

/// What a row is ordered by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Key {
    Number(i64),
    Text(String),
}

impl From<Timestamp> for Key {
    fn from(at: Timestamp) -> Self {
        Self::Number(at.0)
    }
}

impl From<&String> for Key {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

/// The last row of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Last {
    list: Fingerprint,
    pub key: Key,
    pub id: Uuid,
}

impl Place for Last {
    fn list(&self) -> &Fingerprint {
        &self.list
    }
}

impl Last {
    /// `list` is what the page is one of: whatever tells it from other lists, its order and filter among that.
    pub fn new(list: &impl Serialize, key: Key, id: Uuid) -> Self {
        Self { list: Fingerprint::of(list), key, id }
    }

    pub fn encode(&self) -> String {
        cursor::encode(self)
    }
}

/// Which kind of keys a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Numbers,
    Texts,
}

/// An order of rows: by a column, and by their ids where that says the same of two.
#[derive(Debug, Clone)]
pub struct Keyset {
    key: ColumnRef,
    holds: Holds,
    /// None where no two rows have the same key.
    id: Option<ColumnRef>,
    direction: Direction,
}

impl Keyset {
    pub fn new(key: impl IntoColumnRef, holds: Holds, id: impl IntoColumnRef, direction: Direction) -> Self {
        Self { key: key.into_column_ref(), holds, id: Some(id.into_column_ref()), direction }
    }

    /// By texts of which no two are the same.
    pub fn unique(key: impl IntoColumnRef, direction: Direction) -> Self {
        Self { key: key.into_column_ref(), holds: Holds::Texts, id: None, direction }
    }

    /// By times, the newest first.
    pub fn newest(time: impl IntoColumnRef, id: impl IntoColumnRef) -> Self {
        Self::new(time, Holds::Numbers, id, Direction::Descending)
    }

    /// Reads where a page of `list` begins; the first one begins nowhere.
    ///
    /// # Errors
    ///
    /// `Invalid` where `after` is none of ours, or was made for another list.
    pub fn read(&self, after: Option<&str>, list: &impl Serialize) -> Result<Option<Last>> {
        let place: Option<Last> = after.map(|text| cursor::decode(text, list)).transpose()?;
        let fits = |place: &Last| (self.holds == Holds::Numbers) == matches!(place.key, Key::Number(_));
        if place.as_ref().is_none_or(fits) { Ok(place) } else { Err(cursor::mangled()) }
    }

    /// Puts the rows of `select` in order, from the one after `last` on.
    pub fn order<'a>(&self, select: &'a mut SelectStatement, last: Option<&Last>) -> &'a mut SelectStatement {
        let is_ascending = self.direction == Direction::Ascending;
        if let Some(last) = last {
            let (row, last) = (self.columns(), self.values(last));
            select.and_where(if is_ascending { row.gt(last) } else { row.lt(last) });
        }
        let order = if is_ascending { Order::Asc } else { Order::Desc };
        select.order_by(self.key.clone(), order.clone());
        if let Some(id) = &self.id {
            select.order_by(id.clone(), order);
        }
        select
    }

    /// Leaves out the rows that come after `last`.
    pub fn until(&self, select: &mut SelectStatement, last: &Last) {
        let (row, last) = (self.columns(), self.values(last));
        select.and_where(if self.direction == Direction::Ascending { row.lte(last) } else { row.gte(last) });
    }

    /// As [`order`](Self::order), of a list of entities.
    pub fn ordered<E: EntityTrait>(&self, mut select: Select<E>, last: Option<&Last>) -> Select<E> {
        self.order(QueryTrait::query(&mut select), last);
        select
    }

    fn columns(&self) -> SimpleExpr {
        let key = Expr::col(self.key.clone());
        match &self.id {
            Some(id) => Expr::tuple([key, Expr::col(id.clone())]),
            None => key,
        }
    }

    fn values(&self, last: &Last) -> SimpleExpr {
        let key = match &last.key {
            Key::Number(number) => Expr::val(*number),
            Key::Text(text) => Expr::val(text.clone()),
        };
        if self.id.is_some() { Expr::tuple([key, Expr::val(last.id)]) } else { key }
    }
}

/// Takes a row too many off a page, and says where the next page begins if there was one. `place` is a row's key and id.
pub fn next<T>(
    rows: &mut Vec<T>,
    page: u64,
    list: &impl Serialize,
    place: impl Fn(&T) -> (Key, Uuid),
) -> Option<String> {
    let more = rows.len() as u64 > page;
    rows.truncate(usize::try_from(page).unwrap_or(usize::MAX));
    let (key, id) = place(rows.last().filter(|_| more)?);
    Some(Last::new(list, key, id).encode())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_text() -> Keyset {
        Keyset::new("name", Holds::Texts, "id", Direction::Ascending)
    }

    #[test]
    fn a_place_is_good_for_its_own_list_only() {
        let last = Last::new(&"a list", Key::Text("ada".to_owned()), Uuid::nil());

        assert_eq!(by_text().read(Some(&last.encode()), &"a list").unwrap(), Some(last.clone()));
        assert_eq!(by_text().read(None, &"a list").unwrap(), None);
        assert!(by_text().read(Some(&last.encode()), &"another").is_err());
    }

    #[test]
    fn a_forged_place_is_refused() {
        let of = |key| Last::new(&"a list", key, Uuid::nil()).encode();

        for wrong in ["", "x", "e30", "' OR 1=1--", &of(Key::Number(1)), &of(Key::Text("a\0".to_owned()))] {
            assert!(by_text().read(Some(wrong), &"a list").is_err(), "{wrong}");
        }
        let by_number = Keyset::newest("at", "id");
        assert!(by_number.read(Some(&of(Key::Text("1".to_owned()))), &"a list").is_err());
        assert!(by_number.read(Some(&of(Key::Number(1))), &"a list").is_ok());
    }

    #[test]
    fn a_page_too_many_tells_where_the_next_one_begins() {
        let place = |row: &i64| (Key::Number(*row), Uuid::nil());
        let (mut whole, mut more) = (vec![1, 2], vec![1, 2, 3]);

        assert_eq!(next(&mut whole, 2, &"a list", place), None);
        let begins = next(&mut more, 2, &"a list", place).unwrap();

        assert_eq!((whole.len(), more.len()), (2, 2));
        assert_eq!(Keyset::newest("at", "id").read(Some(&begins), &"a list").unwrap().unwrap().key, Key::Number(2));
    }
}
