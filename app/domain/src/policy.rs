//! Who may do what. Pure, so that the page can explain a refusal before the click.

mod team;
mod work;

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::user::{Seats, Status};

pub use team::{
    InTeam, MemberStanding, TeamCounts, TeamPermission, TeamRole, add_to_team, change_team_role, create_team,
    is_last_admin, leave, see_activity, take_out,
};
pub use work::{edit_work, link_work, see_draft, see_work};

closed_set! {
    /// What a user may do in the organization.
    OrgRole {
        Admin = "admin", "Admin";
        Member = "member", "Member";
    }
}

closed_set! {
    /// What can be allowed in the organization.
    Permission {
        /// Sign in, see one's own pages, change one's own things.
        UseInstance = "use_instance", "Use the instance";
        /// See everybody in the organization and what they did.
        ViewUsers = "view_users", "View users";
        /// Add, re-role, deactivate, remove.
        ManageUsers = "manage_users", "Manage users";
        ExportUsers = "export_users", "Export users";
        ViewHistory = "view_history", "View history";
        /// Name the organization, see the mails.
        ManageInstance = "manage_instance", "Manage the instance";
        /// Create and remove service accounts of the organization, and make their keys.
        ManageServiceAccounts = "manage_service_accounts", "Manage service accounts of the organization";
    }
}

impl OrgRole {
    pub const fn allows(self, permission: Permission) -> bool {
        match self {
            Self::Admin => true,
            Self::Member => matches!(permission, Permission::UseInstance),
        }
    }
}

/// Why somebody may not do something that they may know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Denied {
    #[error("Only an admin of the organization can do this.")]
    AdminsOnly,
    #[error("This is the last admin. Make somebody else an admin first.")]
    LastAdmin,
    #[error("No seat is left: {used} of {limit} are taken. Deactivate or remove somebody, or extend the licence.")]
    NoSeat { used: i64, limit: i64 },
    #[error("{wanted} seats are needed and {left} are left.")]
    TooFewSeats { wanted: i64, left: i64 },
    #[error("Ask an admin for an invitation.")]
    SignUpClosed,
    #[error("The role of a deactivated user cannot be changed. Reactivate first.")]
    RoleOfDeactivated,
    #[error("Your account is deactivated. Ask an admin of your organization.")]
    Deactivated,
    #[error("Only an admin of the team can do this.")]
    TeamAdminsOnly,
    #[error("View-only members of a team look at what is there and change nothing.")]
    NoContribution,
    #[error("Only people can do this, and no service account.")]
    PeopleOnly,
    #[error("Only members of the team can do this.")]
    MembersOnly,
    #[error("Only the author or an admin of the team can do this.")]
    AuthorsOnly,
    #[error("This team has no public links to reports of private projects.")]
    NoPublicLinks,
    #[error("No team saves code: files under code/ are not taken.")]
    NoCode,
    #[error("Only an admin of the organization can create a team. Ask one.")]
    TeamsByAdmins,
    #[error("This is the team's last admin. Make somebody else an admin of the team first.")]
    LastTeamAdmin,
    #[error("This is the team's last admin. Confirm that the team is left without one.")]
    LeavesNoTeamAdmin,
}

/// What matters of a user when something is to be changed about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub role: OrgRole,
    pub status: Status,
}

impl Standing {
    /// Whether this user is one of the admins that rule 2 counts: pending ones cannot sign in.
    pub const fn is_active_admin(self) -> bool {
        matches!((self.role, self.status), (OrgRole::Admin, Status::Active))
    }

    /// Whether this user takes a seat (rule 3).
    pub const fn takes_seat(self) -> bool {
        matches!(self.status, Status::Active | Status::Pending)
    }
}

/// Checks that a viewer may give the user some other role, `admins` being how many active ones there are.
///
/// The last admin cannot step down, not even by their own hand: nobody would be left to undo it.
pub fn edit_role(viewer: OrgRole, user: Standing, admins: i64) -> Result<(), Denied> {
    manage(viewer)?;
    if user.status == Status::Deactivated {
        return Err(Denied::RoleOfDeactivated);
    }
    keep_an_admin(user, admins)
}

