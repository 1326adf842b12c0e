//! Chance that falls the same way for the same seed.

use domain::time::Timestamp;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, RngExt, SeedableRng};
use uuid::{Builder, Uuid};

use crate::{Result, token};

pub struct Dice(StdRng);

impl Dice {
    pub fn seeded(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// Other dice, that fall the same way for the same seed however often these are thrown.
    pub fn apart(&mut self) -> Self {
        Self(StdRng::from_rng(&mut self.0))
    }

    /// Dice that nobody can foresee, for secrets.
    pub fn unforeseeable() -> Result<Self> {
        Ok(Self(StdRng::from_seed(token::random()?)))
    }

    /// From 0 to `end`, without it; 0 where there is nothing in between.
    pub fn below(&mut self, end: i64) -> i64 {
        self.0.random_range(0..end.max(1))
    }

    /// From `first` to `last`, with both.
    pub fn between(&mut self, first: i64, last: i64) -> i64 {
        first + self.below(last - first + 1)
    }

    /// True so often in a thousand times.
    pub fn hits(&mut self, per_mille: i64) -> bool {
        self.below(1000) < per_mille
    }

    /// One of `from`, which is not empty.
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.0.random_range(0..from.len())].clone()
    }

    /// One of `from`, each as often as its weight says.
    pub fn weigh<T: Copy>(&mut self, from: &[(i64, T)]) -> T {
        let mut left = self.below(from.iter().map(|(weight, _)| weight).sum());
        for &(weight, value) in from {
            left -= weight;
            if left < 0 {
                return value;
            }
        }
        from[0].1
    }

    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        all.shuffle(&mut self.0);
    }

    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// An id as `Uuid::now_v7` would have made it at `at`.
    pub fn id(&mut self, at: Timestamp) -> Uuid {
        Builder::from_unix_timestamp_millis(at.0.unsigned_abs(), &self.bytes()).into_uuid()
    }
}
