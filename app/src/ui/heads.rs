//! The names of a table's columns.

use leptos::prelude::*;

#[component]
pub fn Heads(names: &'static [&'static str]) -> impl IntoView {
    let head = |name: &'static str| view! { <th scope="col">{name}</th> }.into_any();
    view! { <thead><tr>{names.iter().copied().map(head).collect_view()}</tr></thead> }
}
