//! How full something is.

use leptos::prelude::*;

/// A share of a limit. Turns to a warning when little is left; words beside it must say the numbers.
#[component]
pub fn Meter(
    #[prop(into)] label: String,
    #[prop(into)] used: Signal<i64>,
    #[prop(into)] limit: Signal<i64>,
) -> impl IntoView {
    view! {
        <meter
            class="meter"
            aria-label=label
            min="0"
            max=move || limit.get().max(1).to_string()
            high=move || (limit.get() * 95 / 100).max(1).to_string()
            value=move || used.get().to_string()
        ></meter>
    }
}
