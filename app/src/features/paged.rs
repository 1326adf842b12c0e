//! The rows of a list: more are fetched while one scrolls.

use std::pin::Pin;

use domain::page::Page;
use leptos::prelude::*;

use crate::api::ApiResult;
use crate::ui::{Each, Item, ListEnd};

/// Most rows in the page; beyond it the list goes on from the next one.
const MOST: usize = 500;

/// Asks for the page that begins after a row.
pub type Fetch<T> = Box<dyn Fn(String) -> Pin<Box<dyn Future<Output = ApiResult<Page<T>>> + Send>> + Send + Sync>;

#[component]
pub fn Paged<T: Clone + Send + Sync + 'static>(
    page: Page<T>,
    columns: usize,
    row: fn(T) -> Item,
    fetch: Fetch<T>,
    /// The address of the page that begins after a row.
    #[prop(into)]
    link: Callback<String, String>,
) -> impl IntoView {
    let (rows, next) = (RwSignal::new(page.rows), RwSignal::new(page.next));
    let failed = RwSignal::new(None::<String>);
    let more = Action::new(move |after: &String| {
        let coming = fetch(after.clone());
        async move {
            match coming.await {
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
    let fetch_more = move |()| {
        // The end of a list that is not there any more may still come into view.
        if rows.try_with_untracked(Vec::len).is_none_or(|rows| rows >= MOST) {
            return;
        }
        if let Some(after) = next.get_untracked().filter(|_| !more.pending().get_untracked()) {
            more.dispatch(after);
        }
    };
    // Not when the address changes: that asks for another list, and this one is on show until the other is there.
    let link_on = move || next.try_get().flatten().map(|cursor| untrack(|| link.run(cursor)));
    view! {
        <tbody>
            <Each items=move || rows.get().into_iter().map(row).collect() />
        </tbody>
        <tfoot>
            <tr>
                <td class="list-end-cell" colspan=columns>
                    <ListEnd
                        link=Signal::derive(link_on)
                        fetch=fetch_more
                        failed=failed
                        shown=Signal::derive(move || rows.try_with(Vec::len).unwrap_or_default())
                    />
                </td>
            </tr>
        </tfoot>
    }
}
