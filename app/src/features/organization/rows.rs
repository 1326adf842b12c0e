//! The rows of the table, numbered from the first of the whole list.

use domain::ids::UserId;
use domain::user::User;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;
use wasm_bindgen::JsCast;

use super::Dashboard;
use super::role_cell::Edits;
use super::row::Row;
use crate::ui::{Each, Item, Now};

/// The header is the first row of the table.
const FIRST: i64 = 2;

#[component]
pub fn Rows() -> impl IntoView {
    let (now, edits) = (Now::expect(), expect_context::<Edits>());
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
    let item = move |index: i64, (id, user): (UserId, ArcRwSignal<User>)| {
        Item::new(id.uuid().as_u128(), move || view! { <Row user=user.into() index now edits /> }.into_any())
    };
    let items = move || {
        let first = shown.before.get_untracked() + FIRST;
        (first..).zip(shown.rows.get()).map(|(index, row)| item(index, row)).collect()
    };
    view! {
        <tbody node_ref=body>
            <Each items />
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
