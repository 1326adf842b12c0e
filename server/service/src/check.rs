//! Whether what is stored twice agrees with itself, and the history with its hashes; and how to mend what does not.

mod chain;
mod counters;
mod file;
mod last_days;
mod last_runs;
mod people;
mod roll_ups;

use domain::history::Action;
use sea_orm::DatabaseTransaction;
use serde_json::json;

use crate::ctx::ManageInstance;
use crate::history::Record;
use crate::projects::last_run;
use crate::{Ctx, Result, sql};

/// How many findings of a kind are told one by one.
const TOLD: usize = 10;

/// Something that is stored and does not follow from what it should follow from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// What [`Drift::words`] is about, for those who count.
    pub kind: Kind,
    pub words: String,
}

/// What can drift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Counters,
    RollUps,
    People,
    Search,
    Invitations,
    Handles,
    History,
    File,
}

impl Kind {
    /// Whether the truth is still there, so that it can be written anew.
    pub const fn can_be_mended(self) -> bool {
        matches!(self, Self::Counters | Self::RollUps | Self::People | Self::Search)
    }
}

/// What was found, and among how much.
#[derive(Debug, Default)]
pub struct Report {
    pub drifts: Vec<Drift>,
    pub users: u64,
    pub history: i64,
    untold: usize,
}

impl Report {
    pub const fn is_clean(&self) -> bool {
        self.drifts.is_empty()
    }

    /// How many findings there are that [`Report::drifts`] does not tell, for there are so many of their kind.
    pub const fn untold(&self) -> usize {
        self.untold
    }

    fn find(&mut self, kind: Kind, words: impl Into<String>) {
        if self.drifts.iter().filter(|drift| drift.kind == kind).count() < TOLD {
            self.drifts.push(Drift { kind, words: words.into() });
        } else {
            self.untold += 1;
        }
    }

    /// Notes where a stored number is another than it should be.
    fn compare(&mut self, kind: Kind, what: &str, stored: i64, counted: i64) {
        if stored != counted {
            self.find(kind, format!("{what} is {stored} and should be {counted}"));
        }
    }
}

/// Looks at everything, as it is at one moment, while others go on working.
pub async fn run(cx: &Ctx) -> Result<Report> {
    cx.authorize::<ManageInstance>().await?;
    let tx = cx.instance.db.snapshot().await?;
    let mut report = look(&tx).await?;
    chain::verify(&tx, &mut report).await?;
    file::verify(&tx, &mut report).await?;
    Ok(report)
}

/// What [`mend`] can mend, and what is near it. A table that is derived from others gets its line here and in [`mend`].
async fn look(tx: &DatabaseTransaction) -> Result<Report> {
    let mut report = Report::default();
    counters::verify(tx, &mut report).await?;
    roll_ups::verify(tx, &mut report).await?;
    people::verify(tx, &mut report).await?;
    last_days::verify(tx, &mut report).await?;
    last_runs::verify(tx, &mut report).await?;
    Ok(report)
}

/// Writes the counters, the roll-ups and what people are found and sorted by anew, from what they follow from, and
/// says so in the history. The history itself is never touched. Others wait meanwhile.
///
/// Returns what was found, mended or not.
pub async fn mend(cx: &Ctx) -> Result<Report> {
    let mut change = cx.begin::<ManageInstance>().await?;
    sql::take_time(&change.tx).await?;
    let report = look(&change.tx).await?;
    if !report.drifts.iter().any(|drift| drift.kind.can_be_mended()) {
        return Ok(report);
    }
    let before = counters::words(&change.counters);
    counters::mend(&change.tx, &mut change.counters).await?;
    roll_ups::mend(&change.tx).await?;
    people::mend(&change.tx).await?;
    last_days::mend(&change.tx).await?;
    last_run::find_all(&change.tx).await?;
    let found: Vec<_> = report.drifts.iter().map(|drift| drift.words.as_str()).collect();
    let after = json!({ "counters": counters::words(&change.counters), "found": found, "untold": report.untold });
    change.commit(Record::instance(Action::Repaired, json!({ "counters": before }), after)).await?;
    Ok(report)
}
