//! Lengths of time and sizes in words.

/// As in "41 s", "12 min 5 s" and "3 h 20 min".
pub fn duration_words(milliseconds: i64) -> String {
    let seconds = milliseconds / 1000;
    match (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60) {
        (0, 0, 0, seconds) => format!("{seconds} s"),
        (0, 0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (0, hours, minutes, _) => format!("{hours} h {minutes} min"),
        (days, hours, _, _) => format!("{days} d {hours} h"),
    }
}

/// As in "412 B" and "3.8 GB", in powers of a thousand.
pub fn size_words(bytes: i64) -> String {
    let units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)];
    match units.into_iter().find(|(_, unit)| bytes >= *unit) {
        Some((name, unit)) => format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit),
        None => format!("{bytes} B"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_told_in_two_units() {
        let told: Vec<String> = [0, 41_900, 725_000, 12_000_000, 200_000_000].into_iter().map(duration_words).collect();

        assert_eq!(told, ["0 s", "41 s", "12 min 5 s", "3 h 20 min", "2 d 7 h"]);
    }

    #[test]
    fn sizes_are_told_in_powers_of_a_thousand() {
        let told: Vec<String> = [0, 999, 1000, 1_250_000, 3_870_000_000].into_iter().map(size_words).collect();

        assert_eq!(told, ["0 B", "999 B", "1.0 kB", "1.2 MB", "3.8 GB"]);
    }
}