/// Checks that a viewer may give the user the role `to`.
pub fn change_role(viewer: OrgRole, user: Standing, to: OrgRole, admins: i64) -> Result<(), Denied> {
    if to == OrgRole::Admin && user.status != Status::Deactivated {
        return manage(viewer);
    }
    edit_role(viewer, user, admins)
}

/// Checks that a viewer may take the user's access away, by deactivating or removing.
pub fn revoke(viewer: OrgRole, user: Standing, admins: i64) -> Result<(), Denied> {
    manage(viewer)?;
    keep_an_admin(user, admins)
}

/// Checks that a viewer may let a deactivated user in again, which takes a seat.
pub fn reactivate(viewer: OrgRole, seats: Seats) -> Result<(), Denied> {
    manage(viewer)?;
    seats.take(1)
}

/// Checks that a viewer may send an invitation again, for the seat that is taken already.
pub fn resend(viewer: OrgRole) -> Result<(), Denied> {
    manage(viewer)
}

/// Checks that a viewer may invite `count` people, each of whom takes a seat from now on.
pub fn add(viewer: OrgRole, seats: Seats, count: i64) -> Result<(), Denied> {
    manage(viewer)?;
    seats.take(count)
}

fn manage(viewer: OrgRole) -> Result<(), Denied> {
    if viewer.allows(Permission::ManageUsers) { Ok(()) } else { Err(Denied::AdminsOnly) }
}

fn keep_an_admin(user: Standing, admins: i64) -> Result<(), Denied> {
    if user.is_active_admin() && admins <= 1 { Err(Denied::LastAdmin) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADMIN: Standing = Standing { role: OrgRole::Admin, status: Status::Active };
    const MEMBER: Standing = Standing { role: OrgRole::Member, status: Status::Active };

    #[test]
    fn the_last_admin_keeps_the_role_and_the_access() {
        assert_eq!(change_role(OrgRole::Admin, ADMIN, OrgRole::Member, 1), Err(Denied::LastAdmin));
        assert_eq!(revoke(OrgRole::Admin, ADMIN, 1), Err(Denied::LastAdmin));
        assert_eq!(change_role(OrgRole::Admin, ADMIN, OrgRole::Member, 2), Ok(()));
        assert_eq!(revoke(OrgRole::Admin, MEMBER, 1), Ok(()));
    }

    #[test]
    fn a_pending_admin_does_not_count_as_one() {
        let invited = Standing { role: OrgRole::Admin, status: Status::Pending };

        assert_eq!(revoke(OrgRole::Admin, invited, 1), Ok(()));
        assert!(!invited.is_active_admin());
    }

    #[test]
    fn a_member_changes_nobody() {
        assert_eq!(change_role(OrgRole::Member, MEMBER, OrgRole::Admin, 2), Err(Denied::AdminsOnly));
        assert_eq!(revoke(OrgRole::Member, MEMBER, 2), Err(Denied::AdminsOnly));
        assert_eq!(add(OrgRole::Member, Seats::default(), 1), Err(Denied::AdminsOnly));
    }

    #[test]
    fn a_deactivated_user_keeps_the_role() {
        let away = Standing { role: OrgRole::Member, status: Status::Deactivated };

        assert_eq!(change_role(OrgRole::Admin, away, OrgRole::Admin, 2), Err(Denied::RoleOfDeactivated));
    }

    #[test]
    fn a_full_licence_lets_nobody_in() {
        let full = Seats { used: 25, limit: Some(25) };

        assert_eq!(add(OrgRole::Admin, full, 1), Err(Denied::NoSeat { used: 25, limit: 25 }));
        assert_eq!(reactivate(OrgRole::Admin, full), Err(Denied::NoSeat { used: 25, limit: 25 }));
        assert_eq!(
            add(OrgRole::Admin, Seats { used: 24, limit: Some(25) }, 2),
            Err(Denied::TooFewSeats { wanted: 2, left: 1 })
        );
        assert_eq!(add(OrgRole::Admin, Seats { used: 1000, limit: None }, 100), Ok(()));
    }
}
