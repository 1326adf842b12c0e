//! The keys of the users table: `j` and `k` walk the rows, `x` selects, `e` edits the role, `.` opens the menu.

use domain::policy::Denied;
use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlElement, HtmlInputElement};
use wasm_bindgen::JsCast;

use super::selection::{Selection, user_of};
use super::shown::{Shown, focus};
use crate::features::palette::Palette;

/// What lies over the table and has keys of its own.
const IN_FRONT: &str = "dialog[open], [popover]:popover-open:not(.tooltip__text)";

/// Listens on the whole page, as long as the table is on it.
pub fn listen(rows: Shown) {
    let (selection, palette) = (Selection::expect(), Palette::expect());
    Effect::new(move || {
        let listener = window_event_listener(keydown, move |event| {
            let is_free = !(event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key());
            if is_free && !palette.is_open() && !is_busy_elsewhere() && press(rows, selection, &event) {
                event.prevent_default();
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// Whether the key means something here; then it has been done.
fn press(rows: Shown, selection: Selection, event: &KeyboardEvent) -> bool {
    let active = document().active_element();
    let row = active.as_ref().and_then(|it| it.closest(".users tbody tr[id]").ok().flatten());
    let is_on_row = active.is_some() && active == row;
    match (event.key().as_str(), row) {
        ("j", row) => walk(rows, selection, row.as_ref(), 1),
        ("k", row) => walk(rows, selection, row.as_ref(), -1),
        ("ArrowDown", Some(row)) if is_on_row => walk(rows, selection, Some(&row), 1),
        ("ArrowUp", Some(row)) if is_on_row => walk(rows, selection, Some(&row), -1),
        ("x" | "X", Some(row)) => select(rows, selection, &row, event.shift_key()),
        ("e", Some(row)) => edit_role(selection, &row),
        ("Enter", Some(row)) if is_on_row => click(&row, ".act .menu__trigger"),
        (".", Some(row)) => click(&row, ".act .menu__trigger"),
        ("Escape", _) => clear(rows, selection),
        _ => false,
    }
}

fn walk(rows: Shown, selection: Selection, row: Option<&Element>, by: isize) -> bool {
    let shown = rows.ids_now();
    let place = |user| shown.iter().position(|id| *id == user);
    let next = match row.and_then(user_of).and_then(place) {
        Some(at) => at.saturating_add_signed(by).min(shown.len().saturating_sub(1)),
        // Back from elsewhere, one goes on where one was.
        None => selection.here().and_then(place).unwrap_or_default(),
    };
    let Some(user) = shown.get(next) else { return false };
    focus(*user);
    selection.stand_at(Some(*user));
    true
}

fn select(rows: Shown, selection: Selection, row: &Element, extend: bool) -> bool {
    let Some(user) = user_of(row) else { return false };
    selection.toggle(user, extend, &rows.ids_now());
    true
}

fn edit_role(selection: Selection, row: &Element) -> bool {
    if !click(row, ".role-cell button") {
        selection.news().set(Denied::RoleOfDeactivated.to_string());
    }
    true
}

fn clear(rows: Shown, selection: Selection) -> bool {
    let any = untrack(move || selection.is_any());
    selection.clear("Selection cleared");
    selection.take_focus(rows);
    any
}

/// Presses a button of the row. It has the focus first, and says why if it cannot be used.
fn click(row: &Element, button: &str) -> bool {
    let button = row.query_selector(button).ok().flatten().and_then(|it| it.dyn_into::<HtmlElement>().ok());
    if let Some(button) = &button {
        button.focus().ok();
        button.click();
    }
    button.is_some()
}

/// Whether somebody types, or something lies over the table.
fn is_busy_elsewhere() -> bool {
    let is_box = |it: &Element| it.dyn_ref::<HtmlInputElement>().is_some_and(|input| input.type_() == "checkbox");
    let is_field = |it: &Element| matches!(it.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") && !is_box(it);
    document().active_element().as_ref().is_some_and(is_field)
        || document().query_selector(IN_FRONT).ok().flatten().is_some()
}
