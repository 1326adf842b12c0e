//! The names of the files that a run leaves.

/// Longest name of a file, in bytes: what a system can give a file back.
pub const FILE_NAME_MAX: usize = 1024;
/// Longest part of it, between two slashes.
const PART_MAX: usize = 255;
/// Most files of a run.
pub const FILES_MAX: u64 = 10_000;
/// Largest file, in bytes.
pub const FILE_MAX: u64 = 500_000_000_000;

/// The name of a file: a path that leads down from where the run ran, with slashes between its parts.
///
/// # Errors
///
/// The rule that `text` breaks, in words.
pub fn file_name(text: &str) -> Result<String, String> {
    if text.is_empty() || text.len() > FILE_NAME_MAX {
        return Err(format!("The name of a file has 1 to {FILE_NAME_MAX} bytes."));
    }
    if text.chars().any(|c| c.is_control() || c == '\\' || crate::name::is_invisible(c)) {
        return Err(
            "The name of a file has no backslashes, no control characters and none that change the writing direction."
                .to_owned(),
        );
    }
    for part in text.split('/') {
        if matches!(part, "" | "." | "..") {
            return Err(
                "The name of a file is a path that leads down: it neither begins nor ends with a slash, and no part of \
                 it is empty, “.” or “..”."
                    .to_owned(),
            );
        }
        if part.len() > PART_MAX {
            return Err(format!("No part of the name of a file has more than {PART_MAX} bytes."));
        }
    }
    Ok(text.to_owned())
}

/// The name as a part of an address, in which it keeps its slashes.
pub fn file_address(name: &str) -> String {
    use std::fmt::Write;

    name.bytes().fold(String::with_capacity(name.len()), |mut address, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
        address
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_an_address_is_nothing_but_a_name() {
        assert_eq!(file_address("media/a b#1?.png"), "media/a%20b%231%3F.png");
        assert_eq!(file_address("模/100%"), "%E6%A8%A1/100%25");
    }

    #[test]
    fn the_name_of_a_file_leads_down() {
        for right in ["output.log", "media/images/a b_1.png", "a/..b/c..", ".hidden", "模型.bin", "100%"] {
            assert_eq!(file_name(right).unwrap(), right);
        }
        for wrong in [
            "",
            "/etc/passwd",
            "a/",
            "a//b",
            ".",
            "..",
            "../a",
            "a/../b",
            "a/./b",
            "a\\b",
            "a\u{0}b",
            "a\nb",
            "a\u{202e}gpj.exe",
            &"a".repeat(PART_MAX + 1),
            &"a/".repeat(600),
        ] {
            assert!(file_name(wrong).is_err(), "{wrong:?}");
        }
    }
}
