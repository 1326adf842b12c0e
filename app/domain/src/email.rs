//! E-mail addresses: what is accepted, and when two are the same.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// A checked address as it was typed, without the spaces around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// # Errors
    ///
    /// The rule that `text` breaks, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let shown: String = text.chars().take(80).collect();
        let refuse = |rule: &str| Err(format!("“{shown}” is not an e-mail address: {rule}."));
        if text.is_empty() {
            return Err("Type an e-mail address.".to_owned());
        }
        if text.len() > 254 {
            return refuse("it is longer than 254 characters");
        }
        let Some((local, domain)) = text.rsplit_once('@') else {
            return refuse("the @ is missing");
        };
        if local.is_empty() || local.len() > 64 {
            return refuse("before the @ there must be 1 to 64 characters");
        }
        if !local.chars().all(|c| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c)) {
            return refuse("before the @ only plain letters, digits and . _ - + are allowed");
        }
        if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
            return refuse("a dot stands at an edge or beside another dot");
        }
        if !is_domain(domain) {
            return refuse("after the @ there must be a domain such as example.com");
        }
        Ok(Self(text.to_owned()))
    }

    /// Takes the addresses out of what somebody typed or pasted: separated by commas, semicolons, spaces or lines; one is kept of several alike.
    pub fn parse_many(text: &str) -> Vec<Result<Self, String>> {
        let mut seen = std::collections::HashSet::new();
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
            .filter(|part| !part.is_empty() && seen.insert(part.to_lowercase()))
            .map(Self::parse)
            .collect()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What makes two addresses the same: one person is one row however the address is capitalized.
    pub fn key(&self) -> String {
        key_of(&self.0)
    }
}

/// Whom to ask for another address where none can be confirmed.
pub const NO_MAIL: &str = "This server sends no mail, so nobody could confirm another address. Ask whoever runs it: they change yours with “rollcall admin set-email”.";

/// The key of an address that was checked when it was stored.
pub fn key_of(address: &str) -> String {
    address.to_lowercase()
}

/// Another address that somebody asked for and did not confirm yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailChange {
    pub email: String,
    /// When the link ends that went to it.
    pub expires: Timestamp,
}

fn is_domain(domain: &str) -> bool {
    let label = |it: &str| {
        (1..=63).contains(&it.len())
            && !it.starts_with('-')
            && !it.ends_with('-')
            && it.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    domain.contains('.') && domain.split('.').all(label) && !domain.ends_with(|c: char| c.is_ascii_digit())
}

impl TryFrom<String> for Email {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_in_any_case() {
        let email = Email::parse(" Ada.Okafor@Example.COM ").unwrap();

        assert_eq!(email.as_str(), "Ada.Okafor@Example.COM");
        assert_eq!(email.key(), "ada.okafor@example.com");
    }

    #[test]
    fn what_is_no_address_is_refused_with_the_rule() {
        for (text, rule) in [
            ("", "Type an"),
            ("ada", "@ is missing"),
            ("@example.com", "before the @"),
            ("ada@localhost", "a domain"),
            ("ada@exa mple.com", "a domain"),
            ("a..b@example.com", "dot"),
            ("ada@corp.com@evil.com", "before the @"),
            ("ada\r\nBcc: eve@example.com", "before the @"),
            ("ädä@example.com", "plain letters"),
            ("ada@-example.com", "a domain"),
            ("ada@127.0.0.1", "a domain"),
        ] {
            let refused = Email::parse(text).unwrap_err();
            assert!(refused.contains(rule), "{text}: {refused}");
        }
        assert!(Email::parse(&format!("{}@example.com", "a".repeat(300))).is_err());
    }

    #[test]
    fn many_addresses_are_read_from_a_paste() {
        let found = Email::parse_many("a@x.io, b@x.io;\n c@x.io A@X.io wrong");

        assert_eq!(found.len(), 4);
        assert!(found[3].is_err());
    }
}
