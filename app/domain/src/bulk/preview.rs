//! What a deed will do to many, in numbers and in words.

use serde::{Deserialize, Serialize};

use super::{Counts, Deed, KeptUser};
use crate::policy::OrgRole;
use crate::text::count;

/// What a deed will do, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Preview {
    /// How many users will be changed.
    pub changed: i64,
    /// How many of them have not joined yet.
    pub pending: i64,
    /// What those who are changed made; it stays.
    pub runs: i64,
    pub reports: i64,
    /// Browsers that are logged out.
    pub sessions: i64,
    /// API keys that are revoked.
    pub keys: i64,
    /// Memberships of teams that end.
    pub memberships: i64,
    /// The names of teams that are left with members and without an admin: going on confirms it (rule 2).
    pub orphaned: Vec<String>,
    /// Whether invitations go out by mail, or are links to hand over.
    pub mailed: bool,
    pub before: Counts,
    pub after: Counts,
    /// Who is left as they are.
    pub kept: Vec<KeptUser>,
}

impl Preview {
    /// Both in one, `next` having been made for what this leaves.
    #[must_use]
    pub fn and(mut self, next: Self) -> Self {
        self.kept.extend(next.kept);
        self.orphaned.extend(next.orphaned);
        Self {
            changed: self.changed + next.changed,
            pending: self.pending + next.pending,
            runs: self.runs + next.runs,
            reports: self.reports + next.reports,
            sessions: self.sessions + next.sessions,
            keys: self.keys + next.keys,
            memberships: self.memberships + next.memberships,
            orphaned: self.orphaned,
            mailed: next.mailed,
            before: self.before,
            after: next.after,
            kept: self.kept,
        }
    }

    /// What will happen, a sentence or two a line.
    pub fn consequences(&self, deed: Deed) -> Vec<String> {
        if self.changed == 0 {
            return Vec::new();
        }
        let joined = self.changed - self.pending;
        let mut lines = vec![self.first_line(deed, joined)];
        if deed == Deed::Remove && joined > 0 && self.pending > 0 {
            lines.push(taken_back(self.pending));
        }
        if self.keys > 0 {
            let verb = if self.keys == 1 { "stops" } else { "stop" };
            lines.push(format!("{} {verb} working for good.", count(self.keys, "API key")));
        }
        if self.memberships > 0 {
            let verb = if self.memberships == 1 { "ends" } else { "end" };
            lines.push(format!("{} {verb}.", count(self.memberships, "team membership")));
        }
        if deed.revokes() && joined > 0 {
            lines.push(format!("{} and {} stay.", count(self.runs, "run"), count(self.reports, "report")));
        }
        lines.extend(self.orphaned_line());
        lines.extend(self.seats_line());
        lines.extend(self.admins_line());
        lines
    }

    fn first_line(&self, deed: Deed, joined: i64) -> String {
        let users = count(self.changed, "user");
        let logged_out = || {
            let verb = if self.sessions == 1 { "is" } else { "are" };
            format!("{} {verb} logged out", count(self.sessions, "session"))
        };
        match deed {
            Deed::SetRole(OrgRole::Admin) => format!("{users} may change everybody and everything from now on."),
            Deed::SetRole(OrgRole::Member) => {
                format!("{users} may use the instance and nothing more, from the next request on.")
            }
            Deed::Deactivate => format!("Access ends at once: {}. It can be given back.", logged_out()),
            Deed::Remove if joined == 0 => taken_back(self.pending),
            Deed::Remove => format!("Access ends at once and for good: {}.", logged_out()),
            Deed::Reactivate => format!("{users} can log in again, with the role from before."),
            Deed::Resend if self.mailed => {
                format!("{} sent by mail. The links before stop working.", are(self.changed, "new link"))
            }
            Deed::Resend => format!(
                "{} made, to be handed over: this instance sends no mail. The links before stop working.",
                are(self.changed, "new link")
            ),
        }
    }

    fn orphaned_line(&self) -> Option<String> {
        match self.orphaned.as_slice() {
            [] => None,
            [team] => Some(format!("The team {team} is left without an admin.")),
            [teams @ .., last] => Some(format!("The teams {} and {last} are left without an admin.", teams.join(", "))),
        }
    }

