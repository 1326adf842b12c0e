//! What a person made, of all teams: the few newest, and all of it page by page.

use domain::ids::UserId;
use domain::page::Page;
use domain::report::TeamReport;
use domain::run::TeamRun;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::api::reports::list_person_reports;
use crate::api::runs::list_person_runs;
use crate::features::reports::{TEAM_REPORT_HEADS, TeamReports, team_report_item};
use crate::features::runs::{TEAM_RUN_HEADS, TeamRuns, team_run_item};
use crate::features::work::Place;
use crate::features::{Fetch, Paged};
use crate::ui::{Empty, Heads, Icon, Notice, Tone, wait};

#[component]
pub fn NewestRuns(username: String, runs: Page<TeamRun>) -> impl IntoView {
    let all = runs.next.map(|_| format!("/{username}?tab=runs"));
    newest("Runs", all, if runs.rows.is_empty() { no_runs() } else { view! { <TeamRuns runs=runs.rows /> }.into_any() })
}

#[component]
pub fn NewestReports(username: String, reports: Page<TeamReport>) -> impl IntoView {
    let all = reports.next.map(|_| format!("/{username}?tab=reports"));
    let list =
        if reports.rows.is_empty() { no_reports() } else { view! { <TeamReports reports=reports.rows /> }.into_any() };
    newest("Reports", all, list)
}

/// The few newest, with the way to all of them, if there are more.
fn newest(title: &'static str, all: Option<String>, list: AnyView) -> AnyView {
    let link = all.map(|href| view! { <A href attr:class="link">{format!("All {}", title.to_lowercase())}</A> });
    view! {
        <section class="card made">
            <header class="section__head"><h2>{title}</h2> {link}</header>
            {list}
        </section>
    }
    .into_any()
}

#[component]
pub fn RunsOfPerson(person: UserId, username: String) -> impl IntoView {
    let place = Place::of(format!("/{username}"));
    let after = place.after();
    let list = Resource::new(move || after.get(), move |after| list_person_runs(person, after));
    let count = move || list.get().and_then(Result::ok).map(|page| page.total.words("run"));
    view! {
        <div class="tools"><span class="tools__count" role="status"><Transition>{count}</Transition></span></div>
        <section class="card made" aria-label="Runs">
            <Transition>
                {move || wait(async move {
                    match list.await {
                        Ok(page) if page.rows.is_empty() => no_runs(),
                        Ok(page) => {
                            let fetch: Fetch<TeamRun> = Box::new(move |after| Box::pin(list_person_runs(person, Some(after))));
                            view! { <table class="table"><Heads names=TEAM_RUN_HEADS /><Paged page columns=TEAM_RUN_HEADS.len() row=team_run_item fetch link=move |cursor| place.next(cursor) /></table> }
                                .into_any()
                        }
                        Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
}

#[component]
pub fn ReportsOfPerson(person: UserId, username: String) -> impl IntoView {
    let place = Place::of(format!("/{username}"));
    let after = place.after();
    let list = Resource::new(move || after.get(), move |after| list_person_reports(person, after));
    let count = move || list.get().and_then(Result::ok).map(|page| page.total.words("report"));
    view! {
        <div class="tools"><span class="tools__count" role="status"><Transition>{count}</Transition></span></div>
        <section class="card made" aria-label="Reports">
            <Transition>
                {move || wait(async move {
                    match list.await {
                        Ok(page) if page.rows.is_empty() => no_reports(),
                        Ok(page) => {
                            let fetch: Fetch<TeamReport> =
                                Box::new(move |after| Box::pin(list_person_reports(person, Some(after))));
                            view! { <table class="table"><Heads names=TEAM_REPORT_HEADS /><Paged page columns=TEAM_REPORT_HEADS.len() row=team_report_item fetch link=move |cursor| place.next(cursor) /></table> }
                                .into_any()
                        }
                        Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
}

fn no_runs() -> AnyView {
    view! { <Empty icon=Icon::Keyboard title="No run that you see" sentence="Runs in projects of your teams appear here, and those in public projects." /> }
        .into_any()
}

fn no_reports() -> AnyView {
    view! { <Empty icon=Icon::Pencil title="No report that you see" sentence="Reports in projects of your teams appear here once they are published, and those in public projects." /> }
        .into_any()
}
