//! What a run measured, drawn over its steps.

use domain::ids::RunId;
use domain::run::Metric;
use domain::text::count;
use leptos::prelude::*;

use crate::api::runs::get_run_metrics;
use crate::ui::{Empty, Icon, Notice, StepChart, Tone, wait};

#[component]
pub fn Charts(run: RunId) -> impl IntoView {
    let metrics = Resource::new(|| (), move |()| get_run_metrics(run));
    view! {
        <Transition fallback=|| view! { <p class="muted">"Loading the metrics"</p> }>
            {move || wait(async move {
                match metrics.await {
                    Ok(metrics) => view! { <Drawn metrics /> }.into_any(),
                    Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Drawn(metrics: Vec<Metric>) -> impl IntoView {
    if metrics.is_empty() {
        return view! {
            <section class="card">
                <Empty icon=Icon::History title="Nothing was measured yet" sentence="What the run logs with run.log({…}) is drawn here, over its steps." />
            </section>
        }
        .into_any();
    }
    let charts = metrics.into_iter().enumerate().map(|(number, metric)| view! { <Chart number metric /> }.into_any());
    view! { <div class="run__charts">{charts.collect_view()}</div> }.into_any()
}

#[component]
fn Chart(number: usize, metric: Metric) -> impl IntoView {
    let points = i64::try_from(metric.points.len()).unwrap_or_default();
    let label = match metric.points.last() {
        Some((step, value)) => format!("{}: {}, {value} at step {step}.", metric.name, count(points, "point")),
        None => format!("{}: no points.", metric.name),
    };
    let mean = (metric.steps_a_point > 1).then(|| {
        view! { <small class="muted">{format!("mean of {} steps a point", domain::text::number(metric.steps_a_point))}</small> }
    });
    let (title, name) = (metric.name.clone(), metric.name.clone());
    view! {
        <section class="card run__chart" aria-label=metric.name>
            <header class="run__chart-head"><h2>{title}</h2> {mean}</header>
            <StepChart id=format!("chart-{number}") name points=metric.points label />
        </section>
    }
}
