//! The rows of the history.

use domain::history::Entry;
use domain::page::Page;
use leptos::prelude::*;

use super::cells::{Changes, Who, Whom};
use super::url::{self, Place};
use crate::api::history::list_history;
use crate::features::{Fetch, Paged};
use crate::ui::{Item, TimeAgo};

#[component]
pub fn Rows(page: Page<Entry>) -> impl IntoView {
    let place = Place::expect();
    let query = place.query().get_untracked();
    let fetch: Fetch<Entry> = Box::new(move |after| Box::pin(list_history(query.clone(), Some(after))));
    view! { <Paged page columns=6 row=item fetch link=move |cursor| place.link(url::after(cursor)) /> }
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
