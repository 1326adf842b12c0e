//! What a team uses.

use serde::{Deserialize, Serialize};

use crate::project::Author;
use crate::time::Month;

/// How many months back from this one are told.
pub const MONTHS: i32 = 12;

/// What a team used in the last [`MONTHS`], and what it keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Bytes of all files of its runs, whenever they were logged.
    pub stored: i64,
    /// The oldest first.
    pub months: Vec<MonthUsage>,
}

/// What the members of a team logged in a month, by when a run began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthUsage {
    pub month: Month,
    /// Whoever logged a run, most runs first.
    pub people: Vec<PersonUsage>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonUsage {
    pub person: Author,
    pub runs: i64,
    /// From beginning to end of each run, added up, in milliseconds.
    pub lasted: i64,
    /// Bytes of the files of these runs.
    pub stored: i64,
}

impl Usage {
    /// The months by name, with what `of` adds up in each.
    pub fn by_month(&self, of: fn(&PersonUsage) -> i64) -> Vec<(String, i64)> {
        self.months.iter().map(|it| (it.month.words(), it.people.iter().map(of).sum())).collect()
    }

    /// What each did in all months, most runs first.
    pub fn by_person(&self) -> Vec<PersonUsage> {
        let mut people: Vec<PersonUsage> = Vec::new();
        for one in self.months.iter().flat_map(|it| &it.people) {
            match people.iter_mut().find(|it| it.person.id == one.person.id) {
                Some(known) => {
                    known.runs += one.runs;
                    known.lasted += one.lasted;
                    known.stored += one.stored;
                }
                None => people.push(one.clone()),
            }
        }
        most_first(&mut people);
        people
    }
}

/// In the order in which people are told.
pub fn most_first(people: &mut [PersonUsage]) {
    people.sort_by(|one, other| other.runs.cmp(&one.runs).then_with(|| one.person.name.cmp(&other.person.name)));
}

/// Milliseconds as hours, to a tenth.
pub fn hours_words(lasted: i64) -> String {
    let tenths = lasted / 360_000;
    format!("{}.{} h", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UserId;
    use crate::time::Timestamp;

    fn did(id: u128, runs: i64) -> PersonUsage {
        let person = Author { id: UserId::from_uuid(uuid::Uuid::from_u128(id)), name: format!("P{id}"), avatar: None };
        PersonUsage { person, runs, lasted: runs * 3_600_000, stored: runs * 5 }
    }

    #[test]
    fn months_and_people_are_sums_of_the_same() {
        let month = Timestamp(1_795_435_200_000).day().month();
        let months = vec![
            MonthUsage { month: month.plus(-1), people: vec![did(1, 2), did(2, 1)] },
            MonthUsage { month, people: vec![did(2, 4)] },
        ];
        let usage = Usage { stored: 0, months };

        assert_eq!(usage.by_month(|it| it.runs).iter().map(|it| it.1).collect::<Vec<_>>(), [3, 4]);
        let people = usage.by_person();
        assert_eq!(
            people.iter().map(|it| (it.person.name.as_str(), it.runs)).collect::<Vec<_>>(),
            [("P2", 5), ("P1", 2)]
        );
        assert_eq!((hours_words(people[0].lasted).as_str(), people[0].stored), ("5.0 h", 25));
    }

    #[test]
    fn hours_are_told_to_a_tenth() {
        assert_eq!([0, 359_999, 360_000, 5_400_000].map(hours_words), ["0.0 h", "0.0 h", "0.1 h", "1.5 h"]);
    }
}
