//! Password hashes: argon2id, two at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use crate::{Error, Result};

const AT_ONCE: usize = 2;

/// What a hash costs.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
    /// How many may wait their turn; whoever comes later is told that the server is busy.
    pub queue: usize,
}

impl Default for Cost {
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2, queue: 32 }
    }
}

/// Hashes and verifies passwords without letting many sign-ins take all memory and cores.
#[derive(Clone)]
pub struct Hasher {
    argon2: Argon2<'static>,
    turns: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    queue: usize,
    /// Verified against where there is no account, so that the answer takes as long.
    decoy: Arc<str>,
}

impl Hasher {
    pub fn new(cost: Cost) -> Result<Self> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(failed)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = decoy(cost).into();
        Ok(Self { argon2, turns: Arc::new(Semaphore::new(AT_ONCE)), waiting: Arc::default(), queue: cost.queue, decoy })
    }

    pub async fn hash(&self, password: SecretString) -> Result<String> {
        self.take_turn(move |argon2| {
            argon2.hash_password(password.expose_secret().as_bytes()).map(|hash| hash.to_string()).map_err(failed)
        })
        .await?
    }

    /// Whether `password` is the one that was hashed; without a hash it takes as long and is not.
    pub async fn verify(&self, password: SecretString, hash: Option<String>) -> Result<bool> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.decoy.to_string());
        self.take_turn(move |argon2| {
            let hash = PasswordHash::new(&hash).map_err(failed)?;
            Ok(argon2.verify_password(password.expose_secret().as_bytes(), &hash).is_ok() && known)
        })
        .await?
    }

    async fn take_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(Argon2<'static>) -> T + Send + 'static,
    ) -> Result<T> {
        if self.waiting.fetch_add(1, Ordering::SeqCst) >= self.queue + AT_ONCE {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            return Err(domain::Error::Busy.into());
        }
        let _leaves = Leaves(self.waiting.clone());
        let turn = self.turns.clone().acquire_owned().await.map_err(|_| domain::Error::Busy)?;
        let argon2 = self.argon2.clone();
        let worked = tokio::task::spawn_blocking(move || {
            let done = work(argon2);
            drop(turn);
            done
        });
        worked.await.map_err(|error| Error::Internal(format!("hashing: {error}")))
    }
}

/// Leaves the queue when dropped, however the wait ended.
struct Leaves(Arc<AtomicUsize>);

impl Drop for Leaves {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A hash of that cost of a password that nobody knows. It is written, not made: that would take its memory at the start.
fn decoy(Cost { memory_kib, passes, .. }: Cost) -> String {
    let [salt, hash] = [22, 43].map(|length| "A".repeat(length));
    format!("$argon2id$v=19$m={memory_kib},t={passes},p=1${salt}${hash}")
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("password hashing: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn without_an_account_a_password_is_wrong_at_the_price_of_a_right_one() {
        let cost = Cost { memory_kib: 64, passes: 3, queue: 1 };
        let hasher = Hasher::new(cost).unwrap();
        let made = hasher.hash("copper kettle".into()).await.unwrap();

        assert!(hasher.verify("copper kettle".into(), Some(made.clone())).await.unwrap());
        assert!(!hasher.verify("copper kettle".into(), None).await.unwrap());
        let price = |hash: &str| Params::try_from(&PasswordHash::new(hash).unwrap()).unwrap();
        assert_eq!(price(&hasher.decoy), price(&made));
        assert_eq!(hasher.decoy.len(), made.len());
    }
}
