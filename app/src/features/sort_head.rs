//! The head of a column by which a list is ordered.

use domain::page::Direction;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::address::{Address, Step};
use crate::ui::{Glyph, Icon};

/// A link, so that it works before the page is alive.
#[component]
pub fn SortHead(
    label: &'static str,
    #[prop(optional, into)] class: String,
    /// In which direction the column orders the list, if it does.
    order: Signal<Option<Direction>>,
    /// The step that a click takes.
    #[prop(into)]
    click: Callback<(), Step>,
    address: Address,
) -> impl IntoView {
    // A head that goes with its list is still there for a moment when nothing else of the list is.
    let order = move || order.try_get().flatten();
    let link = move || click.try_run(()).map(|step| address.link(step));
    let icon = move || if order() == Some(Direction::Ascending) { Icon::ChevronUp } else { Icon::ChevronDown };
    let clicked = move |event: MouseEvent| {
        event.prevent_default();
        if let Some(step) = untrack(|| click.try_run(())) {
            address.go(step);
        }
    };
    view! {
        <th scope="col" class=class aria-sort=move || order().map(Direction::label)>
            <a class="sort" href=link rel="nofollow" on:click=clicked>
                {label}
                {move || view! { <Glyph icon=icon() /> }}
            </a>
        </th>
    }
}
