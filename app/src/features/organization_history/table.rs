//! The history as a table. Its first rows come with the page.

use domain::history::{Entry, HistoryQuery};
use domain::page::Page;
use leptos::prelude::*;

use super::List;
use super::rows::Rows;
use super::url::{self, Place};
use crate::features::SortHead;
use crate::ui::{Empty, Icon, Notice, SkeletonRows, Tone, wait};

#[component]
pub fn HistoryTable() -> impl IntoView {
    let list = List::expect();
    view! {
        <section class="card history" aria-label="History">
            <Transition fallback=|| view! { <table class="table"><tbody><SkeletonRows rows=10 columns=6 /></tbody></table> }>
                {move || wait(async move {
                    match list.0.await {
                        Ok(page) => view! { <Filled page /> }.into_any(),
                        Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
}

#[component]
fn Filled(page: Page<Entry>) -> impl IntoView {
    if page.rows.is_empty() {
        return view! { <Nothing /> }.into_any();
    }
    let count = page.total.rows + 1;
    view! {
        <div class="history__scroll" tabindex="0" role="region" aria-label="Changes">
            <table class="table" aria-rowcount=count>
                <thead>
                    <tr>
                        <TimeHead />
                        <th scope="col">"Who"</th>
                        <th scope="col">"What"</th>
                        <th scope="col">"Whom"</th>
                        <th scope="col">"Door"</th>
                        <th scope="col">"Changes"</th>
                    </tr>
                </thead>
                <Rows page />
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Nothing() -> impl IntoView {
    let place = Place::expect();
    if place.query().with_untracked(HistoryQuery::is_filtered) {
        return view! {
            <Empty icon=Icon::Search title="No change matches" sentence="Nothing that happened fits this search and these filters.">
                <button class="button" type="button" on:click=move |_| place.go(url::clear())>"Clear search and filters"</button>
            </Empty>
        }
        .into_any();
    }
    view! { <Empty icon=Icon::History title="Nothing has changed yet" sentence="Invitations, roles, access: every change appears here, with who made it." /> }
        .into_any()
}

/// Turns the order round.
#[component]
fn TimeHead() -> impl IntoView {
    let place = Place::expect();
    let direction = place.query().with_untracked(|it| it.direction);
    view! {
        <SortHead
            label="Time"
            order=Signal::stored(Some(direction))
            click=move |()| url::order(direction.reversed())
            address=place.0
        />
    }
}
