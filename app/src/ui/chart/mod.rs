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
) -> impl IntoView {
    let plot = NodeRef::<html::Div>::new();
    #[cfg(feature = "hydrate")]
    draw::keep(plot, points, columns[1]);
    let rows = move || {
        points
            .get()
            .into_iter()
            .map(|(name, count)| view! { <tr><th scope="row">{name}</th><td>{count}</td></tr> })
            .collect_view()
    };
    view! {
        <figure class="chart">
            <div class="chart__plot" id=id role="img" aria-label=label node_ref=plot></div>
            <table class="hidden">
                <caption>{label}</caption>
                <thead>
                    <tr>{columns.map(|column| view! { <th scope="col">{column}</th> }).collect_view()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </figure>
    }
}
