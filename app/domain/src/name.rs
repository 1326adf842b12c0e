//! Names of people and teams: usernames and team names share one space, as both are the first part of a URL.

use unicode_normalization::UnicodeNormalization;

/// First parts of URLs that can never name a person or a team.
pub const RESERVED: &[&str] = &[
    "about",
    "admin",
    "api",
    "assets",
    "authorize",
    "avatars",
    "demo",
    "docs",
    "favicon.ico",
    "files",
    "forgot",
    "graphql",
    "healthz",
    "help",
    "home",
    "invite",
    "login",
    "logout",
    "me",
    "metrics",
    "new",
    "oidc",
    "organization",
    "pkg",
    "public",
    "readyz",
    "reset",
    "robots.txt",
    "rollcall",
    "scim",
    "search",
    "settings",
    "signup",
    "static",
    "support",
    "system",
    "teams",
    "users",
    "www",
];

/// A username: 2 to 39 of a-z, 0-9, dot, dash and underscore. Capitals are folded.
///
/// # Errors
///
/// The rule that `text` breaks, in words.
pub fn username(text: &str) -> Result<String, String> {
    let name = text.trim().to_lowercase();
    if !(2..=39).contains(&name.chars().count()) {
        return Err("A username has 2 to 39 characters.".to_owned());
    }
    if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c)) {
        return Err("A username is made of the letters a-z, digits, dots, dashes and underscores.".to_owned());
    }
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) || name.ends_with('.') {
        return Err("A username starts with a letter or a digit and does not end with a dot.".to_owned());
    }
    if RESERVED.contains(&name.as_str()) {
        return Err(format!("“{name}” is an address of Rollcall itself. Choose another username."));
    }
    Ok(name)
}

/// The name of a team: 1 to 64 of a-z, 0-9, dash and underscore. Capitals are folded.
///
/// # Errors
///
/// The rule that `text` breaks, in words.
pub fn team_name(text: &str) -> Result<String, String> {
    let name = text.trim().to_lowercase();
    if name.is_empty() {
        return Err("Type a name.".to_owned());
    }
    if name.chars().count() > 64 {
        return Err("The name of a team has at most 64 characters.".to_owned());
    }
    if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c)) {
        return Err("The name of a team is made of the letters a-z, digits, dashes and underscores.".to_owned());
    }
    if RESERVED.contains(&name.as_str()) {
        return Err(format!("“{name}” is an address of Rollcall itself. Choose another name."));
    }
    Ok(name)
}

/// A name for people to read, in any script: 1 to 64 characters, no control or direction-changing ones.
///
/// # Errors
///
/// The rule that `text` breaks, in words.
pub fn display_name(text: &str) -> Result<String, String> {
    let name = text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err("Type a name.".to_owned());
    }
    if name.chars().count() > 64 {
        return Err("A name has at most 64 characters.".to_owned());
    }
    if name.chars().any(|c| c.is_control() || is_invisible(c)) {
        return Err("A name has no control characters and none that change the writing direction.".to_owned());
    }
    Ok(name)
}

/// Whether `c` hides something, or shows it in another order than it is.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_username_is_folded_and_checked() {
        assert_eq!(username(" Ada.Okafor ").unwrap(), "ada.okafor");
        for wrong in ["", "a", "ada okafor", "ada@example.com", "-ada", "ada.", "ädä", "organization", &"a".repeat(300)]
        {
            assert!(username(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_name_of_a_team_fits_into_an_address() {
        assert_eq!(team_name(" Vision_2 ").unwrap(), "vision_2");
        assert_eq!(team_name("v").unwrap(), "v");
        for wrong in ["", " ", "a b", "a.b", "a/b", "ä", "settings", &"a".repeat(65)] {
            assert!(team_name(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_display_name_may_be_of_any_script_but_not_hide_anything() {
        assert_eq!(display_name("  陈  思远 ").unwrap(), "陈 思远");
        assert_eq!(display_name("O’Brien-Łukasz").unwrap(), "O’Brien-Łukasz");
        for wrong in ["", "   ", "a\u{202e}b", "a\u{0}b", &"é".repeat(65)] {
            assert!(display_name(wrong).is_err(), "{wrong:?}");
        }
    }
}
