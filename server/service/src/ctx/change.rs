//! A write: under the guard row, and ended in the history.

use domain::bulk::Counts;
use domain::ids::AvatarId;
use domain::policy::Standing;
use domain::time::Timestamp;
use domain::user::{Seats, Status};
use entity::instance;
use sea_orm::DatabaseTransaction;

use super::{Ctx, Granted};
use crate::history::{self, Record};
use crate::{Result, avatars, guard};

/// A write under way: it holds the guard row, and ends in the history or not at all.
pub struct Change<G> {
    pub(crate) tx: DatabaseTransaction,
    pub(crate) granted: Granted<G>,
    /// The counters as they will be saved.
    pub(crate) counters: instance::Model,
    cx: Ctx,
    also: Vec<Record>,
    /// Pictures that nothing names any more once this is committed.
    unnamed: Vec<AvatarId>,
}

impl<G> Change<G> {
    pub(super) const fn new(tx: DatabaseTransaction, granted: Granted<G>, counters: instance::Model, cx: Ctx) -> Self {
        Self { tx, granted, counters, cx, also: Vec::new(), unnamed: Vec::new() }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.cx.now()
    }

    /// The licence as this write found it and has changed it since.
    pub(crate) fn seats(&self) -> Seats {
        Seats { used: self.counters.seats_used, limit: self.cx.instance.settings.seats }
    }

    /// What the rules count, as this write found it and has changed it since.
    pub(crate) fn counts(&self) -> Counts {
        Counts { admins: self.counters.admins, seats: self.seats() }
    }

    /// Moves the counters along with somebody who came, went or stands otherwise than before.
    pub(crate) fn recount(&mut self, before: Option<Standing>, after: Option<Standing>) {
        for (standing, by) in [(before, -1), (after, 1)] {
            let Some(standing) = standing.filter(|it| it.status != Status::Removed) else { continue };
            self.counters.users += by;
            self.counters.seats_used += if standing.takes_seat() { by } else { 0 };
            self.counters.pending += if standing.status == Status::Pending { by } else { 0 };
            self.counters.admins += if standing.is_active_admin() { by } else { 0 };
        }
    }

    /// The number of the next user's row.
    pub(crate) fn next_number(&mut self) -> i64 {
        self.counters.user_number += 1;
        self.counters.user_number
    }

    /// Notes that a row names another picture from now on, or none. The one before is deleted after the commit.
    pub(crate) async fn renames_picture(&mut self, before: Option<AvatarId>, after: Option<AvatarId>) -> Result<()> {
        if let Some(after) = after {
            avatars::claim(&self.tx, after).await?;
        }
        if let Some(before) = before {
            avatars::note(&self.tx, before, self.now()).await?;
            self.unnamed.push(before);
        }
        Ok(())
    }

    /// Notes one more change of this write.
    pub(crate) fn also(&mut self, record: Record) {
        self.also.push(record);
    }

    /// Commits what was noted by [`Change::also`]; where nothing was, nothing was changed and nothing is kept.
    pub(crate) async fn commit_if_any(mut self) -> Result<()> {
        match self.also.pop() {
            Some(last) => self.commit(last).await,
            None => Ok(()),
        }
    }

    /// Saves the counters, checks the rules that count, appends the history, and commits. What nothing names any more
    /// goes afterwards.
    pub(crate) async fn commit(mut self, record: Record) -> Result<()> {
        self.also.push(record);
        for record in std::mem::take(&mut self.also) {
            let by = self.granted.actor_id();
            history::append(&self.tx, &mut self.counters, &self.cx, &self.granted.name, by, record).await?;
        }
        guard::save(&self.tx, self.counters, self.cx.instance.settings.seats).await?;
        if let Some(attempt) = &self.cx.attempt {
            attempt.mark(&self.tx).await?;
        }
        self.tx.commit().await?;
        if !self.unnamed.is_empty() {
            // Boxed, so that every use case does not grow by what is seldom needed.
            Box::pin(avatars::delete(&self.cx.instance, &self.unnamed)).await;
        }
        Ok(())
    }
}
