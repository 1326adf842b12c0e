//! A deed, the rules for each user, and its words.

use serde::{Deserialize, Serialize};

use super::MAX_USERS;
use crate::ids::UserId;
use crate::policy::{self, Denied, OrgRole, Standing};
use crate::text::{count, number};
use crate::user::{Seats, Status};

/// What an admin does to a user, or to many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    SetRole(OrgRole),
    Deactivate,
    Reactivate,
    Remove,
    /// Sends the invitation again.
    Resend,
}

/// Why a user is left as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    #[error("{0}")]
    Denied(#[from] Denied),
    #[error("The role is this one already.")]
    SameRole,
    #[error("Only an active user can be deactivated.")]
    NotActive,
    #[error("Only a deactivated user can be reactivated.")]
    NotDeactivated,
    #[error("Has accepted already: there is no invitation any more.")]
    NotPending,
    /// Whoever does it to many would be stopped half way by doing it to themselves.
    #[error("This is you. Do it in your own row.")]
    Yourself,
    #[error("Is not in the organization any more.")]
    Missing,
}

/// What the rules count, as it stands while a deed is done to one user after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Active admins.
    pub admins: i64,
    pub seats: Seats,
}

impl Counts {
    /// The counts once somebody who stood as `before` stands as `after`.
    #[must_use]
    pub fn moved(mut self, before: Standing, after: Standing) -> Self {
        let step = |was: bool, is: bool| i64::from(is) - i64::from(was);
        self.admins += step(before.is_active_admin(), after.is_active_admin());
        self.seats.used += step(before.takes_seat(), after.takes_seat());
        self
    }
}

impl Deed {
    /// Where the user stands once it is done, if `viewer` may do it.
    pub fn on(self, viewer: OrgRole, user: Standing, counts: Counts) -> Result<Standing, Kept> {
        let only = |status: Status, kept: Kept| if user.status == status { Ok(()) } else { Err(kept) };
        match self {
            Self::SetRole(role) => {
                policy::change_role(viewer, user, role, counts.admins)?;
                if user.role == role { Err(Kept::SameRole) } else { Ok(Standing { role, ..user }) }
            }
            Self::Deactivate => {
                policy::revoke(viewer, user, counts.admins)?;
                only(Status::Active, Kept::NotActive)?;
                Ok(Standing { status: Status::Deactivated, ..user })
            }
            Self::Reactivate => {
                only(Status::Deactivated, Kept::NotDeactivated)?;
                policy::reactivate(viewer, counts.seats)?;
                Ok(Standing { status: Status::Active, ..user })
            }
            Self::Remove => {
                policy::revoke(viewer, user, counts.admins)?;
                Ok(Standing { status: Status::Removed, ..user })
            }
            Self::Resend => {
                policy::resend(viewer)?;
                only(Status::Pending, Kept::NotPending)?;
                Ok(user)
            }
        }
    }

    /// As [`Deed::on`], for one among many. Nobody ends their own right half way through.
    pub fn on_one_of_many(
        self,
        viewer: OrgRole,
        user: Standing,
        counts: Counts,
        is_viewer: bool,
    ) -> Result<Standing, Kept> {
        let after = self.on(viewer, user, counts)?;
        if is_viewer && !after.is_active_admin() { Err(Kept::Yourself) } else { Ok(after) }
    }

    /// Whether it ends the access of those it is done to.
    pub const fn revokes(self) -> bool {
        matches!(self, Self::Deactivate | Self::Remove)
    }

    /// How many invitations a call for so many users sends, at most.
    pub fn invitations(self, users: &[UserId]) -> u32 {
        let users = u32::try_from(users.len().min(MAX_USERS)).unwrap_or_default();
        if self == Self::Resend { users } else { 0 }
    }

    /// As in "Deactivate 38 users", above what will happen and what became of it.
    pub fn title(self, users: i64) -> String {
        match self {
            Self::SetRole(role) => format!("Make {} {}", count(users, "user"), role.label()),
            Self::Resend => format!("Invite {} again", count(users, "user")),
            Self::Deactivate | Self::Reactivate | Self::Remove => self.order(users),
        }
    }

    /// As in "Deactivate 36 users", on the button that does it.
    pub fn order(self, users: i64) -> String {
        match self {
            Self::SetRole(_) => format!("Change {}", count(users, "role")),
            Self::Deactivate => format!("Deactivate {}", count(users, "user")),
            Self::Reactivate => format!("Reactivate {}", count(users, "user")),
            Self::Remove => format!("Remove {}", count(users, "user")),
            Self::Resend => format!("Send {}", count(users, "invitation")),
        }
    }

