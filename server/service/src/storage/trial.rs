//! Whether a bucket does what is asked of it, and in words why not.

use std::error::Error as Cause;
use std::time::Duration;

use domain::storage::Bucket;
use object_store::client::{HttpError, HttpErrorKind};
use object_store::{Error as Failure, RetryConfig};
use secrecy::SecretString;
use tokio::time::timeout;

use super::Store;
use super::bucket::{internal, open_bucket};
use crate::outgoing::Internal;
use crate::{Instance, Result, token};

/// A call has fifteen seconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// Writes an object below the prefix, reads it and deletes it.
///
/// # Errors
///
/// `Invalid` on the field that is to blame, in words.
pub async fn try_out(instance: &Instance, bucket: &Bucket, secret: &SecretString) -> Result<()> {
    let once = RetryConfig { max_retries: 0, ..RetryConfig::default() };
    let store = open_bucket(instance, bucket, secret, once)?;
    match timeout(PATIENCE, round_trip(&store)).await {
        Ok(outcome) => outcome,
        Err(_) => Err(unreached("The endpoint did not answer within ten seconds.").into()),
    }
}

async fn round_trip(store: &Store) -> Result<()> {
    let bytes = token::random::<16>()?.to_vec();
    let name = format!("rollcall-test-{}", uuid::Uuid::now_v7());
    store.try_put(&name, bytes.clone()).await.map_err(|error| blame(Step::Write, &error))?;
    let read = store.try_get(&name).await;
    // What was written is taken away also where it cannot be read.
    let deleted = store.try_delete(&name).await;
    if read.map_err(|error| blame(Step::Read, &error))? != bytes {
        return Err(
            domain::Error::invalid("bucket", "The bucket gave back something else than what was written.").into()
        );
    }
    Ok(deleted.map_err(|error| blame(Step::Delete, &error))?)
}

#[derive(Clone, Copy)]
enum Step {
    Write,
    Read,
    Delete,
}

impl Step {
    const fn verb(self) -> &'static str {
        match self {
            Self::Write => "write to",
            Self::Read => "read from",
            Self::Delete => "delete from",
        }
    }
}

fn unreached(words: &str) -> domain::Error {
    domain::Error::invalid("endpoint", words)
}

/// The field that is to blame. What the endpoint said is not passed on: it may be anything that answers.
fn blame(step: Step, error: &Failure) -> domain::Error {
    tracing::info!(%error, "a bucket refused a trial");
    let told = error.to_string();
    match code(&told) {
        Some("NoSuchBucket") => {
            return domain::Error::invalid("bucket", "There is no bucket of this name at the endpoint.");
        }
        Some("InvalidAccessKeyId") => {
            return domain::Error::invalid("access_key_id", "The endpoint does not know this access key ID.");
        }
        Some("SignatureDoesNotMatch") => {
            return domain::Error::invalid("secret_access_key", "This is not the secret of the access key ID.");
        }
        Some("AuthorizationHeaderMalformed" | "PermanentRedirect" | "IllegalLocationConstraintException") => {
            return domain::Error::invalid("region", "The bucket is in another region.");
        }
        _ => {}
    }
    match error {
        Failure::PermissionDenied { .. } | Failure::Unauthenticated { .. } => {
            let verb = step.verb();
            domain::Error::invalid("access_key_id", format!("Access refused: the key may not {verb} this bucket."))
        }
        Failure::NotFound { .. } => unreached("What answers at the endpoint knows no such bucket."),
        _ => unreached_because(error),
    }
}

fn unreached_because(error: &Failure) -> domain::Error {
    let mut causes = std::iter::successors(Cause::source(error), |it| (*it).source());
    if causes.clone().any(<dyn Cause>::is::<Internal>) {
        return internal();
    }
    match causes.find_map(|it| it.downcast_ref::<HttpError>()).map(HttpError::kind) {
        Some(HttpErrorKind::Connect) => {
            unreached("The endpoint could not be reached: nothing answers there, or not in TLS that can be trusted.")
        }
        Some(HttpErrorKind::Timeout) => unreached("The endpoint did not answer in time."),
        _ => unreached("What answers at the endpoint does not speak as S3 does."),
    }
}

/// The code in an answer of S3.
fn code(answer: &str) -> Option<&str> {
    answer.split_once("<Code>")?.1.split_once("</Code>").map(|(code, _)| code)
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn the_code_of_an_answer_is_found_in_it() {
        assert_eq!(code("404: <Error><Code>NoSuchBucket</Code></Error>"), Some("NoSuchBucket"));
        assert_eq!(code("<Code>cut"), None);
    }
}
