//! The rows of the table, numbered from the first of the whole list.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;
use wasm_bindgen::JsCast;

use super::Dashboard;
use super::row::Row;

/// The header is the first row of the table.
const FIRST: i64 = 2;

#[component]
pub fn Rows() -> impl IntoView {
    let shown = Dashboard::expect().rows;
    let body = NodeRef::<html::Tbody>::new();
    // A row that goes, or comes between others, changes the numbers of those behind it.
    Effect::new(move || {
        shown.rows.track();
        let first = shown.before.get() + FIRST;
        request_animation_frame(move || {
            if let Some(body) = body.try_get_untracked().flatten() {
                number(&body, first);
            }
        });
    });
    view! {
        <tbody node_ref=body>
            <For each=move || (0..).zip(shown.rows.get()) key=|(_, (id, _))| *id let:row>
                <Row user=row.1.1.into() index=shown.before.get_untracked() + FIRST + row.0 />
            </For>
        </tbody>
    }
}

fn number(body: &Element, first: i64) {
    let rows = body.children();
    for (index, at) in (first..).zip(0..rows.length()) {
        let Some(row) = rows.item(at).and_then(|row| row.dyn_into::<Element>().ok()) else { continue };
        let index = index.to_string();
        if row.get_attribute("aria-rowindex").as_deref() != Some(&index) {
            row.set_attribute("aria-rowindex", &index).ok();
        }
    }
}
