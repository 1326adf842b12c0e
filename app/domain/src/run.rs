//! Runs: executions that were logged.

mod event;
mod facts;
mod file;
mod log;
mod new;
mod state;
mod words;

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::error::Result;
use crate::ids::{RunId, UserId};
use crate::page::check_search;
use crate::policy::{Denied, InTeam, edit_work};
use crate::project::Author;
use crate::sort::{Sort, SortColumn};
use crate::team::TeamChip;
use crate::text::{number, without_nul};
use crate::time::Timestamp;

pub use event::{ALERT_TEXT_MAX, ALERT_TITLE_MAX, AlertLevel, RunEvent, RunEventKind};
pub use facts::{Fact, facts};
pub use file::{FILE_MAX, FILES_MAX, file_address, file_name};
pub use log::{NewLine, NewLog, NewPoint, another_metric, line_number, line_text, merged};
pub use new::{NewRun, run_name, run_title};
pub use state::{RunState, SILENCE_SECONDS};
pub use words::{duration_words, size_words};

/// Longest notes, in characters.
pub const NOTES_MAX: usize = 10_000;
/// Most tags of a run.
pub const TAGS_MAX: usize = 20;
/// Longest tag, in characters.
pub const TAG_MAX: usize = 64;
/// Most points of a metric that a chart is given.
pub const POINTS_MAX: i64 = 500;

closed_set! {
    /// Columns by which runs are ordered.
    RunColumn {
        Name = "name", "Name";
        Created = "created", "Created";
    }
}

impl SortColumn for RunColumn {
    const DEFAULT: Self = Self::Created;

    fn is_time(self) -> bool {
        self == Self::Created
    }
}

/// A run as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub id: RunId,
    /// Its part of the address.
    pub name: String,
    pub display_name: String,
    /// The name of its project.
    pub project: String,
    pub state: RunState,
    pub author: Author,
    pub tags: Vec<String>,
    pub created: Timestamp,
    /// When it was last heard of.
    pub heartbeat: Timestamp,
    pub finished: Option<Timestamp>,
}

impl Run {
    /// When it ended, of one that did.
    pub fn ended(&self) -> Timestamp {
        self.finished.unwrap_or(self.heartbeat)
    }

    /// For how long it has run, in milliseconds; `now` matters while it does.
    pub fn duration(&self, now: Timestamp) -> i64 {
        let until = match (self.finished, self.state) {
            (Some(finished), _) => finished,
            (None, RunState::Running) => std::cmp::max(now, self.heartbeat),
            (None, _) => self.heartbeat,
        };
        std::cmp::max(until.0 - self.created.0, 0)
    }
}

/// A run in a list that goes through the teams.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRun {
    /// The name of its team.
    pub team: String,
    pub run: Run,
}

/// A run as its page shows it to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunPage {
    pub team: TeamChip,
    /// What the viewer is in the team.
    pub viewer: InTeam,
    pub run: Run,
    /// The service account that logged it for its author, if one did.
    pub service_account: Option<String>,
    pub notes: String,
    /// What it was started with.
    pub config: Vec<Fact>,
    /// What came out of it.
    pub summary: Vec<Fact>,
    /// How many lines it wrote.
    pub lines: i64,
    pub files: Vec<RunFile>,
}

impl RunPage {
    /// Whether `user`, who looks at it, may change it.
    pub fn edit(&self, user: Option<UserId>) -> Result<(), Denied> {
        edit_work(self.viewer, user == Some(self.run.author.id))
    }
}

/// A file that a run left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFile {
    pub name: String,
    /// In bytes.
    pub size: i64,
    /// Whether its contents are there. Those of the demo are not.
    pub kept: bool,
}

/// What a run measured over its steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    pub name: String,
    /// Steps and values, in order.
    pub points: Vec<(i64, f64)>,
    /// Over how many steps each point is a mean; 1 where the points are what was logged.
    pub steps_a_point: i64,
}

/// A line that a run wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    pub number: i64,
    pub text: String,
    /// Written to the stream for what goes wrong.
    pub is_error: bool,
}

