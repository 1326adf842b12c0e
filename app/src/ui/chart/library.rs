//! The chart library: fetched once, called by name.

use js_sys::{Promise, Reflect};
use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlScriptElement};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const ADDRESS: &str = "/echarts-6.1.0.js";
const GLOBAL: &str = "echarts";

#[wasm_bindgen]
extern "C" {
    /// A plot on the page.
    pub type Plot;

    #[wasm_bindgen(catch, js_namespace = echarts)]
    pub fn init(element: &Element, theme: &str) -> Result<Plot, JsValue>;

    #[wasm_bindgen(catch, js_namespace = echarts, js_name = registerTheme)]
    pub fn register_theme(name: &str, theme: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch, js_name = setOption)]
    pub fn set_option(this: &Plot, option: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method)]
    pub fn resize(this: &Plot);

    #[wasm_bindgen(method)]
    pub fn dispose(this: &Plot);
}

/// Ready when the functions above are there.
pub async fn ready() -> Result<(), JsValue> {
    if !is_here() {
        let script = script()?;
        JsFuture::from(Promise::new(&mut |resolve, reject| {
            script.add_event_listener_with_callback("load", &resolve).ok();
            script.add_event_listener_with_callback("error", &reject).ok();
        }))
        .await?;
    }
    if is_here() { Ok(()) } else { Err(JsValue::from_str("the chart library is missing")) }
}

fn is_here() -> bool {
    Reflect::has(&window(), &JsValue::from_str(GLOBAL)).unwrap_or(false)
}

/// The one element that fetches it. One that failed is replaced.
fn script() -> Result<HtmlScriptElement, JsValue> {
    if let Some(found) = document().query_selector(&format!("script[src='{ADDRESS}']:not([data-failed])"))? {
        return Ok(found.unchecked_into());
    }
    let script: HtmlScriptElement = document().create_element("script")?.unchecked_into();
    script.set_src(ADDRESS);
    let failed = script.clone();
    let fails = wasm_bindgen::closure::Closure::once_into_js(move || drop(failed.set_attribute("data-failed", "")));
    script.add_event_listener_with_callback("error", fails.unchecked_ref())?;
    document().head().ok_or(JsValue::NULL)?.append_child(&script)?;
    Ok(script)
}
