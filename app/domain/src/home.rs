//! What somebody finds on the home page.

use serde::{Deserialize, Serialize};

use crate::email::EmailChange;
use crate::page::Page;
use crate::run::{Run, RunState, TeamRun};
use crate::text::{count, number};
use crate::time::Timestamp;
use crate::user::Seats;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// What is to be done first comes first.
    pub waiting: Vec<Waiting>,
    /// The viewer's own newest.
    pub runs: Page<TeamRun>,
}

/// Something that waits for the viewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    EmailToConfirm(EmailChange),
    /// An API key of theirs ends soon.
    KeyExpires {
        name: String,
        at: Timestamp,
    },
    /// A run of theirs failed or crashed.
    RunEnded(Box<TeamRun>),
    /// So many more runs did.
    MoreRunsEnded {
        username: String,
        runs: i64,
    },
    /// Invited people are in a team of which the viewer is an admin.
    Invited {
        team: String,
        people: i64,
    },
    InvitationsFailed(i64),
    InvitationsExpired(i64),
    SeatsShort(Seats),
    /// Mails do not reach the mail server, or were refused in the last days.
    MailsFailing(i64),
}

impl Waiting {
    /// What it is, seen from `now`.
    pub fn words(&self, now: Timestamp) -> String {
        match self {
            Self::EmailToConfirm(_) => "Confirm your new e-mail address".to_owned(),
            Self::KeyExpires { name, at } => format!("Your API key “{name}” expires {}", at.until(now)),
            Self::RunEnded(it) => format!("Your run “{}” {}", it.run.display_name, ended(&it.run)),
            Self::MoreRunsEnded { runs, .. } => {
                format!("{} more of your runs failed or crashed in the last 7 days", number(*runs))
            }
            Self::Invited { team, people: 1 } => format!("Somebody in {team} has not accepted the invitation yet"),
            Self::Invited { team, people } => {
                format!("{} people in {team} have not accepted their invitations yet", number(*people))
            }
            Self::InvitationsFailed(1) => "An invitation could not be mailed".to_owned(),
            Self::InvitationsFailed(n) => format!("{} invitations could not be mailed", number(*n)),
            Self::InvitationsExpired(1) => "An invitation has expired".to_owned(),
            Self::InvitationsExpired(n) => format!("{} invitations have expired", number(*n)),
            Self::SeatsShort(seats) => match seats.left().unwrap_or_default() {
                0 => "No seat is left".to_owned(),
                left => format!("Only {} {} left", count(left, "seat"), if left == 1 { "is" } else { "are" }),
            },
            Self::MailsFailing(n) => format!("{} {} not get through", count(*n, "mail"), verb(*n, "does", "do")),
        }
    }

    /// What is to know, or to be done.
    pub fn detail(&self, now: Timestamp) -> String {
        match self {
            Self::EmailToConfirm(it) => {
                format!("Open the link that went to {}. It ends {}.", it.email, it.expires.until(now))
            }
            Self::KeyExpires { .. } => "Replace it, so that what uses it goes on.".to_owned(),
            Self::RunEnded(it) => format!("{} / {}, {}", it.team, it.run.project, it.run.ended().ago(now)),
            Self::MoreRunsEnded { .. } => "See all of your runs.".to_owned(),
            Self::Invited { .. } => "An admin of the organization can send them again.".to_owned(),
            Self::InvitationsFailed(_) => "Send them again, or hand the links over.".to_owned(),
            Self::InvitationsExpired(_) => "Send them again, or take them back: each takes a seat.".to_owned(),
            Self::SeatsShort(Seats { used, limit }) => {
                format!(
                    "{} of {} are taken, pending invitations among them.",
                    number(*used),
                    number(limit.unwrap_or_default())
                )
            }
            Self::MailsFailing(_) => "See why in the list of mails.".to_owned(),
        }
    }

    /// Where it is dealt with.
    pub fn href(&self) -> String {
        match self {
            Self::EmailToConfirm(_) => "/settings#email".to_owned(),
            Self::KeyExpires { .. } => "/settings#api-keys".to_owned(),
            Self::RunEnded(it) => format!("/{}/{}/runs/{}", it.team, it.run.project, it.run.name),
            Self::MoreRunsEnded { username, .. } => format!("/{username}?tab=runs"),
            Self::Invited { team, .. } => format!("/{team}/members"),
            Self::InvitationsFailed(_) | Self::InvitationsExpired(_) => "/organization?status=pending".to_owned(),
            Self::SeatsShort(_) => "/organization".to_owned(),
            Self::MailsFailing(_) => "/organization/settings#mail".to_owned(),
        }
    }
}

fn ended(run: &Run) -> &'static str {
    match run.state {
        RunState::Crashed => "crashed",
        _ => "failed",
    }
}

const fn verb(n: i64, one: &'static str, many: &'static str) -> &'static str {
    if n == 1 { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{RunId, UserId};
    use crate::project::Author;
    use crate::time::Day;

    const NOW: Day = Day(20_780);

    fn said(it: &Waiting) -> (String, String, String) {
        let now = NOW.start();
        (it.words(now), it.detail(now), it.href())
    }

    #[test]
    fn one_thing_is_told_as_one() {
        for (it, words) in [
            (Waiting::InvitationsExpired(1), "An invitation has expired"),
            (Waiting::InvitationsExpired(1204), "1,204 invitations have expired"),
            (Waiting::InvitationsFailed(1), "An invitation could not be mailed"),
            (Waiting::MailsFailing(1), "1 mail does not get through"),
            (Waiting::MailsFailing(2), "2 mails do not get through"),
            (Waiting::SeatsShort(Seats { used: 24, limit: Some(25) }), "Only 1 seat is left"),
            (Waiting::SeatsShort(Seats { used: 26, limit: Some(25) }), "No seat is left"),
            (
                Waiting::Invited { team: "vision".to_owned(), people: 1 },
                "Somebody in vision has not accepted the invitation yet",
            ),
        ] {
            assert_eq!(said(&it).0, words);
        }
    }

    #[test]
    fn a_run_that_ended_badly_leads_to_its_page() {
        let run = Run {
            id: RunId::from_uuid(uuid::Uuid::nil()),
            name: "k3x9".to_owned(),
            display_name: "amber-otter-7".to_owned(),
            project: "sweep".to_owned(),
            state: RunState::Crashed,
            author: Author { id: UserId::from_uuid(uuid::Uuid::nil()), name: "Ada".to_owned(), avatar: None },
            tags: Vec::new(),
            created: NOW.plus(-3).start(),
            heartbeat: NOW.start().plus_seconds(-7200),
            finished: None,
        };

        let (words, detail, href) = said(&Waiting::RunEnded(Box::new(TeamRun { team: "vision".to_owned(), run })));

        assert_eq!(words, "Your run “amber-otter-7” crashed");
        assert_eq!(detail, "vision / sweep, 2 hours ago");
        assert_eq!(href, "/vision/sweep/runs/k3x9");
    }

    #[test]
    fn what_ends_soon_says_when() {
        let key = Waiting::KeyExpires { name: "laptop".to_owned(), at: NOW.plus(3).start() };

        assert_eq!(said(&key).0, format!("Your API key “laptop” expires {}", NOW.plus(3).start().until(NOW.start())));
        assert_eq!(said(&key).2, "/settings#api-keys");
    }
}
