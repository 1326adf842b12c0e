//! Keys that work anywhere on a page.

use std::rc::Rc;

use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use wasm_bindgen::JsCast;

/// Calls `pressed` with each key, unless it goes into a field or a dialog, or something else took it. Ends with the
/// component. Only in the browser.
pub fn on_key(pressed: impl Fn(&KeyboardEvent) + 'static) {
    let pressed = Rc::new(pressed);
    Effect::new(move || {
        let pressed = pressed.clone();
        let listener = window_event_listener(keydown, move |event| {
            if !event.default_prevented() && !is_typing() && !is_asked() {
                pressed(&event);
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// Whether the key is pressed by itself: with Ctrl, Alt or the Command key it means something else.
pub fn is_plain(event: &KeyboardEvent) -> bool {
    !event.ctrl_key() && !event.meta_key() && !event.alt_key()
}

/// Whether a letter would go into a field.
fn is_typing() -> bool {
    let Some(focused) = document().active_element() else { return false };
    let is_field = matches!(focused.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT");
    let is_box = focused.get_attribute("type").is_some_and(|kind| matches!(kind.as_str(), "checkbox" | "radio"));
    (is_field && !is_box) || focused.dyn_into::<HtmlElement>().is_ok_and(|it| it.is_content_editable())
}

/// Whether a dialog lies over the page and waits for an answer.
fn is_asked() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}
