//! What this browser remembers of a choice. Only in the browser: the server renders without knowing.

use leptos::prelude::*;
use leptos::web_sys::Storage;

pub fn recall(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps `value` in this browser and marks the document with it, where a mark is wanted, for the style sheet to see.
pub fn remember(key: &str, value: &str, mark: bool) {
    if let Some(storage) = storage() {
        storage.set_item(key, value).ok();
    }
    let Some(root) = document().document_element() else { return };
    let attribute = format!("data-{key}");
    let outcome = if mark { root.set_attribute(&attribute, value) } else { root.remove_attribute(&attribute) };
    outcome.ok();
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
