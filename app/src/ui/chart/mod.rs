//! Plots. The only place that knows the chart library, which is fetched when the first plot is shown.

#[cfg(feature = "hydrate")]
mod colors;
#[cfg(feature = "hydrate")]
mod draw;
#[cfg(feature = "hydrate")]
mod library;

use leptos::prelude::*;
use maud::html;

use super::Markup;

/// A line through points that are named, say by a day.
///
/// The picture is of no use to some, so the numbers are in a table beside it that only screen readers find.
#[component]
pub fn LineChart(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    #[prop(into)] points: Signal<Vec<(String, i64)>>,
    /// The whole in a sentence.
    #[prop(into)]
    label: Signal<String>,
    /// What the names and the numbers are, as `["Day", "Users active"]`.
    columns: [&'static str; 2],
    /// What the last point is called where it may still grow, as "today so far": it is set apart from the line.
    #[prop(optional, into)]
    so_far: Option<&'static str>,
) -> impl IntoView {
    let plot = NodeRef::<leptos::html::Div>::new();
    #[cfg(feature = "hydrate")]
    draw::named(plot, points, columns[1], so_far);
    let table = move || {
        let points = points.get();
        let last = points.len().saturating_sub(1);
        let name = |i, name: String| match so_far.filter(|_| i == last) {
            Some(words) => format!("{name}, {words}"),
            None => name,
        };
        let rows = points.into_iter().enumerate().map(|(i, (at, count))| (name(i, at), count));
        numbers(&label.read(), columns, rows)
    };
    view! {
        <figure class="chart">
            <div class="chart__plot" id=id role="img" aria-label=label node_ref=plot></div>
            {table}
        </figure>
    }
}

/// A line through what was measured at steps.
///
/// As with [`LineChart`], the numbers are in a table beside the picture.
#[component]
pub fn StepChart(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    /// What was measured.
    name: String,
    points: Vec<(i64, f64)>,
    /// The whole in a sentence.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let plot = NodeRef::<leptos::html::Div>::new();
    let rows = points.iter().map(|(step, value)| (*step, value.to_string()));
    let table = numbers(&label, ["Step", &name], rows);
    #[cfg(feature = "hydrate")]
    draw::steps(plot, points, name.clone());
    view! {
        <figure class="chart">
            <div class="chart__plot" id=id role="img" aria-label=label node_ref=plot></div>
            {table}
        </figure>
    }
}

/// The table beside a picture. It is as wide as its words, hidden or not: what hides it is the box around it.
fn numbers(
    caption: &str,
    columns: [&str; 2],
    rows: impl Iterator<Item = (impl maud::Render, impl maud::Render)>,
) -> Markup {
    Markup(html! {
        div.hidden {
            table {
                caption { (caption) }
                thead { tr { @for column in columns { th scope="col" { (column) } } } }
                tbody {
                    @for (name, number) in rows { tr { th scope="row" { (name) } td { (number) } } }
                }
            }
        }
    })
}
