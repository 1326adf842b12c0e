//! Reports: pages of text about what was run.

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::ids::{ProjectId, ReportId, UserId};
use crate::policy::{Denied, InTeam, edit_work};
use crate::project::{Author, Html};
use crate::sort::{ListQuery, SortColumn};
use crate::team::TeamChip;
use crate::text::{number, without_nul};
use crate::time::Timestamp;

/// Longest title, in characters.
pub const TITLE_MAX: usize = 200;
/// Longest body, in characters.
pub const BODY_MAX: usize = 200_000;
/// Why a draft has no link.
pub const DRAFT_HAS_NO_LINK: &str = "Publish the report first: a draft has no link.";

closed_set! {
    /// Columns by which reports are ordered.
    ReportColumn {
        Title = "title", "Title";
        Edited = "edited", "Edited";
    }
}

impl SortColumn for ReportColumn {
    const DEFAULT: Self = Self::Edited;

    fn is_time(self) -> bool {
        self == Self::Edited
    }
}

/// Which reports of a team, in which order.
pub type ReportQuery = ListQuery<ReportColumn>;

/// A report as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub id: ReportId,
    pub title: String,
    /// Drafts are seen by their author and the team's admins.
    pub published: bool,
    pub author: Author,
    /// The name of the project that it is about.
    pub project: String,
    pub created: Timestamp,
    pub edited: Timestamp,
}

/// A report in a list that goes through the teams.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamReport {
    /// The name of its team.
    pub team: String,
    pub report: Report,
}

/// A report as its page shows it to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportPage {
    pub team: TeamChip,
    /// What the viewer is in the team.
    pub viewer: InTeam,
    pub report: Report,
    /// In Markdown.
    pub body: String,
    /// The body, ready to be shown.
    pub html: Html,
    /// Whether it stands on the team's home page.
    pub pinned: bool,
    /// By which it is read without signing in.
    pub link: Option<ReportLink>,
    /// Why the team has no links to it, if so.
    pub links_denied: Option<Denied>,
}

/// That whoever has the address reads the report without signing in. The address itself is shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportLink {
    pub made: Timestamp,
    /// Who made it, and answers for it.
    pub by: String,
    /// Whether it opens the report now.
    pub opens: bool,
}

/// A report as whoever has a link reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedReport {
    pub organization: String,
    pub title: String,
    /// The author's name.
    pub author: String,
    pub edited: Timestamp,
    pub html: Html,
}

impl ReportPage {
    /// Whether `user`, who looks at it, may change it.
    pub fn edit(&self, user: Option<UserId>) -> Result<(), Denied> {
        edit_work(self.viewer, user == Some(self.report.author.id))
    }

    /// Why there can be no link to it now, if so.
    pub fn no_link(&self) -> Option<String> {
        match self.links_denied {
            Some(denied) => Some(denied.to_string()),
            None => (!self.report.published).then(|| DRAFT_HAS_NO_LINK.to_owned()),
        }
    }
}

/// What somebody types to write a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewReport {
    pub project: ProjectId,
    pub title: String,
    pub body: String,
    pub published: bool,
}

/// # Errors
///
/// The rule that `text` breaks, in words.
pub fn title(text: &str) -> Result<String, String> {
    let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match title.chars().count() {
        0 => Err("Type a title.".to_owned()),
        length if length > TITLE_MAX => Err(format!("A title has at most {TITLE_MAX} characters; these are {length}.")),
        _ if title.chars().any(char::is_control) => Err("A title has no control characters.".to_owned()),
        _ => Ok(title),
    }
}

/// # Errors
///
/// The rule that `text` breaks, in words.
pub fn body(text: &str) -> Result<String, String> {
    without_nul(text)?;
    let text = text.replace("\r\n", "\n");
    let length = text.chars().count();
    if length > BODY_MAX {
        return Err(format!(
            "A report has at most {} characters; these are {}.",
            number(i64::try_from(BODY_MAX).unwrap_or(i64::MAX)),
            number(i64::try_from(length).unwrap_or(i64::MAX))
        ));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line_up_to_its_limit() {
        assert_eq!(title("  Weekly \n results ").unwrap(), "Weekly results");
        assert_eq!(title(&"é".repeat(TITLE_MAX)).map(|it| it.chars().count()), Ok(TITLE_MAX));
        assert_eq!(
            title(&"é".repeat(TITLE_MAX + 1)).unwrap_err(),
            "A title has at most 200 characters; these are 201."
        );
        for wrong in ["", "  ", "a\u{0}b"] {
            assert!(title(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_body_is_kept_as_typed_up_to_its_limit() {
        assert_eq!(body("# One\r\n\r\n two  \n").unwrap(), "# One\n\n two  \n");
        assert_eq!(body("").unwrap(), "");
        assert!(body(&"é".repeat(BODY_MAX)).is_ok());
        assert_eq!(
            body(&"é".repeat(BODY_MAX + 1)).unwrap_err(),
            "A report has at most 200,000 characters; these are 200,001."
        );
        assert!(body("a\0b").unwrap_err().contains("NUL"));
    }
}
