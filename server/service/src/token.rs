//! Secrets that are handed out once: 256 random bits, of which only the hash is kept.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRng;
use rand::rngs::SysRng;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::{Error, Result};

const BYTES: usize = 32;

/// A fresh token and its hash.
pub struct Fresh {
    pub token: SecretString,
    pub hash: Vec<u8>,
}

/// # Errors
///
/// When the system gives no random bytes.
pub fn fresh() -> Result<Fresh> {
    let token = SecretString::from(URL_SAFE_NO_PAD.encode(random::<BYTES>()?));
    let hash = hash(token.expose_secret());
    Ok(Fresh { token, hash })
}

pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).map_err(|error| Error::Internal(format!("no random bytes: {error}")))?;
    Ok(bytes)
}

/// What is kept of `token`. A token has 256 random bits, so one round is enough.
pub fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let tokens: std::collections::HashSet<String> =
            (0..10_000).map(|_| fresh().unwrap().token.expose_secret().to_owned()).collect();

        assert_eq!(tokens.len(), 10_000);
        assert!(tokens.iter().all(|token| token.len() == 43));
    }
}
