//! Points in time, days and months, all in UTC, as numbers that sort and travel well.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::error::UnknownWord;

const DAY_MS: i64 = 86_400_000;
const EPOCH_FROM_CE: i32 = 719_163;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    pub const fn plus_days(self, days: i64) -> Self {
        Self(self.0 + days * DAY_MS)
    }

    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1000)
    }

    #[expect(clippy::cast_possible_truncation, reason = "five million years fit")]
    pub const fn day(self) -> Day {
        Day(self.0.div_euclid(DAY_MS) as i32)
    }

    /// The moment that `text` names by RFC 3339; none where it names none.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        chrono::DateTime::parse_from_rfc3339(text).ok().map(|at| Self(at.timestamp_millis()))
    }

    /// As RFC 3339 in UTC, to the millisecond.
    pub fn rfc3339(self) -> String {
        let ms = self.0.rem_euclid(DAY_MS);
        let (seconds, ms) = (ms / 1000, ms % 1000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let mut text = self.day().iso();
        for (before, number, width) in [('T', hour, 2), (':', minute, 2), (':', second, 2), ('.', ms, 3)] {
            text.push(before);
            digits(&mut text, number, width);
        }
        text.push('Z');
        text
    }

    /// As in "23 Nov 2026, 17:42 UTC".
    pub fn exact(self) -> String {
        let minutes = self.0.rem_euclid(DAY_MS) / 60_000;
        format!("{}, {:02}:{:02} UTC", self.day().words(), minutes / 60, minutes % 60)
    }

    /// As in "3 days ago", seen from `now`. What is less than a minute old, or in the future, is "just now".
    pub fn ago(self, now: Self) -> String {
        let minutes = (now.0 - self.0) / 60_000;
        let (count, unit) = match minutes {
            ..=0 => return "just now".to_owned(),
            1..=59 => (minutes, "minute"),
            60..=1439 => (minutes / 60, "hour"),
            1440..=2879 => return "yesterday".to_owned(),
            2880..=43_199 => (minutes / 1440, "day"),
            43_200..=525_599 => (minutes / 43_200, "month"),
            _ => (minutes / 525_600, "year"),
        };
        format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
    }

    /// As in "in 6 days", seen from `now`.
    pub fn until(self, now: Self) -> String {
        let hours = (self.0 - now.0) / 3_600_000;
        match hours {
            i64::MIN..0 => "expired".to_owned(),
            0 => "in less than an hour".to_owned(),
            1 => "in 1 hour".to_owned(),
            2..=47 => format!("in {hours} hours"),
            _ => format!("in {} days", hours / 24),
        }
    }
}

/// Days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Day(pub i32);

impl Day {
    pub const fn start(self) -> Timestamp {
        Timestamp(self.0 as i64 * DAY_MS)
    }

    pub const fn plus(self, days: i32) -> Self {
        Self(self.0 + days)
    }

    pub fn month(self) -> Month {
        let date = self.date();
        Month(date.year() * 12 + date.month0().cast_signed())
    }

    /// 0 is Monday.
    pub fn weekday(self) -> u32 {
        self.date().weekday().num_days_from_monday()
    }

    /// As in "23 Nov 2026".
    pub fn words(self) -> String {
        let mut text = self.short();
        text.push(' ');
        digits(&mut text, self.date().year().into(), 1);
        text
    }

    /// As in "23 Nov".
    pub fn short(self) -> String {
        let date = self.date();
        let mut text = String::with_capacity(12);
        digits(&mut text, date.day().into(), 1);
        text.push(' ');
        text.push_str(month_name(date.month0()));
        text
    }

    /// As in "2026-11-23".
    pub fn iso(self) -> String {
        let date = self.date();
        let mut text = String::with_capacity(24);
        digits(&mut text, date.year().into(), 4);
        for number in [date.month(), date.day()] {
            text.push('-');
            digits(&mut text, number.into(), 2);
        }
        text
    }

