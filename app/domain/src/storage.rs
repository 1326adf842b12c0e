//! Where the files of a team are kept.

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::error::{Checks, Result};

closed_set! {
    /// Where a team keeps its files.
    StorageType {
        Instance = "instance", "Instance storage";
        S3 = "s3", "S3-compatible bucket";
    }
}

/// Longest of what names a bucket, in characters.
const MAX: usize = 255;

/// A team's own bucket, as its admins see it. The secret access key is never shown again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// As in `https://s3.example.com`.
    pub endpoint: String,
    pub region: String,
    pub name: String,
    /// What the names of all objects begin with, without slashes around it; may be empty.
    pub prefix: String,
    pub access_key_id: String,
}

/// What somebody types to name a bucket, and to open it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedBucket {
    pub endpoint: String,
    pub region: String,
    pub name: String,
    pub prefix: String,
    pub access_key_id: String,
    pub secret_access_key: String,
}

impl TypedBucket {
    /// The bucket, and the secret that opens it.
    ///
    /// # Errors
    ///
    /// `Invalid` with every field that breaks a rule.
    pub fn check(&self) -> Result<(Bucket, String)> {
        let mut checks = Checks::default();
        let endpoint = checks.take("endpoint", endpoint(&self.endpoint));
        let region = checks.take("region", region(&self.region));
        let name = checks.take("bucket", name(&self.name));
        let prefix = checks.take("prefix", prefix(&self.prefix));
        let keys = keys(&mut checks, &self.access_key_id, &self.secret_access_key);
        checks.finish()?;
        let (access_key_id, secret) = keys.unwrap_or_default();
        let (endpoint, region) = (endpoint.unwrap_or_default(), region.unwrap_or_default());
        let (name, prefix) = (name.unwrap_or_default(), prefix.unwrap_or_default());
        Ok((Bucket { endpoint, region, name, prefix, access_key_id }, secret))
    }
}

/// Shows no secret.
impl std::fmt::Debug for TypedBucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TypedBucket")
            .field("endpoint", &self.endpoint)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// An access key: its id, and its secret.
///
/// # Errors
///
/// `Invalid` with each of the two that breaks a rule.
pub fn access_key(id: &str, secret: &str) -> Result<(String, String)> {
    let mut checks = Checks::default();
    let keys = keys(&mut checks, id, secret);
    checks.finish()?;
    Ok(keys.unwrap_or_default())
}

fn keys(checks: &mut Checks, id: &str, secret: &str) -> Option<(String, String)> {
    let id = checks.take("access_key_id", visible("An access key ID", id));
    let secret = checks.take("secret_access_key", visible("A secret access key", secret));
    id.zip(secret)
}

fn visible(what: &str, text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(format!("{what} is made of 1 to 255 letters, digits and signs, without spaces."));
    }
    Ok(text.to_owned())
}

fn endpoint(text: &str) -> Result<String, String> {
    let text = text.trim().trim_end_matches('/').to_ascii_lowercase();
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let is_host = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    if host.is_empty() || text.len() > MAX || !host.chars().all(is_host) {
        return Err("An endpoint is https://, a host and maybe a port, as in https://s3.example.com.".to_owned());
    }
    Ok(text)
}

fn region(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.len() > 64 || !text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        return Err("A region is made of letters, digits and dashes, as in eu-central-1.".to_owned());
    }
    Ok(text.to_owned())
}

fn name(text: &str) -> Result<String, String> {
    let text = text.trim();
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
    let is_end = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_sound = (3..=63).contains(&text.len()) && text.chars().all(is_part) && !text.contains("..");
    if !is_sound || !text.starts_with(is_end) || !text.ends_with(is_end) {
        return Err(
            "A bucket's name has 3 to 63 of a-z, digits, dots and dashes, with a letter or a digit at both ends."
                .to_owned(),
        );
    }
    Ok(text.to_owned())
}

fn prefix(text: &str) -> Result<String, String> {
    let text = text.trim().trim_matches('/');
    let is_sound = |part: &str| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        !part.is_empty() && part != "." && part != ".." && part.chars().all(is_part)
    };
    if text.len() > MAX || !text.is_empty() && !text.split('/').all(is_sound) {
        return Err(
            "A path prefix is made of letters, digits, dots, dashes and underscores, with slashes between.".to_owned()
        );
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> TypedBucket {
        let text = str::to_owned;
        TypedBucket {
            endpoint: text(" https://S3.example.com/ "),
            region: text("eu-central-1"),
            name: text("northwind.runs"),
            prefix: text("/rollcall/vision/"),
            access_key_id: text("AKIA7"),
            secret_access_key: text(" a/b+c "),
        }
    }

    #[test]
    fn a_bucket_is_kept_without_what_stands_around_it() {
        let (bucket, secret) = typed().check().unwrap();

        assert_eq!((bucket.endpoint.as_str(), bucket.prefix.as_str()), ("https://s3.example.com", "rollcall/vision"));
        assert_eq!(secret, "a/b+c");
        assert_eq!(TypedBucket { prefix: "/".to_owned(), ..typed() }.check().unwrap().0.prefix, "");
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let error = TypedBucket::default().check().unwrap_err();

        for field in ["endpoint", "region", "bucket", "access_key_id", "secret_access_key"] {
            assert!(error.on_field(field).is_some(), "{field}");
        }
        assert_eq!(error.on_field("prefix"), None);
    }

    #[test]
    fn an_endpoint_is_a_host_and_nothing_more() {
        for wrong in [
            "s3.example.com",
            "ftp://a",
            "https://",
            "https://a/b",
            "https://u:p@a",
            "https://a?b",
            "https://a b",
            "file:///etc",
        ] {
            let refused = TypedBucket { endpoint: wrong.to_owned(), ..typed() }.check();
            assert!(refused.unwrap_err().on_field("endpoint").is_some(), "{wrong}");
        }
        for right in ["https://10.0.0.1:9000", "http://[::1]:9000"] {
            assert_eq!(TypedBucket { endpoint: right.to_owned(), ..typed() }.check().unwrap().0.endpoint, right);
        }
    }

    #[test]
    fn names_and_prefixes_lead_nowhere_else() {
        for wrong in ["ab", "Vision", "a..b", "-ab", "ab.", "a/b", "a b"] {
            let refused = TypedBucket { name: wrong.to_owned(), ..typed() }.check();
            assert!(refused.unwrap_err().on_field("bucket").is_some(), "{wrong}");
        }
        for wrong in ["..", "a/../b", "a//b", "a b", "a?b", "a/./b"] {
            let refused = TypedBucket { prefix: wrong.to_owned(), ..typed() }.check();
            assert!(refused.unwrap_err().on_field("prefix").is_some(), "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_not_printed() {
        assert!(!format!("{:?}", typed()).contains("a/b+c"));
    }
}
