//! What the team uses: in figures, month by month, and by whom.

use domain::run::size_words;
use domain::text::count;
use domain::usage::{MONTHS, PersonUsage, Usage, hours_words};
use leptos::prelude::*;

use crate::api::usage::get_usage;
use crate::features::team_home::{SettingsFrame, Tab, TeamFrame, TeamOf};
use crate::ui::{Empty, Icon, LineChart, Notice, Tone, wait};

/// Most people that the page names; the file has all of them.
const NAMED: usize = 50;

#[component]
pub fn UsagePage() -> impl IntoView {
    let team = TeamOf::ask_settings();
    let usage = Resource::new(move || team.name.get(), get_usage);
    let content = move |team: domain::team::Team| {
        view! { <SettingsFrame team=team.name.clone()><Shown team=team.name.clone() usage /></SettingsFrame> }
            .into_any()
    };
    view! { <TeamFrame team tab=Tab::Settings content /> }
}

#[component]
fn Shown(team: String, usage: Resource<crate::api::ApiResult<Usage>>) -> impl IntoView {
    view! {
        <section class="card section">
            <header class="section__head"><h2>"Usage"</h2><p>{format!("The last {MONTHS} months, by when a run began.")}</p></header>
            <div class="section__body section__body--wide">
                <Transition>
                    {move || wait(async move {
                        match usage.await {
                            Ok(usage) => view! { <Told usage /> }.into_any(),
                            Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                        }
                    })}
                </Transition>
            </div>
            <footer class="section__foot"><a class="button" href=format!("/{team}/usage.csv") rel="external" download>"Export CSV"</a></footer>
        </section>
    }
}

#[component]
fn Told(usage: Usage) -> impl IntoView {
    let (runs, hours) = (usage.by_month(|it| it.runs), usage.by_month(|it| it.lasted / 3_600_000));
    let megabytes = usage.by_month(|it| it.stored / 1_000_000);
    let people = usage.by_person();
    let all: i64 = people.iter().map(|it| it.runs).sum();
    let lasted: i64 = people.iter().map(|it| it.lasted).sum();
    let by_whom = if people.is_empty() {
        view! { <Empty icon=Icon::Columns title="No runs yet" sentence="Who logs runs to this team is listed here." /> }
            .into_any()
    } else {
        view! { <People people /> }.into_any()
    };
    view! {
        <dl class="facts usage__facts">
            <dt>"Stored"</dt><dd>{size_words(usage.stored)}</dd>
            <dt>"Runs"</dt><dd>{count(all, "run")}</dd>
            <dt>"Run hours"</dt><dd>{hours_words(lasted)}</dd>
        </dl>
        <h3>"Runs per month"</h3>
        <LineChart id="usage-runs" points=Signal::stored(runs) label=Signal::stored("Runs per month".to_owned()) columns=["Month", "Runs"] />
        <h3>"Run hours per month"</h3>
        <LineChart id="usage-hours" points=Signal::stored(hours) label=Signal::stored("Run hours per month".to_owned()) columns=["Month", "Hours"] />
        <h3>"Stored per month, in MB"</h3>
        <LineChart id="usage-stored" points=Signal::stored(megabytes) label=Signal::stored("Stored per month, in MB".to_owned()) columns=["Month", "MB"] />
        {by_whom}
    }
}

#[component]
fn People(people: Vec<PersonUsage>) -> impl IntoView {
    let more = people.len().saturating_sub(NAMED);
    let row = |it: PersonUsage| {
        view! { <tr><th scope="row">{it.person.name}</th><td>{it.runs}</td><td>{hours_words(it.lasted)}</td><td>{size_words(it.stored)}</td></tr> }
            .into_any()
    };
    let rows = people.into_iter().take(NAMED).map(row).collect_view();
    let rest = (more > 0).then(|| format!("{more} more are in the file."));
    view! {
        <h3>"By member"</h3>
        <div class="scroll" tabindex="0" role="region" aria-label="By member">
            <table class="table usage__people">
                <thead><tr><th scope="col">"Name"</th><th scope="col">"Runs"</th><th scope="col">"Run hours"</th><th scope="col">"Stored"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="muted">{rest}</p>
    }
}
