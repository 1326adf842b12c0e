//! The rows of the history: more are fetched while one scrolls.

use domain::history::Entry;
use domain::page::Page;
use leptos::prelude::*;

use super::cells::{Changes, Who, Whom};
use super::url::{self, Place};
use crate::api::history::list_history;
use crate::ui::{Each, Item, ListEnd, TimeAgo};

/// Most rows in the page; beyond it the list goes on from the next one.
const MOST: usize = 500;

#[component]
pub fn Rows(page: Page<Entry>) -> impl IntoView {
    let place = Place::expect();
    let query = place.query().get_untracked();
    let (rows, next) = (RwSignal::new(page.rows), RwSignal::new(page.next));
    let failed = RwSignal::new(None::<String>);
    let more = Action::new(move |after: &String| {
        let (query, after) = (query.clone(), after.clone());
        async move {
            match list_history(query, Some(after)).await {
                Ok(page) => {
                    rows.try_update(|rows| rows.extend(page.rows));
                    next.try_set(page.next);
                    failed.try_set(None);
                }
                Err(error) => {
                    failed.try_set(Some(error.to_string()));
                }
            }
        }
    });
    let fetch = move |()| {
        // The end of a list that is not there any more may still come into view.
        if rows.try_with_untracked(Vec::len).is_none_or(|rows| rows >= MOST) {
            return;
        }
        if let Some(after) = next.get_untracked().filter(|_| !more.pending().get_untracked()) {
            more.dispatch(after);
        }
    };
    view! {
        <tbody>
            <Each items=move || rows.get().into_iter().map(item).collect() />
        </tbody>
        <tfoot>
            <tr>
                <td class="history__end" colspan="6">
                    <ListEnd
                        link=Signal::derive(move || next.try_get().flatten().map(|cursor| place.link(url::after(cursor))))
                        fetch=fetch
                        failed=failed
                        shown=Signal::derive(move || rows.try_with(Vec::len).unwrap_or_default())
                    />
                </td>
            </tr>
        </tfoot>
    }
}

fn item(entry: Entry) -> Item {
    Item::new(entry.seq.unsigned_abs().into(), || view! { <Row entry /> }.into_any())
}

#[component]
fn Row(entry: Entry) -> impl IntoView {
    view! {
        <tr>
            <td class="history__time"><TimeAgo at=entry.at /></td>
            <td class="history__who"><Who actor=entry.actor /></td>
            <td class="history__what">{entry.action.label()}</td>
            <td class="history__whom"><Whom target=entry.target /></td>
            <td class="history__door muted">{entry.door.label()}</td>
            <td class="history__changes"><Changes changes=entry.changes /></td>
        </tr>
    }
}
