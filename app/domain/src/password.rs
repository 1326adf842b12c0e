//! Which passwords are accepted. Length first: a long phrase beats a short riddle.

use crate::text::fold;

/// Fewest characters of a password.
pub const MIN: usize = 15;
/// Most bytes of a password: what is hashed has to end somewhere.
pub const MAX_BYTES: usize = 1024;

/// What the lists of leaked passwords are made of; a password that is nothing but these is guessed first.
const COMMON: &[&str] = &[
    "password",
    "passwort",
    "passwd",
    "qwertyuiop",
    "qwertz",
    "qwerty",
    "azerty",
    "asdfghjkl",
    "asdf",
    "zxcvbnm",
    "zxcvbn",
    "letmein",
    "welcome",
    "iloveyou",
    "football",
    "baseball",
    "basketball",
    "superman",
    "batman",
    "starwars",
    "pokemon",
    "princess",
    "sunshine",
    "monkey",
    "dragon",
    "master",
    "shadow",
    "michael",
    "jordan",
    "jennifer",
    "hunter",
    "trustno",
    "ninja",
    "mustang",
    "access",
    "flower",
    "cheese",
    "computer",
    "internet",
    "whatever",
    "freedom",
    "secret",
    "summer",
    "winter",
    "spring",
    "autumn",
    "login",
    "admin",
    "administrator",
    "root",
    "user",
    "guest",
    "test",
    "testing",
    "changeme",
    "default",
    "example",
    "company",
    "organization",
    "rollcall",
    "wandb",
    "hello",
    "lovely",
    "loveme",
    "lovers",
    "love",
    "angel",
    "charlie",
    "thomas",
    "george",
    "harley",
    "ranger",
    "soccer",
    "killer",
    "pepper",
    "ginger",
    "cookie",
    "banana",
    "orange",
    "abc",
    "qaz",
    "wsx",
    "edc",
];

/// Checks a new password; `words` are what an attacker would try first: the person's name, username, address, the organization.
///
/// # Errors
///
/// The rule that `password` breaks, in words that help to choose a better one.
pub fn check(password: &str, words: &[&str]) -> Result<(), String> {
    if password.chars().count() < MIN {
        return Err(format!("A password has at least {MIN} characters. Four or five unrelated words make a good one."));
    }
    if password.len() > MAX_BYTES {
        return Err(format!("A password has at most {MAX_BYTES} bytes."));
    }
    if password.chars().any(char::is_control) {
        return Err("A password has no control characters.".to_owned());
    }
    let folded = fold(password);
    if distinct(&folded) < 6 || is_run(&folded) {
        return Err("This password is one pattern repeated. Use several unrelated words.".to_owned());
    }
    let own: Vec<String> = words.iter().flat_map(|it| parts(it)).collect();
    let rest = without(&folded, own.iter().map(String::as_str).chain(COMMON.iter().copied()));
    if rest < 6 {
        return Err("This password is made of words that are guessed first: common ones, your name or your address. Use several unrelated words.".to_owned());
    }
    Ok(())
}

fn distinct(text: &str) -> usize {
    text.chars().collect::<std::collections::HashSet<_>>().len()
}

/// Whether nearly every character follows from the one before, as in "abcdefghijklmno" and "123456789012345".
fn is_run(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    let steps = codes.windows(2).filter(|pair| (pair[1] - pair[0]).abs() <= 1).count();
    steps * 4 >= codes.len() * 3
}

fn parts(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| part.chars().count() >= 3)
        .map(str::to_owned)
        .collect()
}

/// How many letters are left of `text` when the given words, and all that is not a letter, are taken out.
fn without<'a>(text: &str, words: impl Iterator<Item = &'a str>) -> usize {
    let mut words: Vec<&str> = words.collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let left = words.iter().fold(text.to_owned(), |text, word| text.replace(word, " "));
    left.chars().filter(|c| c.is_alphabetic()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: &[&str] = &["Ada Okafor", "ada", "ada.okafor@northwind.ai", "Northwind AI"];

    #[test]
    fn a_long_phrase_is_accepted() {
        for good in [
            "quiet lantern above seven rivers",
            "Tr0mbone-Kettle-Orbit",
            "月が綺麗ですね今夜の空に星は流れる",
            "correct horse battery staple",
        ] {
            assert_eq!(check(good, ADA), Ok(()), "{good}");
        }
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for wrong in [
            "",
            "a",
            "fourteen-chars",
            "               ",
            "aaaaaaaaaaaaaaaa",
            "abababababababab",
            "passwordpassword1",
            "123456789012345",
            "abcdefghijklmnopq",
            "qwertyuiopasdfghjkl",
            "Ada Okafor 1987!",
            "northwind-ada-2026",
            "iloveyou-sunshine",
            "long enough but\u{0}bad",
        ] {
            assert!(check(wrong, ADA).is_err(), "{wrong:?}");
        }
        assert!(check(&"many words ".repeat(100), ADA).is_err());
    }
}
