//! Who may do what in a team.

use serde::{Deserialize, Serialize};

use super::{Denied, OrgRole};
use crate::closed_set::closed_set;
use crate::user::Status;

closed_set! {
    /// What somebody may do in a team.
    TeamRole {
        Admin = "admin", "Admin";
        Member = "member", "Member";
        ViewOnly = "view_only", "View-Only";
        Service = "service", "Service";
    }
}

impl TeamRole {
    /// The roles a person can have: a service account is no person.
    pub const OF_PEOPLE: &[Self] = &[Self::Admin, Self::Member, Self::ViewOnly];
}

closed_set! {
    /// What can be allowed in a team.
    TeamPermission {
        /// See the team's page, who is in it, and what was made in it.
        ViewTeam = "view_team", "View the team";
        /// Make projects, log runs, write reports; change and delete one's own.
        Contribute = "contribute", "Log runs and write reports";
        /// Change and delete what others made.
        EditAll = "edit_all", "Edit what others made";
        /// Put people of the instance into the team, give them roles, take them out.
        ManageMembers = "manage_members", "Manage members";
        /// Describe the team, see and change its settings and its service accounts.
        ManageTeam = "manage_team", "Manage the team";
    }
}

impl TeamRole {
    pub const fn allows(self, permission: TeamPermission) -> bool {
        match self {
            Self::Admin => true,
            Self::Member | Self::Service => {
                matches!(permission, TeamPermission::ViewTeam | TeamPermission::Contribute)
            }
            Self::ViewOnly => matches!(permission, TeamPermission::ViewTeam),
        }
    }
}

/// What somebody is in a team, as the member they are or as an admin of the organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InTeam {
    pub organization: OrgRole,
    /// None of whoever is no member.
    pub team: Option<TeamRole>,
}

impl InTeam {
    /// As what somebody acts: admins of the organization do in every team what its admins may. None of an outsider,
    /// for whom the team does not exist.
    pub const fn acts_as(self) -> Option<TeamRole> {
        match self.organization {
            OrgRole::Admin => Some(TeamRole::Admin),
            OrgRole::Member => self.team,
        }
    }

    /// # Errors
    ///
    /// `TeamAdminsOnly` or `NoContribution` where the role is too weak.
    pub fn check(self, permission: TeamPermission) -> Result<(), Denied> {
        match self.acts_as() {
            Some(role) if role.allows(permission) => Ok(()),
            Some(_) if permission == TeamPermission::Contribute => Err(Denied::NoContribution),
            _ => Err(Denied::TeamAdminsOnly),
        }
    }
}

/// What matters of a member when something is to be changed about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberStanding {
    pub role: TeamRole,
    pub status: Status,
}

impl MemberStanding {
    /// Whether this is one of the admins that rule 2 counts: others cannot sign in.
    pub const fn is_active_admin(self) -> bool {
        matches!((self.role, self.status), (TeamRole::Admin, Status::Active))
    }
}

/// What a team has of those that rule 2 speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamCounts {
    pub admins: i64,
    pub members: i64,
}

/// Checks that somebody may create a team; `open` is the setting that lets every member do so.
pub fn create_team(viewer: OrgRole, open: bool) -> Result<(), Denied> {
    if open || viewer == OrgRole::Admin { Ok(()) } else { Err(Denied::TeamsByAdmins) }
}

/// Checks that `viewer` may put somebody into the team as `role`; `open` is the team's setting that lets members do so.
/// Nobody gives more than they have.
pub fn add_to_team(viewer: InTeam, open: bool, role: TeamRole) -> Result<(), Denied> {
    if open && viewer.acts_as() == Some(TeamRole::Member) && role != TeamRole::Admin {
        return Ok(());
    }
    viewer.check(TeamPermission::ManageMembers)
}

/// Checks that `viewer` may give the member the role `to`.
pub fn change_team_role(
    viewer: InTeam,
    member: MemberStanding,
    to: TeamRole,
    counts: TeamCounts,
    without_admin: bool,
) -> Result<(), Denied> {
    viewer.check(TeamPermission::ManageMembers)?;
    if to == TeamRole::Admin {
        return Ok(());
    }
    // Whoever steps down is left in the team as well.
    keep_a_team_admin(viewer, member, TeamCounts { members: counts.members + 1, ..counts }, without_admin)
}

/// Checks that `viewer` may take the member out of the team.
pub fn take_out(viewer: InTeam, member: MemberStanding, counts: TeamCounts, without_admin: bool) -> Result<(), Denied> {
    viewer.check(TeamPermission::ManageMembers)?;
    keep_a_team_admin(viewer, member, counts, without_admin)
}

/// Checks that a member may leave the team. The last one closes the door; the last admin finds another first.
pub fn leave(member: MemberStanding, counts: TeamCounts) -> Result<(), Denied> {
    let viewer = InTeam { organization: OrgRole::Member, team: Some(member.role) };
    keep_a_team_admin(viewer, member, counts, false)
}

