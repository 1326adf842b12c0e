//! Chance that can be had again: the seed is printed, and `SEED` sets it.

use std::time::Duration;

/// A small generator of numbers (splitmix64).
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    /// Begins with `SEED`, or with chance.
    pub fn thrown(name: &str) -> Self {
        let seed = std::env::var("SEED").ok().and_then(|text| text.parse().ok()).unwrap_or_else(rand::random);
        println!("{name}: SEED={seed}");
        Self(seed)
    }

    /// Dice of somebody's own, whatever the others throw.
    pub fn of(&mut self, whom: u64) -> Self {
        Self(self.next() ^ whom.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    pub fn milliseconds(&mut self, from: u64, to: u64) -> Duration {
        Duration::from_millis(from + self.below(to - from + 1))
    }
}
