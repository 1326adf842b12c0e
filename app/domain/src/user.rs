//! People as the organization sees them.

use serde::{Deserialize, Serialize, Serializer};

use crate::closed_set::closed_set;
use crate::ids::{AvatarId, UserId};
use crate::invitation::{Delivery, Invitation};
use crate::last_active::LastActive;
use crate::policy::{Denied, OrgRole, Standing};
use crate::sort::{Sort, SortColumn};
use crate::text::number;
use crate::time::{Day, Timestamp};

closed_set! {
    /// Where a person stands, from invitation to removal.
    Status {
        /// An admin sent an invitation that is not accepted yet.
        Pending = "pending", "Pending";
        Active = "active", "Active";
        /// An admin revoked access.
        Deactivated = "deactivated", "Deactivated";
        /// Gone from the lists; runs, reports and history keep the name.
        Removed = "removed", "Removed";
    }
}

closed_set! {
    /// Columns of the users table.
    UserColumn {
        Name = "name", "Name";
        LastActive = "last_active", "Last active";
        Role = "role", "Role";
        Email = "email", "Email";
        Team = "team", "Team";
    }
}

impl SortColumn for UserColumn {
    const DEFAULT: Self = Self::Name;

    fn is_time(self) -> bool {
        self == Self::LastActive
    }
}

/// One row of the users table. It travels without the names of its fields, in their order: of fifty rows the names were
/// a large part of what was written, and read again.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct User {
    pub id: UserId,
    /// The display name; of a pending person, the address.
    pub name: String,
    pub username: Option<String>,
    pub avatar: Option<AvatarId>,
    pub email: String,
    pub role: OrgRole,
    pub status: Status,
    pub added: Timestamp,
    pub joined: Option<Timestamp>,
    pub last_active: Option<Timestamp>,
    pub days_active: i64,
    pub runs: i64,
    pub reports: i64,
    /// The names of the teams, in order.
    pub teams: Vec<String>,
    /// Of a pending person.
    pub invitation: Option<Invitation>,
}

impl Serialize for User {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self {
            id,
            name,
            username,
            avatar,
            email,
            role,
            status,
            added,
            joined,
            last_active,
            days_active,
            runs,
            reports,
            teams,
            invitation,
        } = self;
        (
            id,
            name,
            username,
            avatar,
            email,
            role,
            status,
            added,
            joined,
            last_active,
            days_active,
            runs,
            reports,
            teams,
            invitation,
        )
            .serialize(serializer)
    }
}

impl User {
    pub const fn standing(&self) -> Standing {
        Standing { role: self.role, status: self.status }
    }

    /// What the Role column says.
    pub const fn role_label(&self) -> &'static str {
        match self.status {
            Status::Deactivated => "Deactivated",
            _ => self.role.label(),
        }
    }

    /// What the Last active column says, seen from `now`.
    pub fn last_active_words(&self, now: Timestamp) -> String {
        match (self.status, self.last_active) {
            (Status::Pending, _) => "Invite pending".to_owned(),
            (_, None) => "Never".to_owned(),
            (Status::Active, Some(at)) if now.0 - at.0 < 5 * 60_000 => "Active now".to_owned(),
            (_, Some(at)) => at.ago(now),
        }
    }

    /// What is wrong with the invitation of a pending person, if anything, seen from `now`.
    pub fn invitation_trouble(&self, now: Timestamp) -> Option<&'static str> {
        let invitation = self.invitation.as_ref().filter(|_| self.status == Status::Pending)?;
        if invitation.delivery == Delivery::Failed {
            Some("mail failed")
        } else {
            (invitation.expires <= now).then_some("expired")
        }
    }

    /// The days from sign-up to `today`, both counted; 0 before sign-up.
    pub fn days_since_sign_up(&self, today: Day) -> i64 {
        self.joined.map_or(0, |joined| i64::from(today.0 - joined.day().0) + 1)
    }

    /// As in "12 of 300", of the days since sign-up.
    pub fn days_active_words(&self, today: Day) -> String {
        match self.days_since_sign_up(today) {
            0 => number(self.days_active),
            days => format!("{} of {}", number(self.days_active), number(days)),
        }
    }
}

/// Which users, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UserQuery {
    /// Words of the name, the username or the e-mail.
    pub search: String,
    pub status: Option<Status>,
    pub role: Option<OrgRole>,
    /// The name of a team.
    pub team: Option<String>,
    pub last_active: Option<LastActive>,
    pub sort: UserSort,
}

impl UserQuery {
    /// Whether it leaves anybody out.
    pub fn is_filtered(&self) -> bool {
        !self.search.is_empty()
            || self.status.is_some()
            || self.role.is_some()
            || self.team.is_some()
            || self.last_active.is_some()
    }
}

/// An order of the users.
pub type UserSort = Sort<UserColumn>;

/// Seats of the licence: every active or pending person takes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Seats {
    pub used: i64,
    /// Unlimited if none.
    pub limit: Option<i64>,
}

