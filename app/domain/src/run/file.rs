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

#[cfg(test)]
mod tests {
    use super::*;

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
