//! The history as a list: filtered, newest or oldest first, page by page.

use domain::history::{Actor, ActorKind, Entry, HistoryQuery, Target, changes};
use domain::ids::{TargetId, UserId};
use domain::page::{PAGE, Page, Total};
use entity::{history, instance};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde::{Deserialize, Serialize};

use super::matching::Matching;
use crate::ctx::ViewHistory;
use crate::cursor::{self, Fingerprint, Place};
use crate::{Ctx, Error, Result, counted};

/// The number of the last row of a page.
#[derive(Serialize, Deserialize)]
struct Cursor {
    query: Fingerprint,
    seq: i64,
}

impl Place for Cursor {
    fn list(&self) -> &Fingerprint {
        &self.query
    }
}

/// Lists the changes that `query` asks for; `after` is the `next` of the page before.
///
/// # Errors
///
/// `Invalid` where the query makes no sense or `after` was not made for it; `Denied` to all but admins.
pub async fn list(cx: &Ctx, query: &HistoryQuery, after: Option<&str>) -> Result<Page<Entry>> {
    cx.authorize::<ViewHistory>().await?;
    query.check()?;
    let after = after.map(|text| cursor::decode::<Cursor>(text, query)).transpose()?;
    let db = cx.instance.db.read();
    let Some(matching) = Matching::of(db, query).await? else {
        return Ok(Page { rows: Vec::new(), next: None, total: Total { rows: 0, more: false } });
    };
    let (rows, next) = page(db, &matching, after.map(|place| place.seq), PAGE).await?;
    let next = next.map(|seq| cursor::encode(&Cursor { query: Fingerprint::of(query), seq }));
    Ok(Page { rows, next, total: total(db, query, &matching).await? })
}

/// Up to `size` rows, and the number after which the next page begins, if there is one.
pub async fn page(
    db: &impl ConnectionTrait,
    matching: &Matching,
    after: Option<i64>,
    size: u64,
) -> Result<(Vec<Entry>, Option<i64>)> {
    let mut found = matching.rows(db, after, size + 1).await?;
    let more = found.len() as u64 > size;
    if more {
        found.pop();
    }
    let next = found.last().filter(|_| more).map(|row| row.seq);
    Ok((found.into_iter().map(told).collect(), next))
}

/// A row as it is told.
fn told(row: history::Model) -> Entry {
    Entry {
        changes: changes(&row.before, &row.after),
        id: row.id,
        seq: row.seq,
        at: row.at,
        actor: Actor {
            kind: row.actor_kind,
            id: row.actor_id.filter(|_| row.actor_kind == ActorKind::User).map(UserId::from_uuid),
            name: row.actor_name,
        },
        door: row.door,
        action: row.action,
        target: Target { kind: row.target_kind, id: row.target_id.map(TargetId::from_uuid), name: row.target_name },
        request: row.request_id,
    }
}

/// Exact without a filter, where it is kept; counted up to a limit with one.
async fn total(db: &impl ConnectionTrait, query: &HistoryQuery, matching: &Matching) -> Result<Total> {
    if query.is_filtered() {
        return counted::rows(db, matching.each()).await;
    }
    let counters = instance::Entity::find_by_id(1).one(db).await?;
    let counters = counters.ok_or_else(|| Error::Internal("the instance row is missing".to_owned()))?;
    Ok(Total { rows: counters.history_seq, more: false })
}
