//! The page of a run.

use domain::run::RunPage as Shown;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;

use super::charts::Charts;
use super::facts::{Config, Files};
use super::log::Log;
use super::overview::Overview;
use super::row::State;
use crate::api::runs::get_run;
use crate::features::team_home::refused;
use crate::ui::wait;

/// A part of the page, by its word in the address.
const VIEWS: [(&str, &str); 5] =
    [("", "Overview"), ("charts", "Charts"), ("config", "Config and summary"), ("logs", "Logs"), ("files", "Files")];

#[component]
pub fn RunPage(#[prop(into)] team: String, #[prop(into)] project: String, #[prop(into)] run: String) -> impl IntoView {
    let page = Resource::new_blocking(|| (), move |()| get_run(team.clone(), project.clone(), run.clone()));
    view! {
        <Transition>
            {move || wait(async move {
                match page.await {
                    Ok(shown) => view! { <Filled shown changed=move |()| page.refetch() /> }.into_any(),
                    Err(error) => refused(&error),
                }
            })}
        </Transition>
    }
}

#[component]
fn Filled(shown: Shown, #[prop(into)] changed: Callback<()>) -> impl IntoView {
    let (team, run) = (shown.team.name.clone(), shown.run.clone());
    let project = format!("/{team}/{}", run.project);
    let path = format!("{project}/runs/{}", run.name);
    let query = use_query_map();
    let chosen = Memo::new(move |_| query.with(|query| query.get("view").unwrap_or_default()));
    let shown = StoredValue::new(shown);
    let part = move || {
        let shown = shown.get_value();
        match chosen.get().as_str() {
            "charts" => view! { <Charts run=shown.run.id /> }.into_any(),
            "config" => view! { <Config shown /> }.into_any(),
            "logs" => view! { <Log run=shown.run.id lines=shown.lines /> }.into_any(),
            "files" => view! { <Files shown /> }.into_any(),
            _ => view! { <Overview shown changed /> }.into_any(),
        }
    };
    view! {
        <Title text=run.display_name.clone() />
        <header class="page__head">
            <A href=format!("/{team}/runs") attr:class="link">{team.clone()}</A>
            <span class="page__sub" aria-hidden="true">"/"</span>
            <A href=project attr:class="link">{run.project}</A>
            <span class="page__sub" aria-hidden="true">"/"</span>
            <h1>{run.display_name}</h1>
            <State state=run.state />
        </header>
        <Tabs path chosen />
        {part}
    }
}

#[component]
fn Tabs(path: String, chosen: Memo<String>) -> impl IntoView {
    let link = |(word, label): (&'static str, &'static str)| {
        let href = if word.is_empty() { path.clone() } else { format!("{path}?view={word}") };
        let current = move || (chosen.get() == word).then_some("page");
        view! { <a class="tabs__tab" href=href aria-current=current>{label}</a> }.into_any()
    };
    view! { <nav class="tabs" aria-label="Run">{VIEWS.map(link).collect_view()}</nav> }
}
