//! Plots. The only place that knows the chart library, which is fetched when the first plot is shown.

#[cfg(feature = "hydrate")]
mod colors;
#[cfg(feature = "hydrate")]
mod draw;
#[cfg(feature = "hydrate")]
mod library;

use leptos::html;
use leptos::prelude::*;

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
    let plot = NodeRef::<html::Div>::new();
    #[cfg(feature = "hydrate")]
    draw::named(plot, points, columns[1], so_far);
    let rows = move || {
        let points = points.get();
        let last = points.len().saturating_sub(1);
        let row = |(i, (name, count))| {
            let so_far = so_far.filter(|_| i == last).map(|words| format!(", {words}"));
            view! { <tr><th scope="row">{name} {so_far}</th><td>{count}</td></tr> }.into_any()
        };
        points.into_iter().enumerate().map(row).collect_view()
    };
    // A table is as wide as its words, hidden or not: what hides it is the box around it.
    view! {
        <figure class="chart">
            <div class="chart__plot" id=id role="img" aria-label=label node_ref=plot></div>
            <div class="hidden">
                <table>
                    <caption>{label}</caption>
                    <thead>
                        <tr>{columns.map(|column| view! { <th scope="col">{column}</th> }.into_any()).collect_view()}</tr>
                    </thead>
                    <tbody>{move || rows()}</tbody>
                </table>
            </div>
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
    let plot = NodeRef::<html::Div>::new();
    let row = |(step, value): &(i64, f64)| view! { <tr><th scope="row">{*step}</th><td>{*value}</td></tr> }.into_any();
    let rows = points.iter().map(row).collect_view();
    let caption = label.clone();
    #[cfg(feature = "hydrate")]
    draw::steps(plot, points, name.clone());
    view! {
        <figure class="chart">
            <div class="chart__plot" id=id role="img" aria-label=label node_ref=plot></div>
            <div class="hidden">
                <table>
                    <caption>{caption}</caption>
                    <thead><tr><th scope="col">"Step"</th><th scope="col">{name}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </figure>
    }
}
