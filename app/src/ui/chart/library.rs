//! Fetches the chart library, once.

use js_sys::{Promise, Reflect};
use leptos::prelude::*;
use leptos::web_sys::HtmlScriptElement;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const ADDRESS: &str = "/echarts-6.1.0.js";
const GLOBAL: &str = "echarts";

/// Ready when the global that `charming` calls is there.
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
