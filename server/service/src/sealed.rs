//! Secrets at rest: sealed with the instance's key, which lies in a file of its own.

use std::path::Path;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

use crate::{Error, Result, token};

const KEY: usize = 32;
const NONCE: usize = 24;

/// The instance's key.
#[derive(Clone)]
pub struct Seal(XChaCha20Poly1305);

impl Seal {
    /// Reads the key from `file`, or makes it there, readable by its owner only.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or made, is not a key, or others may read it.
    pub fn open(file: &Path) -> Result<Self> {
        let key = if file.exists() { read(file)? } else { make(file)? };
        Ok(Self::from_key(key))
    }

    pub fn from_key(key: [u8; KEY]) -> Self {
        Self(XChaCha20Poly1305::new(&key.into()))
    }

    /// Seals `text`, bound to the `place` where it is kept: it opens nowhere else.
    pub fn seal(&self, place: &str, text: &str) -> Result<Vec<u8>> {
        let nonce = token::random::<NONCE>()?;
        let payload = Payload { msg: text.as_bytes(), aad: place.as_bytes() };
        let sealed =
            self.0.encrypt(&XNonce::from(nonce), payload).map_err(|_| Error::Internal("sealing failed".to_owned()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// # Errors
    ///
    /// When it was sealed with another key, for another place, or changed since.
    pub fn unseal(&self, place: &str, sealed: &[u8]) -> Result<String> {
        let refuse = || Error::Internal(format!("{place} was not sealed with this instance's secret"));
        let (nonce, text) = sealed.split_first_chunk::<NONCE>().ok_or_else(refuse)?;
        let payload = Payload { msg: text, aad: place.as_bytes() };
        let text = self.0.decrypt(&XNonce::from(*nonce), payload).map_err(|_| refuse())?;
        String::from_utf8(text).map_err(|_| refuse())
    }
}

fn read(file: &Path) -> Result<[u8; KEY]> {
    refuse_open_to_others(file)?;
    std::fs::read(file)?.try_into().map_err(|_| {
        Error::Internal(format!("{} is not a secret of Rollcall: it must be {KEY} bytes long", file.display()))
    })
}

fn make(file: &Path) -> Result<[u8; KEY]> {
    use std::io::Write;
    let key = token::random::<KEY>()?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut made = options.open(file).map_err(|error| Error::Internal(format!("{}: {error}", file.display())))?;
    made.write_all(&key)?;
    made.sync_all()?;
    Ok(key)
}

#[cfg(unix)]
fn refuse_open_to_others(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if std::fs::metadata(file)?.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    Err(Error::Internal(format!("ROLLCALL_SECRET_FILE: {} can be read by others: chmod 600 it", file.display())))
}

#[cfg(not(unix))]
fn refuse_open_to_others(_: &Path) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_in_its_place_only() {
        let seal = Seal::from_key([7; KEY]);
        let sealed = seal.seal("mail:1", "a link").unwrap();

        assert_eq!(seal.unseal("mail:1", &sealed).unwrap(), "a link");
        assert!(seal.unseal("mail:2", &sealed).is_err());
        assert!(Seal::from_key([8; KEY]).unseal("mail:1", &sealed).is_err());
        assert!(!String::from_utf8_lossy(&sealed).contains("a link"));
    }
}
