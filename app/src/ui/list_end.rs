//! The end of a list that comes page by page.

use super::When;
use domain::text::count;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::IntersectionObserver;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Fetches more well before it comes into view. Without WASM it is a link to the next page.
#[component]
pub fn ListEnd(
    /// The address of the next page; none on the last one.
    #[prop(into)]
    link: Signal<Option<String>>,
    /// Asks for the next page, unless that is under way.
    #[prop(into)]
    fetch: Callback<()>,
    /// Why the next page did not come.
    #[prop(into)]
    failed: Signal<Option<String>>,
    /// How many rows there are by now.
    #[prop(into)]
    shown: Signal<usize>,
    /// What to say of the rows on show, read out when it changes; without it only the end is told.
    #[prop(optional, into)]
    position: Option<Signal<String>>,
    /// Whether there is no room for more rows: the link is then the way on.
    #[prop(optional, into)]
    full: Signal<bool>,
) -> impl IntoView {
    let ahead = NodeRef::<html::Span>::new();
    Effect::new(move || {
        shown.track();
        if let Some(ahead) = ahead.get() {
            watch(&ahead, fetch);
        }
    });
    let is_end = move || link.read().is_none();
    let rows = move || i64::try_from(shown.get()).unwrap_or_default();
    let words = move || match (failed.get(), position) {
        (Some(failed), _) => failed,
        (None, Some(position)) => position.get(),
        (None, None) if is_end() => format!("{}, the end of the list.", count(rows(), "row")),
        (None, None) => String::new(),
    };
    let class = move || if full.get() { "button" } else { "link" };
    view! {
        <div class="list-end">
            <span class="list-end__ahead" aria-hidden="true" node_ref=ahead></span>
            <span role="status">{move || words()}</span>
            <When so=move || failed.read().is_some()>
                <button class="button" type="button" on:click=move |_| fetch.run(())>"Try again"</button>
            </When>
            <When so=move || !is_end()>
                <a class=move || class() href=move || link.get()>"Next page"</a>
            </When>
        </div>
    }
}

/// Runs `fetch` once `element` is in view, now or later, until the effect that calls this runs again.
fn watch(element: &leptos::web_sys::Element, fetch: Callback<()>) {
    let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let visible = entries
            .iter()
            .any(|entry| js_sys::Reflect::get(&entry, &"isIntersecting".into()).is_ok_and(|it| it.is_truthy()));
        if visible {
            fetch.try_run(());
        }
    });
    if let Ok(observer) = IntersectionObserver::new(seen.as_ref().unchecked_ref()) {
        observer.observe(element);
        let held = StoredValue::new_local((observer.clone(), seen));
        on_cleanup(move || {
            observer.disconnect();
            held.dispose();
        });
    }
}
