//! What stands on a team's home page for everybody to find.

use serde::{Deserialize, Serialize};

use crate::ids::{ProjectId, ReportId};
use crate::time::Timestamp;

/// Most pins of a team.
pub const PINS_MAX: i64 = 8;

/// What is pinned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pinned {
    Project(ProjectId),
    Report(ReportId),
}

/// A pin as its card shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    pub what: Pinned,
    /// The name of the project, or the title of the report.
    pub name: String,
    /// The project that a report is about.
    pub about: Option<String>,
    /// Whether the viewer sees it and others do not: a private project, or a draft.
    pub is_private: bool,
    /// When its newest run began, or when it was last edited.
    pub last: Option<Timestamp>,
}

impl Pin {
    /// Its address.
    pub fn path(&self, team: &str) -> String {
        match self.what {
            Pinned::Project(_) => format!("/{team}/{}", self.name),
            Pinned::Report(report) => format!("/{team}/reports/{report}"),
        }
    }

    /// What it is, in a word or two.
    pub fn kind(&self) -> &'static str {
        match (self.what, self.is_private) {
            (Pinned::Project(_), false) => "Project",
            (Pinned::Project(_), true) => "Private project",
            (Pinned::Report(_), false) => "Report",
            (Pinned::Report(_), true) => "Draft of a report",
        }
    }
}

/// Which way a pin moves among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Earlier,
    Later,
}

impl Step {
    /// Moves what is at `at` of `all`; at an end it stays.
    pub fn take<T>(self, all: &mut [T], at: usize) {
        let other = match self {
            Self::Earlier => at.checked_sub(1),
            Self::Later => at.checked_add(1),
        };
        if let Some(other) = other.filter(|other| *other < all.len()) {
            all.swap(at, other);
        }
    }
}

/// # Errors
///
/// The rule, in words, where a team has `pins` and one more is wanted.
pub fn room_for_one(pins: i64) -> Result<(), String> {
    if pins < PINS_MAX {
        return Ok(());
    }
    Err(format!("A team pins at most {PINS_MAX} projects and reports. Unpin one first."))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_pin_moves_past_its_neighbour_and_stays_at_an_end() {
        let moved = |step: Step, at| {
            let mut all = ['a', 'b', 'c'];
            step.take(&mut all, at);
            all
        };

        assert_eq!(moved(Step::Earlier, 1), ['b', 'a', 'c']);
        assert_eq!(moved(Step::Later, 1), ['a', 'c', 'b']);
        assert_eq!(moved(Step::Earlier, 0), ['a', 'b', 'c']);
        assert_eq!(moved(Step::Later, 2), ['a', 'b', 'c']);
    }

    #[test]
    fn there_is_room_for_eight() {
        assert_eq!(room_for_one(PINS_MAX - 1), Ok(()));
        assert!(room_for_one(PINS_MAX).unwrap_err().contains("at most 8"));
    }

    #[test]
    fn a_pin_leads_to_what_it_is() {
        let pin = |what| Pin { what, name: "sweep".to_owned(), about: None, is_private: true, last: None };
        let (project, report) = (ProjectId::from_uuid(Uuid::nil()), ReportId::from_uuid(Uuid::nil()));

        assert_eq!(pin(Pinned::Project(project)).path("vision"), "/vision/sweep");
        assert_eq!(pin(Pinned::Project(project)).kind(), "Private project");
        assert_eq!(pin(Pinned::Report(report)).path("vision"), format!("/vision/reports/{report}"));
    }
}
