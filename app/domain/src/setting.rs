//! What admins decide: one typed value each for the instance and for a team, kept as JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::policy::Denied;

closed_set! {
    /// What the admins of a team decide for it, unless an instance admin decides for all teams.
    TeamSwitch {
        /// Every member may put people of the instance into the team.
        MembersInvite = "members_invite", "Any member may invite";
        /// Nobody else knows of the team, not even of its public projects.
        Hidden = "hidden", "Hide this team from everybody else";
        /// No project becomes public from now on.
        PrivateProjects = "private_projects", "Make all future projects private";
        /// Nobody outside the instance reads reports of projects that are not public.
        NoPublicLinks = "no_public_links", "No public links to reports of private projects";
        /// What logs runs is told to save its code with them.
        SaveCode = "save_code", "Save code with runs by default";
    }
}

/// Why a team cannot turn a switch.
pub const DECIDED: &str = "An admin of the organization has decided this for all teams.";

closed_set! {
    /// What an instance admin decides of a switch.
    Decision {
        EachTeam = "each_team", "Each team decides";
        On = "on", "On in all teams";
        Off = "off", "Off in all teams";
    }
}

impl TeamSwitch {
    /// What it does where it is on.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::MembersInvite => {
                "Members put people of the instance into the team, as members or view-only members. Otherwise only admins do."
            }
            Self::Hidden => {
                "Whoever is not in the team finds none of its pages, not even its public projects. Admins of the organization still do."
            }
            Self::PrivateProjects => {
                "New projects are the team's or their creator's, and none becomes public. Those that are public stay so."
            }
            Self::NoPublicLinks => {
                "Reports of projects that are not public are read by people of this instance only: nobody makes links to them, and those that there are open nothing."
            }
            Self::SaveCode => {
                "Programs that log runs here save their code with them, unless told otherwise. Where an admin of the organization has turned it off for all teams, code is not taken."
            }
        }
    }
}

/// Switches that somebody has decided on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::FromJsonQueryResult))]
#[serde(transparent)]
pub struct TeamSettings(BTreeMap<TeamSwitch, bool>);

impl TeamSettings {
    /// None where nobody has decided.
    pub fn get(&self, switch: TeamSwitch) -> Option<bool> {
        self.0.get(&switch).copied()
    }

    /// What nobody has decided is off.
    pub fn is_on(&self, switch: TeamSwitch) -> bool {
        self.get(switch).unwrap_or_default()
    }

    /// The same, with this one decided, or left open.
    #[must_use]
    pub fn with(mut self, switch: TeamSwitch, on: Option<bool>) -> Self {
        match on {
            Some(on) => self.0.insert(switch, on),
            None => self.0.remove(&switch),
        };
        self
    }

    pub fn decision(&self, switch: TeamSwitch) -> Decision {
        self.get(switch).map_or(Decision::EachTeam, |on| if on { Decision::On } else { Decision::Off })
    }

    /// The same, with this decided.
    #[must_use]
    pub fn deciding(self, switch: TeamSwitch, decision: Decision) -> Self {
        let on = match decision {
            Decision::EachTeam => None,
            Decision::On => Some(true),
            Decision::Off => Some(false),
        };
        self.with(switch, on)
    }

    /// What holds where `enforced` is decided for all teams.
    #[must_use]
    pub fn under(&self, enforced: &Self) -> Self {
        Self(self.0.iter().chain(&enforced.0).map(|(switch, on)| (*switch, *on)).collect())
    }
}

/// What the admins of the organization decide for the whole instance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::FromJsonQueryResult))]
#[serde(default)]
pub struct InstanceSettings {
    /// Every member may create a team, and not only admins.
    pub members_create_teams: bool,
    /// What is decided for all teams.
    pub enforced: TeamSettings,
}

impl InstanceSettings {
    /// Checks that a run may have a file of this name: where no team saves code, none of `code/`.
    ///
    /// # Errors
    ///
    /// `NoCode` where it may not.
    pub fn keep_file(&self, name: &str) -> Result<(), Denied> {
        let refused = self.enforced.get(TeamSwitch::SaveCode) == Some(false) && name.starts_with("code/");
        if refused { Err(Denied::NoCode) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_refused_only_where_it_is_off_in_all_teams() {
        let off = |enforced| InstanceSettings { enforced, ..InstanceSettings::default() };
        let nowhere = off(TeamSettings::default().with(TeamSwitch::SaveCode, Some(false)));

        assert_eq!(nowhere.keep_file("code/train.py"), Err(Denied::NoCode));
        assert_eq!(nowhere.keep_file("media/code/train.py"), Ok(()));
        assert_eq!(InstanceSettings::default().keep_file("code/train.py"), Ok(()));
        assert_eq!(off(TeamSettings::default().with(TeamSwitch::SaveCode, Some(true))).keep_file("code/a"), Ok(()));
    }

    #[test]
    fn what_is_enforced_holds_in_every_team_and_the_rest_is_the_teams_own() {
        let own =
            TeamSettings::default().with(TeamSwitch::MembersInvite, Some(true)).with(TeamSwitch::Hidden, Some(true));
        let enforced = TeamSettings::default().with(TeamSwitch::MembersInvite, Some(false));

        let holds = own.under(&enforced.clone().with(TeamSwitch::PrivateProjects, Some(true)));

        assert!(!holds.is_on(TeamSwitch::MembersInvite));
        assert!(holds.is_on(TeamSwitch::Hidden) && holds.is_on(TeamSwitch::PrivateProjects));
        assert_eq!(own.under(&enforced.with(TeamSwitch::MembersInvite, None)), own);
    }

    #[test]
    fn settings_are_kept_as_a_word_each() {
        let own = TeamSettings::default().with(TeamSwitch::MembersInvite, Some(true));

        assert_eq!(serde_json::to_string(&own).unwrap(), r#"{"members_invite":true}"#);
        assert_eq!(serde_json::from_str::<TeamSettings>("{}").unwrap(), TeamSettings::default());
    }
}
