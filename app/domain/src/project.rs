//! Projects: where the runs of a team are logged.

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::ids::{AvatarId, ProjectId, TeamId, UserId};
use crate::page::Total;
use crate::policy::{Denied, InTeam, edit_work};
use crate::setting::{DECIDED, TeamSettings, TeamSwitch};
use crate::sort::{ListQuery, SortColumn};
use crate::team::TeamChip;
use crate::time::Timestamp;

/// Second parts of a team's addresses, which can never name a project.
pub const TABS: &[&str] = &["overview", "projects", "reports", "runs", "members", "settings"];

/// Longest name of a project, in characters.
pub const NAME_MAX: usize = 128;

closed_set! {
    /// Who reads a project and what is in it. Members of the team write, whoever reads.
    Visibility {
        /// Its creator and the team's admins.
        Private = "private", "Private";
        /// The members of the team.
        Team = "team", "Team";
        /// Everybody of the instance.
        Public = "public", "Public";
    }
}

impl Visibility {
    /// Who reads, in a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Private => "Only whoever created it and the team's admins see it.",
            Self::Team => "The members of the team see it.",
            Self::Public => "Everybody of the organization sees it.",
        }
    }

    /// What a project can be made in a team where this holds.
    pub fn open_to(settings: &TeamSettings) -> &'static [Self] {
        if settings.is_on(TeamSwitch::PrivateProjects) { &[Self::Private, Self::Team] } else { Self::ALL }
    }

    /// What a project that is this can become in a team where that holds. What is public stays so until it is changed.
    pub fn or_open_to(self, settings: &TeamSettings) -> &'static [Self] {
        if self == Self::Public { Self::ALL } else { Self::open_to(settings) }
    }

    /// Who reads where this holds in the team: in a hidden one nothing is everybody's.
    #[must_use]
    pub fn under(self, settings: &TeamSettings) -> Self {
        if settings.is_on(TeamSwitch::Hidden) { self.min(Self::Team) } else { self }
    }
}

closed_set! {
    /// Columns by which projects are ordered.
    ProjectColumn {
        Name = "name", "Name";
        LastRun = "last_run", "Last run";
    }
}

impl SortColumn for ProjectColumn {
    const DEFAULT: Self = Self::Name;

    fn is_time(self) -> bool {
        self == Self::LastRun
    }
}

/// Which projects of a team, in which order.
pub type ProjectQuery = ListQuery<ProjectColumn>;

/// Who made something. It outlives a membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    pub id: UserId,
    pub name: String,
    pub avatar: Option<AvatarId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    pub id: ProjectId,
    pub name: String,
    /// In Markdown.
    pub description: String,
    pub visibility: Visibility,
    /// None of projects older than this was kept.
    pub creator: Option<Author>,
    pub created: Timestamp,
    pub runs: Total,
    /// When the newest run began.
    pub last_run: Option<Timestamp>,
}

impl Project {
    pub fn is_of(&self, user: Option<UserId>) -> bool {
        self.creator.as_ref().map(|it| it.id).is_some_and(|it| Some(it) == user)
    }
}

/// A project as its page shows it to somebody, who need not be in the team if it is public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectPage {
    pub team: TeamChip,
    /// What the viewer is in the team.
    pub viewer: InTeam,
    /// What holds in the team.
    pub settings: TeamSettings,
    /// What of this is decided for all teams.
    pub enforced: TeamSettings,
    pub project: Project,
    /// The description, ready to be shown.
    pub description: Html,
    /// Whether it stands on the team's home page.
    pub pinned: bool,
}

impl ProjectPage {
    /// Whether `user`, who looks at it, may change it.
    pub fn edit(&self, user: Option<UserId>) -> Result<(), Denied> {
        edit_work(self.viewer, self.project.is_of(user))
    }
}

/// Why no project of a team becomes public, where none does.
pub fn private_because(settings: &TeamSettings, enforced: &TeamSettings) -> Option<&'static str> {
    let switch = TeamSwitch::PrivateProjects;
    settings.is_on(switch).then(|| if enforced.is_on(switch) { DECIDED } else { switch.hint() })
}

/// What somebody types to create a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewProject {
    pub team: TeamId,
    pub name: String,
    pub description: String,
    pub visibility: Visibility,
}

/// Markup that the server made out of what somebody wrote, and freed of whatever could do harm.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Html(String);

impl Html {
    /// Says that `markup` can do no harm. Only for the one who freed it.
    pub const fn sanitised(markup: String) -> Self {
        Self(markup)
    }

    pub fn into_string(self) -> String {
        self.0
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The name of a project: 1 to 128 of letters, digits, dash, underscore and dot, not like a tab of the team's page.
///
/// # Errors
///
/// The rule that `text` breaks, in words.
pub fn project_name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() {
        return Err("Type a name.".to_owned());
    }
    if name.chars().count() > NAME_MAX {
        return Err(format!("The name of a project has at most {NAME_MAX} characters."));
    }
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
        return Err(
            "The name of a project is made of the letters a-z, digits, dashes, underscores and dots.".to_owned()
        );
    }
    if name.chars().all(|c| c == '.') {
        return Err("The name of a project is not made of dots alone.".to_owned());
    }
    if TABS.contains(&name.to_ascii_lowercase().as_str()) {
        return Err(format!("“{name}” is a page of the team. Choose another name."));
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_public_may_stay_so_and_nothing_else_becomes_it() {
        let private = TeamSettings::default().with(TeamSwitch::PrivateProjects, Some(true));
        let open = TeamSettings::default();

        assert_eq!(Visibility::Team.or_open_to(&private), [Visibility::Private, Visibility::Team]);
        assert_eq!(Visibility::Public.or_open_to(&private), Visibility::ALL);
        assert_eq!(Visibility::Team.or_open_to(&open), Visibility::ALL);
        assert_eq!(private_because(&open, &open), None);
        assert_eq!(private_because(&private, &open), Some(TeamSwitch::PrivateProjects.hint()));
        assert_eq!(private_because(&private, &private), Some(DECIDED));
    }

    #[test]
    fn the_name_of_a_project_fits_into_an_address_and_is_no_tab() {
        for right in ["a", "Sweep-LR_2.1", ".hidden", &"a".repeat(NAME_MAX)] {
            assert_eq!(project_name(&format!(" {right} ")).unwrap(), right);
        }
        for wrong in ["", " ", ".", "..", "a b", "a/b", "ä", "runs", "Settings", &"a".repeat(NAME_MAX + 1)] {
            assert!(project_name(wrong).is_err(), "{wrong}");
        }
    }
}
