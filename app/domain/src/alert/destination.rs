//! Where alerts go besides mailboxes: a channel of Slack, or a program that takes webhooks.

use serde::{Deserialize, Serialize};

use super::Events;
use crate::closed_set::closed_set;
use crate::error::{Checks, Result};
use crate::ids::DestinationId;
use crate::name::display_name;
use crate::time::Timestamp;

/// Destinations that a team has at the same time.
pub const MOST: usize = 20;
/// Longest address, in bytes.
const URL_MAX: usize = 1000;
/// How much of the end of an address is shown, where much more of it is not.
const SHOWN: usize = 4;

closed_set! {
    DestinationKind {
        /// What takes messages as Slack does.
        Slack = "slack", "Slack";
        /// What takes events by the Standard Webhooks specification.
        Webhook = "webhook", "Webhook";
    }
}

closed_set! {
    /// Why nothing is sent to a destination.
    PauseReason {
        Admin = "admin", "Paused by an admin.";
        /// 410 Gone.
        Gone = "gone", "It answered 410: it wants nothing more. Resume it once it does.";
        /// Whoever made it could not make it today.
        Maker = "maker", "Whoever answers for it is no admin of the team any more. Resume it to answer for it.";
        Demo = "demo", "Demo data: nothing is sent.";
    }
}

/// A destination as the admins of its team see it. Its address and what signs are secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    pub id: DestinationId,
    pub kind: DestinationKind,
    pub name: String,
    /// As much of the address as is shown.
    pub place: String,
    pub events: Events,
    /// Who answers for it; none where it was made at the command line.
    pub maker: Option<String>,
    pub created: Timestamp,
    pub paused: Option<PauseReason>,
    /// How often in a row it could not be reached.
    pub failures: i32,
    /// When it is asked next, while something waits for it.
    pub next_try: Option<Timestamp>,
}

/// A destination that was just added, and what its webhooks are signed with, which is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedDestination {
    pub destination: Destination,
    /// None of a kind that is not signed.
    pub secret: Option<String>,
}

/// Shows no secret.
impl std::fmt::Debug for AddedDestination {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AddedDestination").field("destination", &self.destination).finish_non_exhaustive()
    }
}

/// What somebody types to add a destination.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDestination {
    pub kind: DestinationKind,
    pub name: String,
    pub url: String,
    pub events: Events,
}

/// Shows no address: of Slack it is all that is needed to write into the channel.
impl std::fmt::Debug for NewDestination {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewDestination").field("kind", &self.kind).field("name", &self.name).finish_non_exhaustive()
    }
}

/// The same where it breaks no rule.
pub struct Sound {
    pub name: String,
    pub url: String,
    pub events: Events,
}

impl NewDestination {
    /// # Errors
    ///
    /// `Invalid` with every field that breaks a rule. Whether an address may be asked, the server says.
    pub fn check(&self) -> Result<Sound> {
        let mut checks = Checks::default();
        let name = checks.take("name", display_name(&self.name));
        let url = checks.take("url", url(&self.url));
        let events = checks.take("events", events_rule(&self.events));
        checks.finish()?;
        Ok(Sound {
            name: name.unwrap_or_default(),
            url: url.unwrap_or_default(),
            events: events.unwrap_or_else(Events::none),
        })
    }
}

/// # Errors
///
/// The rule that is broken, in words.
pub fn events_rule(events: &Events) -> Result<Events, String> {
    if events.is_empty() { Err("Choose at least one event.".to_owned()) } else { Ok(events.clone()) }
}

fn url(text: &str) -> Result<String, String> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let scheme = ["https://", "http://"].into_iter().find(|it| lower.starts_with(it));
    let rest = scheme.map(|it| &text[it.len()..]).unwrap_or_default();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if authority.is_empty() || text.len() > URL_MAX || !is_plain {
        return Err("An address is https://, a host and a path, as in https://hooks.example.com/rollcall.".to_owned());
    }
    if authority.contains('@') {
        return Err("An address has no name or password before its host: they would be sent along.".to_owned());
    }
    Ok(text.to_owned())
}

/// As much of an address as is shown: scheme and host, and the end of what is long.
pub fn shown_url(url: &str) -> String {
    let host_at = url.find("://").map_or(0, |at| at + 3);
    let path_at = url[host_at..].find(['/', '?', '#']).map_or(url.len(), |at| host_at + at);
    let (origin, path) = url.split_at(path_at);
    match path.len() {
        0 | 1 => origin.to_owned(),
        length if length >= 4 * SHOWN => format!("{origin}/…{}", &path[length - SHOWN..]),
        _ => format!("{origin}/…"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(url: &str) -> NewDestination {
        NewDestination {
            kind: DestinationKind::Webhook,
            name: " On call ".to_owned(),
            url: url.to_owned(),
            events: Events::default(),
        }
    }

    #[test]
    fn an_address_is_kept_as_typed() {
        let sound = typed(" https://Hooks.example.com:8443/T0/B1?key=x ").check().unwrap();

        assert_eq!(
            (sound.name.as_str(), sound.url.as_str()),
            ("On call", "https://Hooks.example.com:8443/T0/B1?key=x")
        );
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let nothing = NewDestination { name: " ".to_owned(), events: Events::none(), ..typed("") };

        let error = nothing.check().err().unwrap();

        for field in ["name", "url", "events"] {
            assert!(error.on_field(field).is_some(), "{field}");
        }
    }

    #[test]
    fn what_is_no_address_of_the_web_or_names_somebody_is_refused() {
        for wrong in [
            "hooks.example.com",
            "file:///etc/passwd",
            "gopher://example.com",
            "ftp://example.com",
            "https://",
            "https:///path",
            "https://a b",
            "https://a\\@b",
            "https://a\r\nb",
            "https://exämple.com",
            "http://ok@127.0.0.1",
            "https://user:password@example.com/",
        ] {
            assert!(typed(wrong).check().err().unwrap().on_field("url").is_some(), "{wrong}");
        }
        assert!(typed(&format!("https://example.com/{}", "a".repeat(URL_MAX))).check().is_err());
        assert!(typed("https://example.com/@channel").check().is_ok(), "after the host it names nobody");
    }

    #[test]
    fn of_an_address_only_the_host_and_the_end_are_shown() {
        for (url, shown) in [
            ("https://hooks.slack.com/services/T0/B1/XXXXXXXXk3Qz", "https://hooks.slack.com/…k3Qz"),
            ("https://example.com/hook", "https://example.com/…"),
            ("https://example.com?token=0123456789abcdef", "https://example.com/…cdef"),
            ("https://example.com/", "https://example.com"),
            ("https://example.com", "https://example.com"),
        ] {
            assert_eq!(shown_url(url), shown);
        }
    }

    #[test]
    fn secrets_are_not_printed() {
        assert!(!format!("{:?}", typed("https://example.com/s3cret")).contains("s3cret"));
    }
}
