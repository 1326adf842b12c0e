//! What the palette offers.

use domain::ids::{AvatarId, TeamId, UserId};
use domain::policy::{OrgRole, Permission};
use domain::team::TeamChip;
use domain::user::User;
use leptos_router::params::ParamsMap;

use crate::ui::Icon;
use crate::ui::theme::Theme;

/// What happens when a command is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    Go(String),
    Theme(Theme),
    ShowKeys,
    LogOut,
}

/// What stands before the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Sign(Icon),
    Person(UserId, Option<AvatarId>),
    Team(TeamId, Option<AvatarId>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    pub face: Face,
    pub words: String,
    /// A quieter word at the end of the line: what kind of command it is, or a person's address.
    pub hint: String,
    pub deed: Deed,
}

impl Command {
    fn new(icon: Icon, words: &str, hint: &str, deed: Deed) -> Self {
        Self { face: Face::Sign(icon), words: words.to_owned(), hint: hint.to_owned(), deed }
    }

    fn page(icon: Icon, words: &str, path: &str) -> Self {
        Self::new(icon, words, "Page", Deed::Go(path.to_owned()))
    }

    /// Leads to the person's row in the users table.
    pub fn person(user: &User) -> Self {
        let mut params = ParamsMap::new();
        params.insert("q", user.email.clone());
        let deed = Deed::Go(format!("/organization{}", params.to_query_string()));
        let face = Face::Person(user.id, user.avatar);
        Self { face, words: user.name.clone(), hint: user.email.clone(), deed }
    }

    /// Leads to the team's home page.
    pub fn team(team: &TeamChip) -> Self {
        let deed = Deed::Go(format!("/{}", team.name));
        Self { face: Face::Team(team.id, team.avatar), words: team.name.clone(), hint: "Team".to_owned(), deed }
    }

    /// Whether each word typed stands in the command's, or in its hint.
    pub fn fits(&self, typed: &str) -> bool {
        let words = format!("{} {}", self.words, self.hint).to_lowercase();
        typed.to_lowercase().split_whitespace().all(|term| words.contains(term))
    }
}

/// The commands of somebody with this role, who is in these teams, that fit what was typed.
pub fn commands(role: OrgRole, teams: &[TeamChip], typed: &str) -> Vec<Command> {
    let mut all = vec![Command::page(Icon::Home, "Home", "/")];
    if role.allows(Permission::ViewUsers) {
        all.push(Command::page(Icon::Organization, "Organization dashboard", "/organization"));
    }
    if role.allows(Permission::ViewHistory) {
        all.push(Command::page(Icon::History, "History", "/organization/history"));
    }
    if role.allows(Permission::ManageInstance) {
        all.push(Command::page(Icon::Settings, "Organization settings", "/organization/settings"));
    }
    all.push(Command::page(Icon::Settings, "User settings", "/settings"));
    all.extend(teams.iter().map(Command::team));
    if role.allows(Permission::ManageUsers) {
        let add = Deed::Go("/organization?add=1".to_owned());
        all.push(Command::new(Icon::Plus, "Add user", "Command", add));
    }
    all.extend(
        Theme::ALL.map(|theme| {
            Command::new(Icon::Theme, &format!("Theme: {}", theme.label()), "Command", Deed::Theme(theme))
        }),
    );
    all.push(Command::new(Icon::Keyboard, "Keyboard shortcuts", "Command", Deed::ShowKeys));
    all.push(Command::new(Icon::Exit, "Log out", "Command", Deed::LogOut));
    all.retain(|command| command.fits(typed));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(role: OrgRole, typed: &str) -> Vec<String> {
        let team = |name: &str| {
            let chip = format!(r#"{{"id":"018f0000-0000-7000-8000-000000000000","name":"{name}","avatar":null}}"#);
            serde_json::from_str(&chip).unwrap()
        };
        commands(role, &[team("vision"), team("robotics")], typed).into_iter().map(|command| command.words).collect()
    }

    #[test]
    fn a_member_is_offered_what_a_member_may_do() {
        let offered = words(OrgRole::Member, "");

        assert_eq!(offered.first().map(String::as_str), Some("Home"));
        for missing in ["Organization dashboard", "History", "Organization settings", "Add user"] {
            assert!(!offered.iter().any(|words| words == missing), "{missing}");
            assert!(words(OrgRole::Admin, "").iter().any(|words| words == missing), "{missing}");
        }
    }

    #[test]
    fn commands_are_found_by_parts_of_their_words() {
        assert_eq!(words(OrgRole::Admin, "ORG set"), ["Organization settings"]);
        assert_eq!(words(OrgRole::Admin, "  dark "), ["Theme: Dark"]);
        assert_eq!(words(OrgRole::Member, "zzz"), [""; 0]);
    }

    #[test]
    fn my_teams_are_found_by_their_names_and_as_teams() {
        assert_eq!(words(OrgRole::Member, "visi"), ["vision"]);
        assert_eq!(words(OrgRole::Member, "team"), ["vision", "robotics"]);
    }
}
