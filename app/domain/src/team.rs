//! Teams, and who is in them.

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::ids::{AvatarId, TeamId, UserId};
use crate::pin::Pin;
use crate::policy::{Denied, InTeam, MemberStanding, TeamCounts, TeamRole};
use crate::project::Html;
use crate::run::Run;
use crate::setting::TeamSettings;
use crate::sort::{ListQuery, Sort, SortColumn};
use crate::storage::{Bucket, StorageType};
use crate::text::without_nul;
use crate::time::Timestamp;
use crate::user::Status;

closed_set! {
    /// Columns of a team's members.
    MemberColumn {
        Name = "name", "Name";
        LastActive = "last_active", "Last active";
        Role = "role", "Team role";
        Email = "email", "Email";
    }
}

impl SortColumn for MemberColumn {
    const DEFAULT: Self = Self::Name;

    fn is_time(self) -> bool {
        self == Self::LastActive
    }
}

/// Longest description of a team, in characters.
pub const DESCRIPTION_MAX: usize = 10_000;

/// A team, as short as it is shown in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamChip {
    pub id: TeamId,
    pub name: String,
    pub avatar: Option<AvatarId>,
}

/// A team as its page shows it to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    pub id: TeamId,
    pub name: String,
    pub description: String,
    pub storage: StorageType,
    /// Where its files are, if not with the instance; told only with its settings.
    pub bucket: Option<Bucket>,
    pub avatar: Option<AvatarId>,
    /// What holds in it.
    pub settings: TeamSettings,
    /// What of this is decided for all teams.
    pub enforced: TeamSettings,
    pub created: Timestamp,
    /// What the viewer is in it.
    pub viewer: InTeam,
    pub counts: TeamCounts,
    pub projects: i64,
}

/// The teams somebody is in, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MyTeams {
    pub teams: Vec<TeamChip>,
    /// Why they may not create one, if they may not.
    pub denied: Option<Denied>,
}

/// What of a member stays with a team when they are taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    pub runs: i64,
    pub reports: i64,
    /// Whether the team is left without an admin.
    pub is_last_admin: bool,
}

/// What a team's home page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamHome {
    pub team: Team,
    /// The team's description, as it is shown.
    pub about: Html,
    /// What the team's admins have put there for everybody, of what the viewer may know of.
    pub pins: Vec<Pin>,
    /// The newest runs, of those that the viewer may see.
    pub latest: Vec<Run>,
    /// Who was active last, the newest first.
    pub active: Vec<Member>,
}

/// What somebody types to create a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTeam {
    pub name: String,
    pub storage: StorageType,
}

/// Somebody in a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub id: UserId,
    pub name: String,
    /// None of whoever has not accepted yet.
    pub username: Option<String>,
    pub avatar: Option<AvatarId>,
    pub email: String,
    pub status: Status,
    pub role: TeamRole,
    pub last_active: Option<Timestamp>,
    pub joined: Timestamp,
}

impl Member {
    pub const fn standing(&self) -> MemberStanding {
        MemberStanding { role: self.role, status: self.status }
    }
}

/// Which members, by words of the name, the username or the e-mail, in which order.
pub type MemberQuery = ListQuery<MemberColumn>;

/// An order of the members.
pub type MemberSort = Sort<MemberColumn>;

/// Somebody of the instance whom a search found, to be put into a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub id: UserId,
    pub name: String,
    pub username: Option<String>,
    pub avatar: Option<AvatarId>,
    pub email: String,
    pub status: Status,
    /// What they are in the team already.
    pub role: Option<TeamRole>,
}

/// # Errors
///
/// The rule that `text` breaks, in words.
pub fn description(text: &str) -> Result<String, String> {
    without_nul(text)?;
    let length = text.chars().count();
    if length > DESCRIPTION_MAX {
        return Err(format!(
            "A description has at most 10,000 characters; these are {}.",
            crate::text::number(i64::try_from(length).unwrap_or(i64::MAX))
        ));
    }
    Ok(text.replace("\r\n", "\n").trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_kept_as_typed_up_to_its_limit() {
        assert_eq!(description("# Vision\r\n\r\nWe see.\r\n").unwrap(), "# Vision\n\nWe see.");
        assert_eq!(description(&"é".repeat(DESCRIPTION_MAX)).map(|it| it.chars().count()), Ok(DESCRIPTION_MAX));
        assert_eq!(
            description(&"é".repeat(DESCRIPTION_MAX + 1)).unwrap_err(),
            "A description has at most 10,000 characters; these are 10,001."
        );
        assert!(description("a\0b").unwrap_err().contains("NUL"));
    }
}