/// Whether others are left in the team without an admin when this member goes.
pub const fn is_last_admin(member: MemberStanding, counts: TeamCounts) -> bool {
    member.is_active_admin() && counts.admins <= 1 && counts.members > 1
}

/// Whether somebody sees what a person does here: on which days they were active, how much they made.
pub const fn see_activity(viewer: OrgRole, is_me: bool, shares_a_team: bool) -> bool {
    matches!(viewer, OrgRole::Admin) || is_me || shares_a_team
}

/// Rule 2: a team that has members has an admin, unless an admin of the organization confirms otherwise.
fn keep_a_team_admin(
    viewer: InTeam,
    member: MemberStanding,
    counts: TeamCounts,
    without_admin: bool,
) -> Result<(), Denied> {
    match viewer.organization {
        _ if !is_last_admin(member, counts) => Ok(()),
        OrgRole::Admin if without_admin => Ok(()),
        OrgRole::Admin => Err(Denied::LeavesNoTeamAdmin),
        OrgRole::Member => Err(Denied::LastTeamAdmin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADMIN: MemberStanding = MemberStanding { role: TeamRole::Admin, status: Status::Active };
    const MEMBER: MemberStanding = MemberStanding { role: TeamRole::Member, status: Status::Active };
    const ALONE: TeamCounts = TeamCounts { admins: 1, members: 5 };

    fn acting(team: TeamRole) -> InTeam {
        InTeam { organization: OrgRole::Member, team: Some(team) }
    }

    #[test]
    fn the_last_admin_of_a_team_stays_one() {
        let admin = acting(TeamRole::Admin);

        assert_eq!(change_team_role(admin, ADMIN, TeamRole::Member, ALONE, false), Err(Denied::LastTeamAdmin));
        assert_eq!(take_out(admin, ADMIN, ALONE, true), Err(Denied::LastTeamAdmin));
        assert_eq!(leave(ADMIN, ALONE), Err(Denied::LastTeamAdmin));
        assert_eq!(leave(ADMIN, TeamCounts { admins: 2, members: 5 }), Ok(()));
        assert_eq!(leave(MEMBER, ALONE), Ok(()));
    }

    #[test]
    fn who_is_alone_in_a_team_may_leave_it_but_not_step_down() {
        let alone = TeamCounts { admins: 1, members: 1 };

        assert_eq!(leave(ADMIN, alone), Ok(()));
        assert_eq!(
            change_team_role(acting(TeamRole::Admin), ADMIN, TeamRole::ViewOnly, alone, false),
            Err(Denied::LastTeamAdmin)
        );
    }

    #[test]
    fn an_admin_of_the_organization_confirms_a_team_without_an_admin() {
        let viewer = InTeam { organization: OrgRole::Admin, team: None };

        assert_eq!(take_out(viewer, ADMIN, ALONE, false), Err(Denied::LeavesNoTeamAdmin));
        assert_eq!(take_out(viewer, ADMIN, ALONE, true), Ok(()));
    }

    #[test]
    fn an_admin_who_cannot_sign_in_does_not_count_as_one() {
        let away = MemberStanding { role: TeamRole::Admin, status: Status::Deactivated };

        assert_eq!(take_out(acting(TeamRole::Admin), away, ALONE, false), Ok(()));
    }

    #[test]
    fn members_change_nobody_and_outsiders_are_nothing() {
        assert_eq!(take_out(acting(TeamRole::Member), MEMBER, ALONE, false), Err(Denied::TeamAdminsOnly));
        assert_eq!(acting(TeamRole::ViewOnly).check(TeamPermission::Contribute), Err(Denied::NoContribution));
        assert_eq!(InTeam { organization: OrgRole::Member, team: None }.acts_as(), None);
    }

    #[test]
    fn what_somebody_does_is_seen_by_themselves_their_teams_and_admins() {
        assert!(see_activity(OrgRole::Admin, false, false));
        assert!(see_activity(OrgRole::Member, true, false));
        assert!(see_activity(OrgRole::Member, false, true));
        assert!(!see_activity(OrgRole::Member, false, false));
    }

    #[test]
    fn members_add_members_where_the_team_lets_them() {
        let member = acting(TeamRole::Member);

        assert_eq!(add_to_team(member, true, TeamRole::Member), Ok(()));
        assert_eq!(add_to_team(member, true, TeamRole::Admin), Err(Denied::TeamAdminsOnly));
        assert_eq!(add_to_team(member, false, TeamRole::ViewOnly), Err(Denied::TeamAdminsOnly));
        assert_eq!(add_to_team(acting(TeamRole::ViewOnly), true, TeamRole::ViewOnly), Err(Denied::TeamAdminsOnly));
        assert_eq!(add_to_team(acting(TeamRole::Admin), false, TeamRole::Admin), Ok(()));
    }

    #[test]
    fn teams_are_created_by_admins_unless_the_organization_lets_everybody() {
        assert_eq!(create_team(OrgRole::Member, false), Err(Denied::TeamsByAdmins));
        assert_eq!(create_team(OrgRole::Member, true), Ok(()));
        assert_eq!(create_team(OrgRole::Admin, false), Ok(()));
    }
}
