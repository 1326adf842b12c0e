//! How a plot looks: the style sheet's tokens, handed to the chart library as its theme.

use js_sys::JSON;
use leptos::prelude::*;
use leptos::web_sys::{CanvasRenderingContext2d, CssStyleDeclaration, Element, HtmlCanvasElement};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};

use super::library;

pub const THEME: &str = "rollcall";

/// Registers the theme with the colours that hold for `element` now.
pub fn register(element: &Element) -> Result<(), JsValue> {
    let Some(style) = window().get_computed_style(element)? else { return Ok(()) };
    library::register_theme(THEME, &JSON::parse(&theme(&style, &canvas()?).to_string())?)
}

/// The colour of a token that holds for `element` now.
pub fn of(element: &Element, token: &str) -> String {
    let style = window().get_computed_style(element).ok().flatten();
    let value = style.and_then(|style| style.get_property_value(token).ok()).unwrap_or_default();
    canvas().map_or(value.clone(), |canvas| plain(&canvas, &value))
}

/// A tooltip made of HTML would need inline styles, which the content security policy refuses: hence `richText`.
fn theme(style: &CssStyleDeclaration, canvas: &CanvasRenderingContext2d) -> Value {
    let token = |name: &str| plain(canvas, &style.get_property_value(name).unwrap_or_default());
    let (ink, strong, grid, line) =
        (token("--plot-ink"), token("--plot-strong"), token("--plot-grid"), token("--plot-line"));
    let font = style.get_property_value("font-family").unwrap_or_default();
    let label = json!({ "color": ink, "fontSize": 11, "fontFamily": font });
    let rule = json!({ "color": grid, "width": 1 });
    json!({
        "color": [line],
        "line": { "symbol": "circle", "symbolSize": 7, "showAllSymbol": true, "lineStyle": { "width": 2 }, "itemStyle": { "borderWidth": 2 } },
        "categoryAxis": {
            "axisLine": { "lineStyle": rule },
            "axisTick": { "show": false },
            "axisLabel": label,
            "splitLine": { "show": false },
        },
        "valueAxis": {
            "axisLine": { "show": false },
            "axisTick": { "show": false },
            "axisLabel": label,
            "splitLine": { "lineStyle": rule },
        },
        "tooltip": {
            "renderMode": "richText",
            "confine": true,
            "backgroundColor": token("--plot-paper"),
            "borderColor": token("--plot-edge"),
            "borderWidth": 1,
            "padding": [8, 12],
            "textStyle": { "color": strong, "fontSize": 12, "fontFamily": font },
            "axisPointer": { "lineStyle": { "color": token("--plot-edge"), "type": "dashed" } },
        },
    })
}

/// The colour as `#rrggbb`: the chart library draws no line in a colour that it cannot read, such as `lab(…)`.
fn plain(canvas: &CanvasRenderingContext2d, color: &str) -> String {
    canvas.set_fill_style_str(color);
    canvas.fill_rect(0.0, 0.0, 1.0, 1.0);
    match canvas.get_image_data(0.0, 0.0, 1.0, 1.0).map(|pixel| pixel.data().0).as_deref() {
        Ok([red, green, blue, ..]) => format!("#{red:02x}{green:02x}{blue:02x}"),
        _ => color.to_owned(),
    }
}

fn canvas() -> Result<CanvasRenderingContext2d, JsValue> {
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    let options = JSON::parse(r#"{"willReadFrequently":true}"#)?;
    Ok(canvas.get_context_with_context_options("2d", &options)?.ok_or(JsValue::NULL)?.unchecked_into())
}
