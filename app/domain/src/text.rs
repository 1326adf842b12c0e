//! Folding of text, for search and for sorting.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds text so that what a person takes for the same compares as the same: compatibility forms,
/// lower case, no accents, single spaces.
pub fn fold(text: &str) -> String {
    let lower: String = text.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase();
    lower.nfkc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a NUL stands in it, which PostgreSQL keeps nowhere: no name has one.
pub fn has_nul(text: &str) -> bool {
    text.contains('\0')
}

/// # Errors
///
/// The rule that `text` breaks, in words.
pub fn without_nul(text: &str) -> Result<(), String> {
    if has_nul(text) { Err("A text has no NUL character (U+0000).".to_owned()) } else { Ok(()) }
}

/// As in "1 run" and "1,204 runs".
pub fn count(n: i64, one: &str) -> String {
    format!("{} {one}{}", number(n), if n == 1 { "" } else { "s" })
}

/// As in "1,204".
pub fn number(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        out.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_forgets_case_accents_and_width() {
        assert_eq!(fold("  Ａｄａ  ÉLODIE Ångström "), "ada elodie angstrom");
        assert_eq!(fold("陈思远"), "陈思远");
        assert_eq!(fold("한국어"), "한국어");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(number(-999), "-999");
        assert_eq!(count(1, "run"), "1 run");
        assert_eq!(count(1000, "run"), "1,000 runs");
    }
}
