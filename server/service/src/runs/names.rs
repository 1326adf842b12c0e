//! What runs are called that nobody gave a name.

use crate::{Result, token};

pub const ADJECTIVES: &[&str] = &[
    "amber", "brisk", "calm", "daring", "eager", "frosty", "gentle", "hidden", "icy", "jolly", "keen", "lucky",
    "misty", "noble", "olive", "proud", "quiet", "rosy", "swift", "tidy", "vivid", "wise",
];
pub const NOUNS: &[&str] = &[
    "aurora", "brook", "cedar", "dune", "ember", "falcon", "glade", "harbor", "island", "juniper", "kite", "lagoon",
    "meadow", "nebula", "orchard", "pine", "quartz", "ridge", "sky", "thunder", "valley", "wave",
];
/// What the names of runs are made of.
pub const LETTERS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// Eight letters and digits, for an address.
pub(super) fn short() -> Result<String> {
    let random: [u8; 8] = token::random()?;
    Ok(random.map(|it| char::from(LETTERS[usize::from(it) % LETTERS.len()])).iter().collect())
}

/// Two words and a number, for people.
pub(super) fn readable(number: i64) -> Result<String> {
    let [first, second]: [u8; 2] = token::random()?;
    let pick = |words: &[&'static str], at: u8| words[usize::from(at) % words.len()];
    Ok(format!("{}-{}-{number}", pick(ADJECTIVES, first), pick(NOUNS, second)))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use domain::run::{run_name, run_title};

    use super::*;

    #[test]
    fn a_name_that_is_made_up_is_one_that_could_be_typed() {
        let names: HashSet<String> = (0..1000).map(|_| short().unwrap()).collect();

        assert_eq!(names.len(), 1000);
        assert!(names.iter().all(|name| run_name(name).is_ok()));
        let readable = readable(12).unwrap();
        assert!(run_title(&readable).is_ok() && readable.ends_with("-12"), "{readable}");
    }
}
