//! Writes of what is not counted, and what no history tells.

use domain::time::Timestamp;
use sea_orm::DatabaseTransaction;

use super::{Ctx, Granted, UseInstance};
use crate::Result;

/// A write under way that takes no guard row, so that whoever logs a run waits for nobody but those who log the same one.
/// It proves inside its transaction as every other does.
pub struct Uncounted {
    pub(crate) tx: DatabaseTransaction,
    pub(crate) granted: Granted<UseInstance>,
    cx: Ctx,
}

impl Ctx {
    /// Begins a write that changes nothing that is counted and nothing that the history tells, and proves inside the
    /// transaction that the actor may use the instance.
    ///
    /// # Errors
    ///
    /// `Unauthenticated` for whoever does not show any more what they came with.
    pub(crate) async fn begin_uncounted(&self) -> Result<Uncounted> {
        let tx = self.instance.db.write().await?;
        let granted = self.prove(&tx).await?;
        Ok(Uncounted { tx, granted, cx: self.clone() })
    }
}

impl Uncounted {
    pub(crate) fn now(&self) -> Timestamp {
        self.cx.now()
    }

    pub(crate) async fn commit(self) -> Result<()> {
        if let Some(attempt) = &self.cx.attempt {
            attempt.mark(&self.tx).await?;
        }
        self.tx.commit().await?;
        Ok(())
    }
}