impl Seats {
    /// How many are left; unlimited if none.
    pub fn left(self) -> Option<i64> {
        self.limit.map(|limit| (limit - self.used).max(0))
    }

    /// Whether a tenth of them is left, or less.
    pub fn are_short(self) -> bool {
        self.limit.zip(self.left()).is_some_and(|(limit, left)| left * 10 <= limit)
    }

    /// Checks that `count` more people fit.
    pub fn take(self, count: i64) -> Result<(), Denied> {
        match (self.limit, self.left()) {
            (Some(limit), Some(0)) if count > 0 => Err(Denied::NoSeat { used: self.used, limit }),
            (_, Some(left)) if count > left => Err(Denied::TooFewSeats { wanted: count, left }),
            _ => Ok(()),
        }
    }
}

/// The figures at the head of the organization dashboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub organization: String,
    /// Active and pending and deactivated people.
    pub users: i64,
    pub pending: i64,
    /// Active admins, whom rule 2 counts.
    pub admins: i64,
    pub teams: i64,
    pub seats: Seats,
    pub active_7_days: i64,
    pub active_30_days: i64,
}

/// The person who is looking at the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    pub id: UserId,
    pub name: String,
    pub username: String,
    pub email: String,
    pub role: OrgRole,
    pub organization: String,
    pub avatar: Option<AvatarId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_active_is_told_as_it_is() {
        let now = Day(20_780).start();
        let of = |status, last_active| User { status, last_active, ..somebody() }.last_active_words(now);

        assert_eq!(of(Status::Active, Some(now.plus_seconds(-60))), "Active now");
        assert_eq!(of(Status::Active, Some(now.plus_seconds(-600))), "10 minutes ago");
        assert_eq!(of(Status::Active, None), "Never");
        assert_eq!(of(Status::Deactivated, Some(now.plus_seconds(-60))), "1 minute ago");
        assert_eq!(of(Status::Pending, None), "Invite pending");
    }

    #[test]
    fn an_invitation_says_what_is_wrong_with_it() {
        let now = Day(20_780).start();
        let of = |status, delivery, expires| {
            let invitation = Some(Invitation { sent: now.plus_days(-1), expires, delivery, error: None });
            User { status, invitation, ..somebody() }.invitation_trouble(now)
        };

        assert_eq!(of(Status::Pending, Delivery::Delivered, now.plus_days(6)), None);
        assert_eq!(of(Status::Pending, Delivery::Failed, now.plus_days(6)), Some("mail failed"));
        assert_eq!(of(Status::Pending, Delivery::Delivered, now), Some("expired"));
        assert_eq!(of(Status::Active, Delivery::Failed, now), None);
    }

    #[test]
    fn a_row_travels_without_the_names_of_its_fields() {
        let invitation = Some(Invitation {
            sent: Timestamp(1),
            expires: Timestamp(2),
            delivery: Delivery::Failed,
            error: Some("no such mailbox".to_owned()),
        });
        let user = User {
            username: Some("ada".to_owned()),
            avatar: Some(AvatarId::from_uuid(uuid::Uuid::from_u128(7))),
            added: Timestamp(3),
            joined: Some(Timestamp(4)),
            last_active: Some(Timestamp(5)),
            days_active: 6,
            runs: 7,
            reports: 8,
            teams: vec!["vision".to_owned()],
            invitation,
            ..somebody()
        };

        let text = serde_json::to_string(&user).unwrap();

        assert!(!text.contains("days_active"), "{text}");
        assert_eq!(serde_json::from_str::<User>(&text).unwrap(), user);
    }

    fn somebody() -> User {
        User {
            id: UserId::from_uuid(uuid::Uuid::nil()),
            name: "Ada".to_owned(),
            username: None,
            avatar: None,
            email: "ada@northwind.example".to_owned(),
            role: OrgRole::Member,
            status: Status::Active,
            added: Timestamp(0),
            joined: None,
            last_active: None,
            days_active: 0,
            runs: 0,
            reports: 0,
            teams: Vec::new(),
            invitation: None,
        }
    }

    #[test]
    fn seats_are_short_when_a_tenth_of_them_is_left() {
        let short = |used, limit| Seats { used, limit }.are_short();

        assert!(short(23, Some(25)) && short(25, Some(25)) && short(30, Some(25)) && short(3, Some(3)));
        assert!(!short(22, Some(25)) && !short(2, Some(3)) && !short(1_000_000, None));
    }

    #[test]
    fn a_value_has_one_spelling() {
        assert_eq!("deactivated".parse(), Ok(Status::Deactivated));
        for wrong in ["Deactivated", "", "active ", "99"] {
            assert!(wrong.parse::<Status>().is_err(), "{wrong}");
        }
        assert_eq!(serde_json::to_string(&UserColumn::LastActive).unwrap(), "\"last_active\"");
    }
}
