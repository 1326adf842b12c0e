//! The plot "Users active over time".

use domain::activity::{Series, Span};
use leptos::prelude::*;

use super::Dashboard;
use super::url::{self, Place};
use crate::ui::{LineChart, Notice, Select, Settled, Tone, wait};

#[component]
pub fn ActiveUsersPlot() -> impl IntoView {
    let place = Place::expect();
    let period = place.period();
    let series = Dashboard::expect().series;
    let lengths = move || match period.get().span {
        Span::Days => Some(["Last 30 days", "Last 90 days"]),
        Span::Months => Some(["Last 12 months", "Last 24 months"]),
        Span::AllTime => None,
    };
    let choose_length = move |event| place.go(url::long(event_target_value(&event) == "long"));
    view! {
        <section class="card plot">
            <header class="plot__head">
                <h2>"Users active over time"</h2>
                <div class="plot__choice">
                    {move || {
                        lengths().map(|[short, long]| {
                            view! {
                                <select class="select" aria-label="How far back" on:change=choose_length>
                                    <option value="short" selected=move || !period.get().long>{short}</option>
                                    <option value="long" selected=move || period.get().long>{long}</option>
                                </select>
                            }
                            .into_any()
                        })
                    }}
                    <Select
                        options=Span::ALL
                        label="Period"
                        selected=Signal::derive(move || Some(period.get().span))
                        on_change={move |span: Option<Span>| place.go(url::span(span.unwrap_or_default()))}
                    />
                </div>
            </header>
            <Transition fallback=|| view! { <div class="chart__plot"></div> }>
                {move || wait(async move {
                    match series.await {
                        Ok(series) => Settled::new(move || view! { <Line series /> }.into_any()).into_any(),
                        Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
}

#[component]
fn Line(series: Series) -> impl IntoView {
    let (points, label): (Vec<_>, String) = (series.points().collect(), series.summary());
    view! {
        <LineChart
            id="active-users"
            points=Signal::stored(points)
            label=Signal::stored(label)
            columns=["When", "Users active"]
            so_far=series.last_so_far()
        />
    }
}