    fn seats_line(&self) -> Option<String> {
        let freed = self.before.seats.used - self.after.seats.used;
        let line = match freed {
            0 => return None,
            1 => "1 seat becomes free.".to_owned(),
            2.. => format!("{} become free.", count(freed, "seat")),
            _ => format!("{} taken.", are(-freed, "seat")),
        };
        let left = self.after.seats.left().map(|left| format!(" {} left afterwards.", are(left, "seat")));
        Some(line + &left.unwrap_or_default())
    }

    fn admins_line(&self) -> Option<String> {
        let (before, after) = (self.before.admins, self.after.admins);
        match after - before {
            0 => None,
            ..0 => Some(format!("{} left.", are(after, "admin"))),
            _ => Some(format!("There are {} then.", count(after, "admin"))),
        }
    }
}

fn taken_back(invitations: i64) -> String {
    let (verb, link) = if invitations == 1 { ("is", "its link stops") } else { ("are", "their links stop") };
    format!("{} {verb} taken back: {link} working.", count(invitations, "invitation"))
}

/// As in "1 seat is" and "2 seats are".
fn are(n: i64, one: &str) -> String {
    format!("{} {}", count(n, one), if n == 1 { "is" } else { "are" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::user::Seats;

    fn of(changed: i64, freed: i64, limit: Option<i64>) -> Preview {
        let counts = |used| Counts { admins: 3, seats: Seats { used, limit } };
        Preview { changed, before: counts(20), after: counts(20 - freed), ..Preview::default() }
    }

    #[test]
    fn deactivating_says_what_ends_what_stays_and_what_becomes_free() {
        let preview = Preview { runs: 1204, reports: 1, sessions: 2, keys: 1, ..of(3, 3, Some(25)) };

        assert_eq!(
            preview.consequences(Deed::Deactivate),
            [
                "Access ends at once: 2 sessions are logged out. It can be given back.",
                "1 API key stops working for good.",
                "1,204 runs and 1 report stay.",
                "3 seats become free. 8 seats are left afterwards.",
            ]
        );
    }

    #[test]
    fn removing_tells_invitations_from_people() {
        let invited = Preview { pending: 1, ..of(1, 1, None) };
        let both = Preview { pending: 2, memberships: 4, ..of(3, 3, None) };

        assert_eq!(
            invited.consequences(Deed::Remove),
            ["1 invitation is taken back: its link stops working.", "1 seat becomes free."]
        );
        assert_eq!(
            both.consequences(Deed::Remove),
            [
                "Access ends at once and for good: 0 sessions are logged out.",
                "2 invitations are taken back: their links stop working.",
                "4 team memberships end.",
                "0 runs and 0 reports stay.",
                "3 seats become free.",
            ]
        );
    }

    #[test]
    fn teams_left_without_an_admin_are_named() {
        let leaving = |orphaned: &[&str]| {
            let orphaned = orphaned.iter().map(|it| (*it).to_owned()).collect();
            Preview { changed: 1, orphaned, ..Preview::default() }.consequences(Deed::Remove).join("\n")
        };

        assert!(leaving(&["vision"]).contains("The team vision is left without an admin."));
        assert!(leaving(&["a", "b", "c"]).contains("The teams a, b and c are left without an admin."));
        assert!(!leaving(&[]).contains("admin"));
    }

    #[test]
    fn coming_back_takes_seats() {
        assert_eq!(
            of(1, -1, Some(21)).consequences(Deed::Reactivate),
            ["1 user can log in again, with the role from before.", "1 seat is taken. 0 seats are left afterwards."]
        );
    }

    #[test]
    fn it_says_how_many_admins_there_are_then() {
        let mut preview = of(2, 0, None);
        preview.after.admins = 1;
        assert_eq!(preview.consequences(Deed::SetRole(OrgRole::Member))[1], "1 admin is left.");

        preview.after.admins = 5;
        assert_eq!(preview.consequences(Deed::SetRole(OrgRole::Admin))[1], "There are 5 admins then.");
    }

    #[test]
    fn where_nobody_changes_nothing_happens() {
        assert_eq!(of(0, 0, None).consequences(Deed::Remove), [""; 0]);
    }

    #[test]
    fn parts_add_up_to_the_whole() {
        let whole = of(100, 100, Some(25)).and(Preview { runs: 3, ..of(4, 4, Some(25)) });

        assert_eq!((whole.changed, whole.runs, whole.before.seats.used, whole.after.seats.used), (104, 3, 20, 16));
    }
}