/// Which runs, in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunQuery {
    /// Stands anywhere in the name.
    pub search: String,
    pub state: Option<RunState>,
    pub sort: Sort<RunColumn>,
}

impl RunQuery {
    /// Whether it leaves anything out.
    pub fn is_filtered(&self) -> bool {
        !self.search.is_empty() || self.state.is_some()
    }

    /// # Errors
    ///
    /// `Invalid` where the search is too long.
    pub fn check(&self) -> Result<()> {
        check_search(&self.search)
    }
}

/// # Errors
///
/// The rule that `text` breaks, in words.
pub fn notes(text: &str) -> Result<String, String> {
    without_nul(text)?;
    let length = text.chars().count();
    if length > NOTES_MAX {
        return Err(format!(
            "Notes have at most 10,000 characters; these are {}.",
            number(i64::try_from(length).unwrap_or(i64::MAX))
        ));
    }
    Ok(text.replace("\r\n", "\n").trim_end().to_owned())
}

/// Tags as somebody types them, separated by commas or lines; each once, in the order typed.
///
/// # Errors
///
/// The rule that `text` breaks, in words.
pub fn tags(text: &str) -> Result<Vec<String>, String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in text.split([',', '\n']) {
        let tag = tag.split_whitespace().collect::<Vec<_>>().join(" ");
        if tag.chars().count() > TAG_MAX {
            return Err(format!("A tag has at most {TAG_MAX} characters."));
        }
        without_nul(&tag)?;
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    if tags.len() > TAGS_MAX { Err(format!("A run has at most {TAGS_MAX} tags.")) } else { Ok(tags) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_lasts_until_it_finished_or_was_last_heard_of() {
        let run = |state, finished: Option<i64>| Run {
            id: RunId::from_uuid(uuid::Uuid::nil()),
            name: "a".to_owned(),
            display_name: "a".to_owned(),
            project: "p".to_owned(),
            state,
            author: Author { id: UserId::from_uuid(uuid::Uuid::nil()), name: "Ada".to_owned(), avatar: None },
            tags: Vec::new(),
            created: Timestamp(1000),
            heartbeat: Timestamp(5000),
            finished: finished.map(Timestamp),
        };

        assert_eq!(run(RunState::Finished, Some(4000)).duration(Timestamp(9000)), 3000);
        assert_eq!(run(RunState::Crashed, None).duration(Timestamp(9000)), 4000);
        assert_eq!(run(RunState::Running, None).duration(Timestamp(9000)), 8000);
        assert_eq!(run(RunState::Failed, Some(500)).duration(Timestamp(9000)), 0, "a clock that was set back");
    }

    #[test]
    fn tags_are_told_apart_by_commas_and_lines() {
        assert_eq!(tags(" best, v2\nlong  context,best,, ").unwrap(), ["best", "v2", "long context"]);
        assert_eq!(tags("  ").unwrap(), [""; 0]);
        assert!(tags(&"é".repeat(TAG_MAX)).is_ok());
        assert!(tags(&"é".repeat(TAG_MAX + 1)).is_err());
        let many = |count: usize| (0..count).map(|it| it.to_string()).collect::<Vec<_>>().join(",");
        assert!(tags(&many(TAGS_MAX)).is_ok());
        assert!(tags(&many(TAGS_MAX + 1)).is_err());
        assert!(tags("best,a\0b").unwrap_err().contains("NUL"));
    }

    #[test]
    fn notes_are_kept_as_typed_up_to_their_limit() {
        assert_eq!(notes("one\r\n two \n\n").unwrap(), "one\n two");
        assert!(notes(&"é".repeat(NOTES_MAX)).is_ok());
        assert_eq!(
            notes(&"é".repeat(NOTES_MAX + 1)).unwrap_err(),
            "Notes have at most 10,000 characters; these are 10,001."
        );
        assert!(notes("a\0b").unwrap_err().contains("NUL"));
    }

    #[test]
    fn a_search_without_end_is_refused() {
        let searching = |search: String| RunQuery { search, ..RunQuery::default() };

        assert_eq!(searching("é".repeat(200)).check(), Ok(()));
        assert!(searching("é".repeat(201)).check().unwrap_err().on_field("search").is_some());
    }
}
