//! A run that begins, or goes on.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::log::within;
use super::{notes, tags};
use crate::error::{Checks, Result};

/// Longest name of a run, in characters.
pub const RUN_NAME_MAX: usize = 128;
/// Longest display name of a run, in characters.
pub const DISPLAY_NAME_MAX: usize = 128;

/// What a run begins with. What is left out is chosen for it, or stays as it is where it goes on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NewRun {
    /// Its part of the address.
    pub name: Option<String>,
    pub display_name: Option<String>,
    pub config: Option<Map<String, Value>>,
    pub tags: Option<Vec<String>>,
    pub notes: Option<String>,
    /// The username or the e-mail of whoever a service account logs it for.
    pub author: Option<String>,
    /// Whether the run of this name goes on if there is one.
    pub resume: bool,
}

impl NewRun {
    /// The same in the form in which it is kept.
    ///
    /// # Errors
    ///
    /// `Invalid` on each field that breaks a rule.
    pub fn checked(&self) -> Result<Self> {
        let mut checks = Checks::default();
        let name = self.name.as_deref().and_then(|it| checks.take("name", run_name(it)));
        let display_name = self.display_name.as_deref().and_then(|it| checks.take("display_name", run_title(it)));
        let notes = self.notes.as_deref().and_then(|it| checks.take("notes", notes(it)));
        let tags = self.tags.as_ref().and_then(|it| checks.take("tags", tags(&it.join(","))));
        let config = self.config.clone().and_then(|it| checks.take("config", within("config", it)));
        checks.finish()?;
        Ok(Self { name, display_name, config, tags, notes, author: self.author.clone(), resume: self.resume })
    }
}

/// The name of a run: 1 to 128 of letters, digits, dash, underscore, dot and equals sign.
///
/// # Errors
///
/// The rule that `text` breaks, in words.
pub fn run_name(text: &str) -> Result<String, String> {
    let length = text.chars().count();
    if length == 0 || length > RUN_NAME_MAX {
        return Err(format!("The name of a run has 1 to {RUN_NAME_MAX} characters."));
    }
    if !text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.=".contains(c)) {
        return Err(
            "The name of a run is made of the letters a-z, digits, dashes, underscores, dots and equals signs."
                .to_owned(),
        );
    }
    if text.chars().all(|c| c == '.') {
        return Err("The name of a run is not made of dots alone.".to_owned());
    }
    Ok(text.to_owned())
}

/// What people call a run: one line, in any script.
///
/// # Errors
///
/// The rule that `text` breaks, in words.
pub fn run_title(text: &str) -> Result<String, String> {
    let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = title.chars().count();
    if length == 0 || length > DISPLAY_NAME_MAX {
        return Err(format!("The display name of a run has 1 to {DISPLAY_NAME_MAX} characters."));
    }
    if title.chars().any(|c| c.is_control() || crate::name::is_invisible(c)) {
        return Err("The display name of a run has no control characters and none that change the writing direction."
            .to_owned());
    }
    Ok(title)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_name_of_a_run_fits_into_an_address() {
        for right in ["a", "lr=0.1", "Exp-1_seed.3", &"a".repeat(RUN_NAME_MAX)] {
            assert_eq!(run_name(right).unwrap(), right);
        }
        for wrong in ["", ".", "..", "a b", "a/b", "ä", "a%2fb", "a\n", &"a".repeat(RUN_NAME_MAX + 1)] {
            assert!(run_name(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_display_name_is_one_line_that_hides_nothing() {
        assert_eq!(run_title("  long \n context ").unwrap(), "long context");
        for wrong in ["", " ", "a\u{202e}b", "a\u{0}b", &"é".repeat(DISPLAY_NAME_MAX + 1)] {
            assert!(run_title(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn everything_that_is_wrong_with_a_run_is_told_at_once() {
        let long = "é".repeat(10_001);
        let new = NewRun {
            name: Some("a b".to_owned()),
            display_name: Some(String::new()),
            notes: Some(long.clone()),
            tags: Some(vec![long]),
            ..NewRun::default()
        };

        let refused = new.checked().unwrap_err();

        for field in ["name", "display_name", "notes", "tags"] {
            assert!(refused.on_field(field).is_some(), "{field}");
        }
    }

    #[test]
    fn what_is_left_out_stays_open() {
        let config = json!({ "lr": 0.1 }).as_object().cloned();
        let new = NewRun { tags: Some(vec![" best ".to_owned(), "best".to_owned()]), config, ..NewRun::default() };

        let checked = new.checked().unwrap();

        assert_eq!((checked.name, checked.display_name, checked.notes), (None, None, None));
        assert_eq!(checked.tags.unwrap(), ["best"]);
        assert_eq!(checked.config, new.config);
    }
}