    /// As in "36 deactivated.", once it is done.
    pub fn done(self, users: i64) -> String {
        let users = number(users);
        match self {
            Self::SetRole(role) => format!("{users} made {}.", role.label()),
            Self::Deactivate => format!("{users} deactivated."),
            Self::Reactivate => format!("{users} reactivated."),
            Self::Remove => format!("{users} removed."),
            Self::Resend => format!("{users} invited again."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADMIN: Standing = Standing { role: OrgRole::Admin, status: Status::Active };
    const MEMBER: Standing = Standing { role: OrgRole::Member, status: Status::Active };
    const PENDING: Standing = Standing { role: OrgRole::Member, status: Status::Pending };
    const AWAY: Standing = Standing { role: OrgRole::Member, status: Status::Deactivated };

    fn counts(admins: i64, used: i64, limit: i64) -> Counts {
        Counts { admins, seats: Seats { used, limit: Some(limit) } }
    }

    #[test]
    fn each_status_has_its_deeds() {
        let on = |deed: Deed, user| deed.on(OrgRole::Admin, user, counts(2, 3, 9)).map(|it| it.status);

        for (deed, of_active, of_pending, of_away) in [
            (Deed::Deactivate, Ok(Status::Deactivated), Err(Kept::NotActive), Err(Kept::NotActive)),
            (Deed::Reactivate, Err(Kept::NotDeactivated), Err(Kept::NotDeactivated), Ok(Status::Active)),
            (Deed::Remove, Ok(Status::Removed), Ok(Status::Removed), Ok(Status::Removed)),
            (Deed::Resend, Err(Kept::NotPending), Ok(Status::Pending), Err(Kept::NotPending)),
        ] {
            assert_eq!((on(deed, MEMBER), on(deed, PENDING), on(deed, AWAY)), (of_active, of_pending, of_away));
        }
    }

    #[test]
    fn a_role_is_given_to_whoever_has_another() {
        let on = |user| Deed::SetRole(OrgRole::Admin).on(OrgRole::Admin, user, counts(2, 3, 9)).map(|it| it.role);

        assert_eq!(on(MEMBER), Ok(OrgRole::Admin));
        assert_eq!(on(PENDING), Ok(OrgRole::Admin));
        assert_eq!(on(ADMIN), Err(Kept::SameRole));
        assert_eq!(on(AWAY), Err(Kept::Denied(Denied::RoleOfDeactivated)));
    }

    #[test]
    fn of_many_admins_the_last_one_stays() {
        for deed in [Deed::SetRole(OrgRole::Member), Deed::Deactivate, Deed::Remove] {
            let (mut now, mut kept) = (counts(3, 3, 9), Vec::new());
            for _ in 0..3 {
                match deed.on(OrgRole::Admin, ADMIN, now) {
                    Ok(after) => now = now.moved(ADMIN, after),
                    Err(why) => kept.push(why),
                }
            }
            assert_eq!((now.admins, kept), (1, vec![Kept::Denied(Denied::LastAdmin)]), "{deed:?}");
        }
    }

    #[test]
    fn seats_are_taken_until_none_is_left() {
        let (mut now, mut kept) = (counts(1, 7, 9), Vec::new());
        for _ in 0..3 {
            match Deed::Reactivate.on(OrgRole::Admin, AWAY, now) {
                Ok(after) => now = now.moved(AWAY, after),
                Err(why) => kept.push(why),
            }
        }

        assert_eq!((now.seats.used, kept), (9, vec![Kept::Denied(Denied::NoSeat { used: 9, limit: 9 })]));
    }

    #[test]
    fn nobody_ends_their_own_right_among_many() {
        let myself = |deed: Deed| deed.on_one_of_many(OrgRole::Admin, ADMIN, counts(2, 3, 9), true);

        for deed in [Deed::SetRole(OrgRole::Member), Deed::Deactivate, Deed::Remove] {
            assert_eq!(myself(deed), Err(Kept::Yourself), "{deed:?}");
            assert!(deed.on(OrgRole::Admin, ADMIN, counts(2, 3, 9)).is_ok(), "{deed:?}");
        }
        let alone = Deed::Remove.on_one_of_many(OrgRole::Admin, ADMIN, counts(1, 3, 9), true);
        assert_eq!(alone, Err(Kept::Denied(Denied::LastAdmin)));
    }

    #[test]
    fn a_member_does_nothing_to_anybody() {
        for (deed, user) in [
            (Deed::SetRole(OrgRole::Admin), MEMBER),
            (Deed::Deactivate, MEMBER),
            (Deed::Reactivate, AWAY),
            (Deed::Remove, MEMBER),
            (Deed::Resend, PENDING),
        ] {
            let refused = deed.on(OrgRole::Member, user, counts(2, 3, 9));
            assert_eq!(refused, Err(Kept::Denied(Denied::AdminsOnly)), "{deed:?}");
        }
    }

    #[test]
    fn a_deed_has_one_spelling() {
        for (deed, text) in
            [(Deed::Deactivate, "\"deactivate\""), (Deed::SetRole(OrgRole::Admin), "{\"set_role\":\"admin\"}")]
        {
            assert_eq!(serde_json::to_string(&deed).unwrap(), text);
        }
        for wrong in ["\"Deactivate\"", "{\"set_role\":\"owner\"}", "\"set_role\"", "null"] {
            assert!(serde_json::from_str::<Deed>(wrong).is_err(), "{wrong}");
        }
    }
}
