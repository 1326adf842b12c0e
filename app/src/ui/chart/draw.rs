//! Keeps a canvas in step with its points, its size and the theme.

use charming::component::{Axis, Grid};
use charming::datatype::CompositeValue;
use charming::element::{AreaStyle, AxisType, ItemStyle, SplitLine, Symbol, Tooltip, Trigger};
use charming::series::Line;
use js_sys::JSON;
use leptos::ev::Custom;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::{Event, HtmlDivElement, MediaQueryList, ResizeObserver};
use serde::Serialize;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::colors;
use super::library::{self, Plot};
use crate::ui::theme::CHANGED;

type Points = Vec<(String, i64)>;

/// What the chart library draws. `charming::Chart` would do, but holds every kind of series there is: a tenth of the WASM.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Chart {
    animation: bool,
    grid: Grid,
    tooltip: Tooltip,
    x_axis: Axis,
    y_axis: Axis,
    series: Vec<Line>,
}

/// What is drawn into an element, moving into place or not.
type Make = Box<dyn Fn(&HtmlDivElement, bool) -> Chart>;

/// Draws points that are named into `plot` for as long as the component lives.
///
/// With `so_far` the last point stands apart from the line.
pub fn named(plot: NodeRef<html::Div>, points: Signal<Points>, series: &'static str, so_far: Option<&'static str>) {
    keep(
        plot,
        Box::new(move |plot, moves| {
            let points = points.read();
            chart(&points, lines(plot, &points, series, so_far), moves)
        }),
    );
}

/// Draws what was measured at steps into `plot` for as long as the component lives.
pub fn steps(plot: NodeRef<html::Div>, points: Vec<(i64, f64)>, name: String) {
    keep(plot, Box::new(move |_, moves| measured(&points, &name, moves)));
}

fn measured(points: &[(i64, f64)], name: &str, animation: bool) -> Chart {
    let pairs: Vec<Vec<CompositeValue>> =
        points.iter().map(|(step, value)| vec![CompositeValue::from(*step), CompositeValue::from(*value)]).collect();
    let line = Line::new().name(name).show_symbol(points.len() < 2).data(pairs);
    Chart {
        animation,
        grid: Grid::new().left(52).right(16).top(12).bottom(26),
        tooltip: Tooltip::new().trigger(Trigger::Axis),
        x_axis: Axis::new().type_(AxisType::Value).split_number(4.0).split_line(SplitLine::new().show(false)),
        y_axis: Axis::new().type_(AxisType::Value).scale(true).split_number(4.0),
        series: vec![line],
    }
}

fn keep(plot: NodeRef<html::Div>, make: Make) {
    let themes = RwSignal::new(0_u32);
    let ready = RwSignal::new(false);
    let drawn = StoredValue::new_local(None::<Plot>);

    watch_theme(themes);
    watch_size(plot, drawn);
    Effect::new(move || {
        if plot.read().is_some() {
            spawn_local(async move {
                ready.try_set(library::ready().await.is_ok());
            });
        }
    });
    Effect::new(move || {
        themes.track();
        if let (true, Some(plot)) = (ready.get(), plot.get()) {
            let moves = !dispose(drawn) && !matches_media("(prefers-reduced-motion: reduce)");
            drawn.set_value(draw(&plot, &make(&plot, moves)));
        }
    });
    on_cleanup(move || {
        dispose(drawn);
    });
}

fn draw(element: &HtmlDivElement, chart: &Chart) -> Option<Plot> {
    colors::register(element).ok()?;
    let plot = library::init(element, colors::THEME).ok()?;
    plot.set_option(&JSON::parse(&serde_json::to_string(chart).ok()?).ok()?).ok()?;
    Some(plot)
}

fn chart(points: &[(String, i64)], series: Vec<Line>, animation: bool) -> Chart {
    let names: Vec<String> = points.iter().map(|(name, _)| name.clone()).collect();
    Chart {
        animation,
        grid: Grid::new().left(36).right(12).top(12).bottom(26),
        tooltip: Tooltip::new().trigger(Trigger::Axis),
        x_axis: Axis::new().type_(AxisType::Category).boundary_gap(false).data(names),
        y_axis: Axis::new().type_(AxisType::Value).min_interval(1.0).split_number(4.0),
        series,
    }
}

/// A line through the points; with `so_far` the last one stands by itself.
fn lines(plot: &HtmlDivElement, points: &[(String, i64)], name: &str, so_far: Option<&str>) -> Vec<Line> {
    let mut counts: Vec<i64> = points.iter().map(|(_, count)| *count).collect();
    let open = so_far.zip(points.last()).map(|(words, point)| {
        counts.pop();
        open_point(plot, format!("{name}, {words}"), point)
    });
    let line =
        Line::new().name(name).show_symbol(counts.len() < 2).area_style(AreaStyle::new().opacity(0.08)).data(counts);
    std::iter::once(line).chain(open).collect()
}

/// A single point as an open circle: no line leads to it, as it would dive.
fn open_point(plot: &HtmlDivElement, name: String, (at, count): &(String, i64)) -> Line {
    let style = ItemStyle::new().color(colors::of(plot, "--plot-paper")).border_color(colors::of(plot, "--plot-line"));
    let value = vec![CompositeValue::from(at.clone()), CompositeValue::from(*count)];
    Line::new().name(name).symbol(Symbol::Circle).show_symbol(true).item_style(style).data(vec![value])
}

fn watch_theme(themes: RwSignal<u32>) {
    let chosen = window_event_listener(Custom::<Event>::new(CHANGED), move |_| themes.update(|count| *count += 1));
    on_cleanup(move || chosen.remove());
    let Some(system) = media("(prefers-color-scheme: dark)") else { return };
    let change = Closure::<dyn Fn()>::new(move || {
        themes.try_update(|count| *count += 1);
    });
    system.set_onchange(Some(change.as_ref().unchecked_ref()));
    let kept = StoredValue::new_local((system, change));
    on_cleanup(move || {
        kept.try_with_value(|(system, _)| system.set_onchange(None));
    });
}

fn watch_size(plot: NodeRef<html::Div>, drawn: StoredValue<Option<Plot>, LocalStorage>) {
    Effect::new(move || {
        let Some(plot) = plot.get() else { return };
        let resize = Closure::<dyn Fn()>::new(move || {
            drawn.try_with_value(|drawn| drawn.as_ref().map(Plot::resize));
        });
        let Ok(observer) = ResizeObserver::new(resize.as_ref().unchecked_ref()) else { return };
        observer.observe(&plot);
        let kept = StoredValue::new_local((observer, resize));
        on_cleanup(move || {
            kept.try_with_value(|(observer, _)| observer.disconnect());
        });
    });
}

/// Says whether there was something to dispose of.
fn dispose(drawn: StoredValue<Option<Plot>, LocalStorage>) -> bool {
    let Some(Some(plot)) = drawn.try_update_value(Option::take) else { return false };
    plot.dispose();
    true
}

fn media(query: &str) -> Option<MediaQueryList> {
    window().match_media(query).ok().flatten()
}

fn matches_media(query: &str) -> bool {
    media(query).is_some_and(|media| media.matches())
}
