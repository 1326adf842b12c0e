//! Which page is at an address below that of a team: one part for all of them, as each of its own is in the WASM that
//! everybody loads.

use domain::team::Team;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use crate::features::not_found::Nothing;
use crate::features::projects::{ProjectPage, ProjectsTab};
use crate::features::reports::{NewReport, ReportPage, ReportsTab};
use crate::features::runs::{RunPage, RunsTab};
use crate::features::team_home::{MembersPage, OverviewPage, Tab, TeamFrame, TeamOf};
use crate::features::team_settings;
use crate::features::user_settings::ConfirmEmail;
use crate::ui::part;

part!(pub of_team in teams => view! { <OfTeam /> });

/// The page of the team, or of the person, that the address names.
#[component]
fn OfTeam() -> impl IntoView {
    let (params, location) = (use_params_map(), use_location());
    // The address of the next page is not for this one, which is still there for a moment.
    let path = Memo::new(move |before: Option<&String>| match before {
        Some(before) if params.read().get("team").is_none() => before.clone(),
        _ => location.pathname.get(),
    });
    move || page_at(&path.read())
}

/// The page at a path, below the name of a team.
fn page_at(path: &str) -> AnyView {
    let segments: Vec<String> = path.trim_matches('/').split('/').map(String::from).collect();
    let [team, below @ ..] = segments.as_slice() else { return nothing() };
    let below: Vec<&str> = below.iter().map(String::as_str).collect();
    match below.as_slice() {
        // Nobody is called like this: it is a page of one's own settings.
        ["email", token] if team == "settings" => view! { <ConfirmEmail token=*token /> }.into_any(),
        [] => view! { <OverviewPage /> }.into_any(),
        ["projects"] => {
            view! { <OfTab tab=Tab::Projects view=|team| view! { <ProjectsTab team /> }.into_any() /> }.into_any()
        }
        ["reports"] => {
            view! { <OfTab tab=Tab::Reports view=|team| view! { <ReportsTab team /> }.into_any() /> }.into_any()
        }
        ["reports", "new"] => {
            view! { <OfTab tab=Tab::Reports view=|team| view! { <NewReport team /> }.into_any() /> }.into_any()
        }
        ["runs"] => view! { <OfTab tab=Tab::Runs view=|team| view! { <RunsTab team /> }.into_any() /> }.into_any(),
        ["members"] => view! { <MembersPage /> }.into_any(),
        ["settings"] => view! { <team_settings::GeneralPage /> }.into_any(),
        ["settings", "members"] => view! { <team_settings::MembersPage /> }.into_any(),
        ["settings", "privacy"] => view! { <team_settings::PrivacyPage /> }.into_any(),
        ["settings", "alerts"] => view! { <team_settings::AlertsPage /> }.into_any(),
        ["settings", "storage"] => view! { <team_settings::StoragePage /> }.into_any(),
        ["settings", "usage"] => view! { <team_settings::UsagePage /> }.into_any(),
        ["settings", "service-accounts"] => view! { <team_settings::AccountsPage /> }.into_any(),
        ["reports", report] => match report.parse() {
            Ok(report) => view! { <ReportPage team report /> }.into_any(),
            Err(_) => nothing(),
        },
        [project] => view! { <ProjectPage team project=*project /> }.into_any(),
        [project, "runs", run] => view! { <RunPage team project=*project run=*run /> }.into_any(),
        _ => nothing(),
    }
}

fn nothing() -> AnyView {
    view! { <section class="card"><Nothing /></section> }.into_any()
}

/// The head of the team, and under it a view of it.
#[component]
fn OfTab(tab: Tab, view: fn(Team) -> AnyView) -> impl IntoView {
    let team = TeamOf::ask();
    view! { <TeamFrame team tab content=view /> }
}
