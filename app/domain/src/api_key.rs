//! API keys: `rollcall-` and forty characters, the last six of which are a checksum of the others.

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::ids::ApiKeyId;
use crate::name::display_name;
use crate::time::Timestamp;

/// What a key begins with, so that scanners find one that leaked.
pub const PREFIX: &str = "rollcall-";
/// Keys of one owner that work at the same time.
pub const MOST: i64 = 100;

const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const RANDOM: usize = 34;
const CHECKSUM: usize = 6;
/// How much of a key is shown afterwards, to tell it from others.
const ID: usize = 8;
/// The largest multiple of 62 that a byte can reach: what is above would make some characters more likely.
const EVEN: u8 = 248;

closed_set! {
    /// How long a new key works.
    Expiry {
        Month = "30d", "30 days";
        Quarter = "90d", "90 days";
        Year = "365d", "365 days";
        Never = "never", "Never";
    }
}

closed_set! {
    /// How long a key that is replaced works beside the new one.
    Overlap {
        None = "0h", "Stops at once";
        Hour = "1h", "Works for 1 hour more";
        Day = "24h", "Works for 24 hours more";
    }
}

impl Expiry {
    /// When a key that is made at `now` stops working.
    pub const fn from(self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Month => Some(now.plus_days(30)),
            Self::Quarter => Some(now.plus_days(90)),
            Self::Year => Some(now.plus_days(365)),
            Self::Never => None,
        }
    }
}

impl Overlap {
    pub const fn seconds(self) -> i64 {
        match self {
            Self::None => 0,
            Self::Hour => 3_600,
            Self::Day => 86_400,
        }
    }
}

/// A key as its owner sees it after it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub name: String,
    /// What the key begins with, after the prefix.
    pub key_id: String,
    pub created: Timestamp,
    pub expires: Option<Timestamp>,
    pub last_used: Option<Timestamp>,
}

/// A key in the one answer that makes it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewKey {
    pub key: ApiKey,
    pub secret: String,
}

impl std::fmt::Debug for NewKey {
    /// Without the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewKey").field("key", &self.key).finish_non_exhaustive()
    }
}

/// Makes a key out of random bytes; none where there are too few of them. Twice the length is enough in practice.
pub fn make(random: &[u8]) -> Option<String> {
    let letters = random.iter().filter(|byte| **byte < EVEN).map(|byte| letter(u32::from(*byte)));
    let body: String = letters.take(RANDOM).collect();
    (body.len() == RANDOM).then(|| format!("{PREFIX}{body}{}", checksum(&body)))
}

/// Whether `text` can be a key: what was cut off or mistyped cannot.
pub fn is_whole(text: &str) -> bool {
    let secret = text.strip_prefix(PREFIX).filter(|it| it.len() == RANDOM + CHECKSUM);
    secret.is_some_and(|secret| {
        secret.bytes().all(|byte| byte.is_ascii_alphanumeric()) && secret[RANDOM..] == checksum(&secret[..RANDOM])
    })
}

/// The part of a key that may be shown.
pub fn key_id(key: &str) -> &str {
    key.strip_prefix(PREFIX).and_then(|secret| secret.get(..ID)).unwrap_or_default()
}

/// What a key is for: 1 to 64 characters.
///
/// # Errors
///
/// The rule that `text` breaks, in words.
pub fn name(text: &str) -> Result<String, String> {
    display_name(text)
}

fn letter(n: u32) -> char {
    char::from(ALPHABET[n as usize % ALPHABET.len()])
}

/// The CRC-32 of `body`, written with the characters of keys.
fn checksum(body: &str) -> String {
    let mut crc = crc32(body.as_bytes());
    let mut written = [' '; CHECKSUM];
    for place in written.iter_mut().rev() {
        *place = letter(crc % 62);
        crc /= 62;
    }
    written.iter().collect()
}

fn crc32(bytes: &[u8]) -> u32 {
    let shift = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| shift(crc)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some_key() -> String {
        make(&(0..68).collect::<Vec<u8>>()).unwrap()
    }

    #[test]
    fn the_checksum_is_the_usual_crc_32() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(some_key(), "rollcall-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghDmFBqJ");
    }

    #[test]
    fn a_key_is_the_prefix_and_forty_characters() {
        let key = some_key();

        assert_eq!(key.len(), PREFIX.len() + 40);
        assert!(is_whole(&key));
        assert_eq!(key_id(&key), "ABCDEFGH");
        assert_eq!(make(&[0; 33]), None);
        assert_eq!(make(&[255; 200]), None, "bytes that would favour some characters are passed over");
    }

    #[test]
    fn what_was_mistyped_or_cut_off_is_no_key() {
        let key = some_key();
        let swapped = key.replace("ABCD", "BACD");
        let other = key.replace("rollcall-", "rollcart-");

        for wrong in ["", "rollcall-", &key[..key.len() - 1], &swapped, &other, &format!("{key}A"), &"é".repeat(20)] {
            assert!(!is_whole(wrong), "{wrong}");
        }
        for place in PREFIX.len()..key.len() {
            let mut mistyped = key.clone().into_bytes();
            mistyped[place] = if mistyped[place] == b'x' { b'y' } else { b'x' };
            assert!(!is_whole(&String::from_utf8(mistyped).unwrap()), "{place}");
        }
    }

    #[test]
    fn every_character_is_as_likely_as_another() {
        let counts = (0..EVEN).fold([0; 62], |mut counts, byte| {
            counts[usize::from(byte) % 62] += 1;
            counts
        });

        assert_eq!(counts, [4; 62]);
    }

    #[test]
    fn a_secret_is_not_written_by_accident() {
        let key = ApiKey {
            id: ApiKeyId::from_uuid(uuid::Uuid::nil()),
            name: "laptop".to_owned(),
            key_id: "ABCDEFGH".to_owned(),
            created: Timestamp(0),
            expires: None,
            last_used: None,
        };
        let new = NewKey { key, secret: some_key() };

        assert!(!format!("{new:?}").contains("IJKLMN"));
    }

    #[test]
    fn an_expiry_counts_days_from_now() {
        assert_eq!(Expiry::Month.from(Timestamp(0)), Some(Timestamp(0).plus_days(30)));
        assert_eq!(Expiry::Never.from(Timestamp(0)), None);
    }
}
