//! The history: numbers without a gap, and every hash as it follows from the row and the one before.

use entity::{history, instance};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Kind, Report};
use crate::history::chain;
use crate::{Error, Result};

const PAGE: u64 = 1000;

pub async fn verify(tx: &DatabaseTransaction, report: &mut Report) -> Result<()> {
    let instance = instance::Entity::find_by_id(1)
        .one(tx)
        .await?
        .ok_or_else(|| Error::Internal("the instance row is missing".to_owned()))?;
    let (mut seq, mut hash) = (0, Vec::new());
    loop {
        let page = history::Entity::find()
            .filter(history::Column::Seq.gt(seq))
            .order_by_asc(history::Column::Seq)
            .limit(PAGE)
            .all(tx)
            .await?;
        if page.is_empty() {
            break;
        }
        for row in page {
            follows(report, seq, &hash, &row);
            report.history += 1;
            (seq, hash) = (row.seq, row.hash);
        }
    }
    report.compare(Kind::History, "the number of the newest row of the history", seq, instance.history_seq);
    if seq == instance.history_seq && hash != instance.history_hash {
        report.find(Kind::History, "the newest row of the history is not the one that the instance knows");
    }
    Ok(())
}

/// Goes on from the stored hash, so that one changed row is one finding.
fn follows(report: &mut Report, seq: i64, hash: &[u8], row: &history::Model) {
    if row.seq != seq + 1 {
        let (first, last) = (seq + 1, row.seq - 1);
        let missing = if first == last { format!("row {first}") } else { format!("rows {first} to {last}") };
        report.find(Kind::History, format!("history: {missing} missing"));
    } else if chain::hash(hash, row) != row.hash {
        report.find(
            Kind::History,
            format!(
                "history: row {seq_now} does not follow from row {seq}: one of them was changed",
                seq_now = row.seq
            ),
        );
    }
}
