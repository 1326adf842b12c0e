//! Where things are, and where a popover goes in browsers that cannot anchor it with CSS.

use leptos::prelude::*;
use leptos::web_sys::{Element, Event, HtmlElement, css};
use wasm_bindgen::JsCast;

const GAP: f64 = 6.0;

/// The nearest element of this kind around where something happened.
pub fn around(event: &Event, kind: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(kind).ok()?
}

/// Puts `popover`, which is open, below `trigger`, or above it where there is more room.
///
/// Does nothing where the style sheet's `position-area` works.
pub fn beside(popover: &HtmlElement, trigger: &HtmlElement) {
    if css::supports_with_value("position-area", "bottom").unwrap_or(false) {
        return;
    }
    let (around, own) = (trigger.get_bounding_client_rect(), popover.get_bounding_client_rect());
    let (width, height) = view_size();
    let below = around.bottom() + GAP;
    let above = around.top() - GAP - own.height();
    let top = if below + own.height() > height && above > 0.0 { above } else { below };
    let left = around.left().min(width - own.width() - GAP).max(GAP);
    let style = popover.style();
    for (name, value) in
        [("inset", "auto".to_owned()), ("top", pixels(top)), ("left", pixels(left)), ("margin", "0".to_owned())]
    {
        style.set_property(name, &value).ok();
    }
}

/// In whole pixels, without a fraction that the page would have to learn to print.
#[expect(clippy::cast_possible_truncation, reason = "no screen is so large")]
fn pixels(length: f64) -> String {
    format!("{}px", length.round() as i32)
}

fn view_size() -> (f64, f64) {
    let side =
        |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|value| value.as_f64()).unwrap_or_default();
    (side(window().inner_width()), side(window().inner_height()))
}
