//! The signature of a webhook, by the Standard Webhooks specification.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{Error, Result, token};

/// What a signing secret begins with.
const PREFIX: &str = "whsec_";
const BYTES: usize = 32;

/// A fresh signing secret.
pub fn fresh() -> Result<String> {
    Ok(format!("{PREFIX}{}", STANDARD.encode(token::random::<BYTES>()?)))
}

/// Signs the id, the moment in seconds, and the body of a webhook, once with each secret: whoever knows one of them can
/// verify it.
pub fn signatures<'a>(secrets: impl Iterator<Item = &'a str>, id: &str, seconds: i64, body: &str) -> Result<String> {
    let signed = format!("{id}.{seconds}.{body}");
    let each: Result<Vec<String>> = secrets.map(|secret| signature(secret, &signed)).collect();
    Ok(each?.join(" "))
}

fn signature(secret: &str, signed: &str) -> Result<String> {
    let broken = || Error::Internal("a signing secret cannot be read".to_owned());
    let key = STANDARD.decode(secret.strip_prefix(PREFIX).ok_or_else(broken)?).map_err(|_| broken())?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| broken())?;
    mac.update(signed.as_bytes());
    Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_the_one_of_the_specification() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let (id, body) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", r#"{"test": 2432232314}"#);

        let signed = signatures([secret].into_iter(), id, 1_614_265_330, body).unwrap();

        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn two_secrets_sign_side_by_side_and_each_is_new() {
        let secrets = [fresh().unwrap(), fresh().unwrap()];

        let signed = signatures(secrets.iter().map(String::as_str), "a", 1, "{}").unwrap();

        let each: Vec<&str> = signed.split(' ').collect();
        assert_eq!(each.len(), 2);
        assert!(each.iter().all(|it| it.starts_with("v1,")) && each[0] != each[1], "{signed}");
    }
}