    /// Reads what [`Day::iso`] writes, and nothing else.
    pub fn from_iso(text: &str) -> Option<Self> {
        let (year, month, day) = (text.get(..4)?, text.get(5..7)?, text.get(8..)?);
        let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
        let day = Self(date.num_days_from_ce() - EPOCH_FROM_CE);
        (day.iso() == text).then_some(day)
    }

    fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0 + EPOCH_FROM_CE).unwrap_or(NaiveDate::MAX)
    }
}

/// As in "2026-11-23".
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

impl FromStr for Day {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::from_iso(text).ok_or(UnknownWord("Day"))
    }
}

/// Months since year 0: `year * 12 + month`, January being 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Month(pub i32);

impl Month {
    pub const fn plus(self, months: i32) -> Self {
        Self(self.0 + months)
    }

    pub fn first_day(self) -> Day {
        let month0 = self.0.rem_euclid(12).cast_unsigned();
        let date = NaiveDate::from_ymd_opt(self.0.div_euclid(12), month0 + 1, 1).unwrap_or(NaiveDate::MAX);
        Day(date.num_days_from_ce() - EPOCH_FROM_CE)
    }

    /// As in "Nov 2026".
    pub fn words(self) -> String {
        let (year, month0) = (self.0.div_euclid(12), self.0.rem_euclid(12).cast_unsigned());
        format!("{} {year}", month_name(month0))
    }
}

/// Writes a number with at least so many digits.
fn digits(text: &mut String, number: i64, width: u32) {
    if number < 0 {
        text.push('-');
    }
    let number = number.unsigned_abs();
    let count = number.checked_ilog10().map_or(1, |it| it + 1).max(width);
    for place in (0..count).rev() {
        let digit = number / 10_u64.pow(place) % 10;
        text.push(char::from_digit(digit as u32, 10).unwrap_or('0'));
    }
}

/// Dates are written by hand: what writes them in any form weighs as much in the browser as a dialog, and takes the server
/// ten times as long.
fn month_name(month0: u32) -> &'static str {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    NAMES.get(month0 as usize).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_478_400_000);

    #[test]
    fn a_time_is_written_in_utc() {
        assert_eq!(NOW.rfc3339(), "2026-11-24T00:00:00.000Z");
        assert_eq!(NOW.exact(), "24 Nov 2026, 00:00 UTC");
        let earlier = Timestamp(-12_345_678_901);
        assert_eq!(earlier.rfc3339(), "1969-08-11T02:38:41.099Z");
        assert_eq!(earlier.exact(), "11 Aug 1969, 02:38 UTC");
        assert_eq!(Day(-719_163).iso(), "0000-12-31");
        assert_eq!(Day(-719_900).iso(), "-0002-12-25");
        assert_eq!(Day(10_957).words(), "1 Jan 2000");
    }

    #[test]
    fn what_is_written_is_read_as_the_same_time() {
        for at in [NOW, Timestamp(-12_345_678_901)] {
            assert_eq!(Timestamp::from_rfc3339(&at.rfc3339()), Some(at));
        }
        assert_eq!(Timestamp::from_rfc3339("2026-11-24T01:00:00+01:00"), Some(NOW));
        assert_eq!(Timestamp::from_rfc3339("yesterday"), None);
    }

    #[test]
    fn days_and_months_meet_at_their_edges() {
        let last = Timestamp(NOW.0 - 1).day();

        assert_eq!(last.words(), "23 Nov 2026");
        assert_eq!(NOW.day().month().first_day().words(), "1 Nov 2026");
        assert_eq!(NOW.day().month().plus(2).words(), "Jan 2027");
        assert_eq!(last.weekday(), 0);
    }

    #[test]
    fn the_past_is_told_in_one_unit() {
        for (seconds, words) in [
            (5, "just now"),
            (60, "1 minute ago"),
            (7200, "2 hours ago"),
            (90_000, "yesterday"),
            (86_400 * 3, "3 days ago"),
            (86_400 * 800, "2 years ago"),
        ] {
            assert_eq!(NOW.plus_seconds(-seconds).ago(NOW), words);
        }
    }
}
