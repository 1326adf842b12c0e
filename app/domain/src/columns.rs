//! Which columns of the users table are on show.

use std::fmt;

use crate::user::UserColumn;

const COUNT: usize = UserColumn::ALL.len();

/// The columns on show, the name always among them. Spelled as a list with commas, say `role,team`, and `name` where it
/// is alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns([bool; COUNT]);

impl Columns {
    pub const ALL: Self = Self([true; COUNT]);

    /// Reads a list. Words that are no columns count as not there; where none is left, every column is shown.
    pub fn read(words: &str) -> Self {
        let mut shown = [false; COUNT];
        for column in words.split(',').filter_map(|word| word.trim().parse::<UserColumn>().ok()) {
            shown[column as usize] = true;
        }
        if shown.contains(&true) { Self(shown) } else { Self::ALL }
    }

    pub const fn shows(self, column: UserColumn) -> bool {
        matches!(column, UserColumn::Name) || self.0[column as usize]
    }

    /// The same with `column` shown if it was hidden, and hidden if it was shown.
    pub fn toggled(mut self, column: UserColumn) -> Self {
        self.0[column as usize] = !self.shows(column);
        self
    }

    /// Whether nothing is hidden.
    pub fn is_all(self) -> bool {
        UserColumn::ALL.iter().all(|&column| self.shows(column))
    }
}

impl fmt::Display for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = UserColumn::ALL
            .iter()
            .filter(|&&column| column != UserColumn::Name && self.shows(column))
            .map(|column| column.as_str())
            .collect();
        if words.is_empty() { f.write_str(UserColumn::Name.as_str()) } else { f.write_str(&words.join(",")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_columns_is_read_as_it_is_written() {
        for words in ["last_active,role,email,team", "role", "email,team", "name"] {
            assert_eq!(Columns::read(words).to_string(), words);
        }
        assert!(Columns::read("last_active,role,email,team").is_all());
    }

    #[test]
    fn what_is_no_column_counts_as_not_there() {
        assert_eq!(Columns::read("role,nonsense,,team ,Role").to_string(), "role,team");
        for nothing in ["", "nonsense", ",,"] {
            assert!(Columns::read(nothing).is_all(), "{nothing}");
        }
    }

    #[test]
    fn the_name_cannot_be_hidden() {
        let alone = Columns::read("role").toggled(UserColumn::Role);

        assert_eq!(alone.to_string(), "name");
        assert!(alone.shows(UserColumn::Name));
        assert!(!alone.shows(UserColumn::Role));
        assert_eq!(alone.toggled(UserColumn::Team).to_string(), "team");
    }
}
