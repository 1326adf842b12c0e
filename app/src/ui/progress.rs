//! How far long work has come.

use leptos::prelude::*;

/// So much of a whole is done. Words beside it must say the numbers.
#[component]
pub fn Progress(#[prop(into)] label: String, #[prop(into)] done: Signal<i64>, all: i64) -> impl IntoView {
    view! { <progress class="progress" aria-label=label max=all.max(1).to_string() value=move || done.get().to_string()></progress> }
}
