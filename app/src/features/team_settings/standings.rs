//! Who could not be changed or taken out at the moment, and why: said before the click.

use std::collections::BTreeMap;

use domain::ids::UserId;
use domain::policy::{self, Denied, InTeam, MemberStanding, OrgRole, TeamCounts, TeamRole};
use domain::team::{Member, Team};
use leptos::prelude::*;

/// What is known of the members since the page came. In context around their list.
#[derive(Clone, Copy)]
pub struct Standings {
    viewer: InTeam,
    counts: RwSignal<TeamCounts>,
    /// Roles that were changed on this page.
    roles: RwSignal<BTreeMap<UserId, TeamRole>>,
}

impl Standings {
    pub fn provide(team: &Team) -> Self {
        let standings =
            Self { viewer: team.viewer, counts: RwSignal::new(team.counts), roles: RwSignal::new(BTreeMap::new()) };
        provide_context(standings);
        standings
    }

    fn of(self, member: &Member) -> MemberStanding {
        let role = self.roles.read().get(&member.id).copied().unwrap_or(member.role);
        MemberStanding { role, ..member.standing() }
    }

    /// Why the member stays what they are.
    pub fn keeps_role(self, member: &Member) -> Option<String> {
        let lower = TeamRole::ViewOnly;
        let denied = policy::change_team_role(self.viewer, self.of(member), lower, self.counts.get(), false).err()?;
        // An admin of the organization leaves a team without an admin only by taking the last one out.
        Some(if denied == Denied::LeavesNoTeamAdmin { Denied::LastTeamAdmin } else { denied }.to_string())
    }

    /// Why the member stays in the team; an admin of the organization is asked instead.
    pub fn stays(self, member: &Member) -> Option<String> {
        let confirms = self.viewer.organization == OrgRole::Admin;
        let denied = policy::take_out(self.viewer, self.of(member), self.counts.get(), confirms).err()?;
        Some(denied.to_string())
    }

    /// Somebody has another role from now on.
    pub fn becomes(self, member: &Member, role: TeamRole) {
        let before = untrack(|| self.of(member));
        self.roles.update(|roles| {
            roles.insert(member.id, role);
        });
        let after = MemberStanding { role, ..before };
        self.counts.update(|counts| {
            counts.admins += i64::from(after.is_active_admin()) - i64::from(before.is_active_admin());
        });
    }

    /// Somebody is in the team from now on.
    pub fn comes(self, member: &Member) {
        self.counts.update(|counts| {
            counts.members += 1;
            counts.admins += i64::from(member.standing().is_active_admin());
        });
    }

    /// Somebody is in the team no more.
    pub fn goes(self, member: &Member) {
        let was = untrack(|| self.of(member));
        self.counts.update(|counts| {
            counts.members -= 1;
            counts.admins -= i64::from(was.is_active_admin());
        });
    }
}
