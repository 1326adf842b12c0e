//! The history as CSV: page by page, so that memory stays flat however long it is.

use async_stream::try_stream;
use domain::history::{Action, Entry, FieldChange, HistoryQuery};
use futures::Stream;
use serde_json::json;

use super::Record;
use super::list::page;
use super::matching::Matching;
use crate::csv::{File, harmless};
use crate::ctx::ViewHistory;
use crate::db::Reader;
use crate::made::sought;
use crate::{Ctx, Result};

const PAGE: u64 = 1000;
const HEADER: [&str; 9] = ["Time", "Actor", "Actor kind", "Door", "Action", "Target", "Before", "After", "Request id"];

/// Every change that `query` asks for, in its order, as CSV. That somebody exports is itself noted, and ends in the
/// file if it fits the query.
pub async fn export(cx: &Ctx, query: HistoryQuery) -> Result<impl Stream<Item = Result<Vec<u8>>> + Send + 'static> {
    query.check()?;
    let query = HistoryQuery { search: sought(&query.search), ..query };
    let change = cx.begin::<ViewHistory>().await?;
    change.commit(Record::instance(Action::HistoryExported, json!({}), json!({ "query": query }))).await?;
    let db = cx.instance.db.read().clone();
    let matching = Matching::of(&db, &query).await?;
    Ok(pages(db, matching))
}

fn pages(db: Reader, matching: Option<Matching>) -> impl Stream<Item = Result<Vec<u8>>> + Send + 'static {
    try_stream! {
        let mut file = File::new();
        file.line(HEADER)?;
        yield file.take()?;
        let mut after = None;
        while let Some(matching) = &matching {
            let (entries, next) = page(&db, matching, after, PAGE).await?;
            for entry in &entries {
                file.line(cells(entry))?;
            }
            yield file.take()?;
            if next.is_none() {
                break;
            }
            after = next;
        }
    }
}

fn cells(entry: &Entry) -> [String; 9] {
    let harmless = |cell: &str| harmless(cell).into_owned();
    [
        entry.at.rfc3339(),
        harmless(&entry.actor.name),
        entry.actor.kind.label().to_owned(),
        entry.door.label().to_owned(),
        entry.action.label().to_owned(),
        harmless(entry.target.words()),
        harmless(&side(&entry.changes, |change| change.before.as_deref())),
        harmless(&side(&entry.changes, |change| change.after.as_deref())),
        harmless(&entry.request),
    ]
}

/// One side of the changes, as in "Role: Member; Status: Pending".
fn side(changes: &[FieldChange], of: impl Fn(&FieldChange) -> Option<&str>) -> String {
    let told = changes.iter().filter_map(|change| of(change).map(|value| format!("{}: {value}", change.field)));
    told.collect::<Vec<_>>().join("; ")
}
