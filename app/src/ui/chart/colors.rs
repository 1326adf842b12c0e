//! How a plot looks: the style sheet's tokens, handed to the chart library as its theme.

use js_sys::JSON;
use leptos::prelude::*;
use leptos::web_sys::{CanvasRenderingContext2d, CssStyleDeclaration, Element, HtmlCanvasElement};
use wasm_bindgen::{JsCast, JsValue};

use super::library;

pub const THEME: &str = "rollcall";

/// Registers the theme with the colours that hold for `element` now.
pub fn register(element: &Element) -> Result<(), JsValue> {
    let Some(style) = window().get_computed_style(element)? else { return Ok(()) };
    library::register_theme(THEME, &JSON::parse(&theme(&style, &canvas()?))?)
}

/// The colour of a token that holds for `element` now.
pub fn of(element: &Element, token: &str) -> String {
    let style = window().get_computed_style(element).ok().flatten();
    let value = style.and_then(|style| style.get_property_value(token).ok()).unwrap_or_default();
    canvas().map_or(value.clone(), |canvas| plain(&canvas, &value))
}

/// The theme, with `$` before what depends on the page. A tooltip made of HTML would need inline styles, which the
/// content security policy refuses: hence `richText`.
const TEMPLATE: &str = r#"{
    "color": ["$--plot-line"],
    "line": { "symbol": "circle", "symbolSize": 7, "showAllSymbol": true, "lineStyle": { "width": 2 }, "itemStyle": { "borderWidth": 2 } },
    "categoryAxis": {
        "axisLine": { "lineStyle": { "color": "$--plot-grid", "width": 1 } },
        "axisTick": { "show": false },
        "axisLabel": { "color": "$--plot-ink", "fontSize": 11, "fontFamily": $font },
        "splitLine": { "show": false }
    },
    "valueAxis": {
        "axisLine": { "show": false },
        "axisTick": { "show": false },
        "axisLabel": { "color": "$--plot-ink", "fontSize": 11, "fontFamily": $font },
        "splitLine": { "lineStyle": { "color": "$--plot-grid", "width": 1 } }
    },
    "tooltip": {
        "renderMode": "richText",
        "confine": true,
        "backgroundColor": "$--plot-paper",
        "borderColor": "$--plot-edge",
        "borderWidth": 1,
        "padding": [8, 12],
        "textStyle": { "color": "$--plot-strong", "fontSize": 12, "fontFamily": $font },
        "axisPointer": { "lineStyle": { "color": "$--plot-edge", "type": "dashed" } }
    }
}"#;

const TOKENS: [&str; 6] = ["--plot-line", "--plot-grid", "--plot-ink", "--plot-paper", "--plot-edge", "--plot-strong"];

fn theme(style: &CssStyleDeclaration, canvas: &CanvasRenderingContext2d) -> String {
    let value = |name: &str| style.get_property_value(name).unwrap_or_default();
    let font = serde_json::to_string(&value("font-family")).unwrap_or_default();
    TOKENS.iter().fold(TEMPLATE.replace("$font", &font), |theme, token| {
        theme.replace(&format!("${token}"), &plain(canvas, &value(token)))
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
