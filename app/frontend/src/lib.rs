//! What runs in the browser: the pages, taking over what the server rendered.

#![recursion_limit = "512"]

use leptos::prelude::window;
use leptos::web_sys::console;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

#[wasm_bindgen]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|panic| console::error_1(&panic.to_string().into())));
    spawn_local(async {
        let path = window().location().pathname().unwrap_or_default();
        if app::arrive(&path).await.is_ok() {
            leptos::mount::hydrate_body(app::App);
        }
    });
}

include!(concat!(env!("OUT_DIR"), "/source.rs"));
