//! What runs in the browser: the pages, taking over what the server rendered.

#![recursion_limit = "512"]

use leptos::prelude::window;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    spawn_local(async {
        let path = window().location().pathname().unwrap_or_default();
        if app::arrive(&path).await.is_ok() {
            leptos::mount::hydrate_body(app::App);
        }
    });
}

include!(concat!(env!("OUT_DIR"), "/source.rs"));
