//! Who was active, as requests leave it and the worker finds it.

use std::collections::BTreeMap;

use domain::activity::Door;
use domain::ids::UserId;
use domain::time::{Day, Timestamp};
use tokio::sync::mpsc;

use super::write::write;
use crate::sessions::SignedIn;
use crate::{Ctx, Instance, Result};

/// How many notes may wait for the worker, and how many users and days for the database; what comes on top is dropped.
const WAITING: usize = 10_000;
const KEPT: usize = 100_000;
/// Users in one transaction, so that others get their turn.
const BATCH: usize = 500;

/// Somebody did something.
#[derive(Debug, Clone, Copy)]
struct Seen {
    user: UserId,
    at: Timestamp,
    door: Door,
}

/// Where requests leave a note. Never waits and never fails.
#[derive(Clone)]
pub struct Tracker(mpsc::Sender<Seen>);

impl Tracker {
    /// The tracker, and the notes for whoever writes them down.
    pub fn new() -> (Self, Notes) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Self(sender), Notes { receiver, tallies: BTreeMap::new() })
    }

    pub fn note(&self, user: UserId, at: Timestamp, door: Door) {
        if self.0.try_send(Seen { user, at, door }).is_err() {
            tracing::debug!("activity note dropped: the worker is behind");
        }
    }
}

/// Writes that somebody came in: the request that signed them up or in was nobody's yet when it began. Waits, unlike a
/// note, so that their first page says that they are active; what cannot be written now is left to the worker.
pub async fn write_entry(cx: &Ctx, signed_in: &SignedIn) {
    let seen = Seen { user: signed_in.user, at: cx.now(), door: cx.door };
    if let Err(error) = write(&cx.instance, &[((seen.user, seen.at.day()), Tally::of(seen))]).await {
        tracing::warn!(?error, "an entry could not be written: it is left to the worker");
        cx.instance.activity.note(seen.user, seen.at, seen.door);
    }
}

/// What a user did on a day, as far as it is not written yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tally {
    pub requests: i64,
    pub first: Timestamp,
    pub last: Timestamp,
    pub door: Door,
}

impl Tally {
    const fn of(seen: Seen) -> Self {
        Self { requests: 1, first: seen.at, last: seen.at, door: seen.door }
    }

    fn add(&mut self, seen: Seen) {
        self.requests += 1;
        self.first = std::cmp::min(self.first, seen.at);
        if seen.at >= self.last {
            (self.last, self.door) = (seen.at, seen.door);
        }
    }
}

/// Notes that are not written yet.
pub struct Notes {
    receiver: mpsc::Receiver<Seen>,
    tallies: BTreeMap<(UserId, Day), Tally>,
}

impl Notes {
    /// Waits until there is something to write; forever where nothing will come any more.
    pub async fn some(&mut self) {
        if self.tallies.is_empty() {
            match self.receiver.recv().await {
                Some(seen) => self.add(seen),
                None => std::future::pending().await,
            }
        }
    }

    fn add(&mut self, seen: Seen) {
        let key = (seen.user, seen.at.day());
        if self.tallies.len() >= KEPT && !self.tallies.contains_key(&key) {
            return;
        }
        self.tallies.entry(key).and_modify(|tally| tally.add(seen)).or_insert(Tally::of(seen));
    }

    /// Writes everything down. What could not be written stays for the next time.
    pub async fn flush(&mut self, instance: &Instance) -> Result<()> {
        while let Ok(seen) = self.receiver.try_recv() {
            self.add(seen);
        }
        while !self.tallies.is_empty() {
            let batch: Vec<_> = self.tallies.iter().take(BATCH).map(|(key, tally)| (*key, *tally)).collect();
            write(instance, &batch).await?;
            for (key, _) in batch {
                self.tallies.remove(&key);
            }
        }
        Ok(())
    }
}
