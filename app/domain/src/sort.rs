//! Orders of lists, as a click on the head of a column chooses them.

use serde::{Deserialize, Serialize};

use crate::page::Direction;

/// Columns by which a list is ordered.
pub trait SortColumn: Copy + Eq {
    /// By which the list is ordered when it first appears.
    const DEFAULT: Self;

    /// Whether its first click puts the largest on top, as with times, of which the newest matter.
    fn is_time(self) -> bool;
}

/// An order: by a column, where ties are broken by the row's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort<C> {
    pub column: C,
    pub direction: Direction,
}

impl<C: SortColumn> Default for Sort<C> {
    fn default() -> Self {
        Self::first_by(C::DEFAULT)
    }
}

impl<C: SortColumn> Sort<C> {
    /// The order that is asked for, as far as it is: a column without a direction is ascending, and none of both is the
    /// order in which the list first appears.
    pub fn asked(column: Option<C>, direction: Option<Direction>) -> Self {
        let default = match column {
            Some(column) => Self { column, direction: Direction::Ascending },
            None => Self::default(),
        };
        Self { direction: direction.unwrap_or(default.direction), ..default }
    }

    /// The order after a click on the head of `column`: newest first, else ascending; a second click turns it round.
    #[must_use]
    pub fn clicked(self, column: C) -> Self {
        if self.column == column {
            Self { column, direction: self.direction.reversed() }
        } else {
            Self::first_by(column)
        }
    }

    fn first_by(column: C) -> Self {
        let direction = if column.is_time() { Direction::Descending } else { Direction::Ascending };
        Self { column, direction }
    }
}

/// Which rows of a list, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, bound(deserialize = "C: SortColumn + Deserialize<'de>"))]
pub struct ListQuery<C> {
    /// Words that stand in what a row is called.
    pub search: String,
    pub sort: Sort<C>,
}

impl<C: SortColumn> Default for ListQuery<C> {
    fn default() -> Self {
        Self::searching("")
    }
}

impl<C: SortColumn> ListQuery<C> {
    /// What these words find, in the order in which the list first appears.
    pub fn searching(words: &str) -> Self {
        Self { search: words.to_owned(), sort: Sort::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::RunColumn;
    use crate::team::MemberColumn;

    #[test]
    fn a_click_orders_from_the_newest_or_the_first_and_the_next_one_turns_it_round() {
        let by_activity = Sort::<MemberColumn>::default().clicked(MemberColumn::LastActive);

        assert_eq!(by_activity.direction, Direction::Descending);
        assert_eq!(by_activity.clicked(MemberColumn::LastActive).direction, Direction::Ascending);
        assert_eq!(by_activity.clicked(MemberColumn::Role).direction, Direction::Ascending);
        assert_eq!(Sort::<MemberColumn>::default().clicked(MemberColumn::Name).direction, Direction::Descending);
    }

    #[test]
    fn a_list_begins_in_the_order_of_its_default_column() {
        let newest = Sort { column: RunColumn::Created, direction: Direction::Descending };

        assert_eq!(Sort::default(), newest);
        assert_eq!(Sort::asked(None, None), newest);
        assert_eq!(Sort::<RunColumn>::asked(None, Some(Direction::Ascending)).column, RunColumn::Created);
        assert_eq!(Sort::asked(Some(RunColumn::Created), None).direction, Direction::Ascending);
        assert_eq!(Sort::asked(Some(RunColumn::Name), Some(Direction::Descending)).direction, Direction::Descending);
    }
}
