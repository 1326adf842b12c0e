//! Projects, runs or reports of a team as a table, in an order that is chosen by the heads of its columns.

use std::fmt::Display;

use domain::page::Page;
use domain::sort::{Sort, SortColumn};
use leptos::prelude::*;

use super::Place;
use crate::api::ApiResult;
use crate::features::address::sorted;
use crate::features::{Fetch, Paged, SortHead};
use crate::ui::{Item, Notice, SkeletonRows, Tone, wait};

/// What a column is called, and by what it orders the list, if it does.
pub type Head<C> = (&'static str, Option<C>);

/// The heads of a list.
pub struct HeadRow {
    cells: AnyView,
    count: usize,
}

/// How a list is shown.
pub struct Shown<T: 'static> {
    /// What it is a list of, as in "Runs".
    pub label: &'static str,
    pub heads: HeadRow,
    pub row: fn(T) -> Item,
    /// Asks for more of the list as it is now.
    pub fetch: Callback<(), Fetch<T>>,
    /// What stands there instead of rows.
    pub nothing: Callback<(), AnyView>,
}

impl<T> Shown<T> {
    pub fn table(self, list: Resource<ApiResult<Page<T>>>, place: Place) -> impl IntoView
    where
        T: Clone + Send + Sync + 'static,
    {
        let Self { label, heads: HeadRow { cells, count: columns }, row, fetch, nothing } = self;
        let filled = move |page: Page<T>| {
            if page.rows.is_empty() {
                return instead(columns, nothing.run(()));
            }
            view! { <Paged page columns row fetch=fetch.run(()) link=move |cursor| place.next(cursor) /> }.into_any()
        };
        let waiting = move || view! { <tbody><SkeletonRows rows=8 columns /></tbody> };
        view! {
            <section class="card made" aria-label=label>
                <table class="table">
                    <thead><tr>{cells}</tr></thead>
                    <Transition fallback=waiting>
                        {move || wait(async move {
                            match list.await {
                                Ok(page) => filled(page),
                                Err(error) => instead(columns, view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any()),
                            }
                        })}
                    </Transition>
                </table>
            </section>
        }
    }
}

/// Something in the place of rows.
fn instead(columns: usize, what: AnyView) -> AnyView {
    view! { <tbody><tr><td class="made__none" colspan=columns>{what}</td></tr></tbody> }.into_any()
}

/// The heads of a list that has this order now.
pub fn heads<C>(place: Place, sort: Signal<Sort<C>>, heads: &[Head<C>]) -> HeadRow
where
    C: SortColumn + Display + Send + Sync + 'static,
{
    let head = |&(label, column): &Head<C>| match column {
        Some(column) => {
            let order = Signal::derive(move || Some(sort.get().direction).filter(|_| sort.get().column == column));
            let click = move |()| sorted(sort.get().clicked(column));
            view! { <SortHead label order click address=place.address() /> }.into_any()
        }
        None => view! { <th scope="col">{label}</th> }.into_any(),
    };
    HeadRow { cells: heads.iter().map(head).collect_view().into_any(), count: heads.len() }
}
