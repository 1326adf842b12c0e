//! Which page is at an address below that of a team: one part for all of them, as each of its own is in the WASM that
//! everybody loads.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use crate::features::not_found::Nothing;
use crate::features::team_home::{MembersPage, OverviewPage};
use crate::features::team_settings;
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
    let below = path.trim_matches('/').split_once('/').map_or("", |(_, below)| below);
    match below {
        "" => view! { <OverviewPage /> }.into_any(),
        "members" => view! { <MembersPage /> }.into_any(),
        "settings" => view! { <team_settings::GeneralPage /> }.into_any(),
        "settings/members" => view! { <team_settings::MembersPage /> }.into_any(),
        "settings/privacy" => view! { <team_settings::PrivacyPage /> }.into_any(),
        "settings/service-accounts" => view! { <team_settings::AccountsPage /> }.into_any(),
        _ => view! { <section class="card"><Nothing /></section> }.into_any(),
    }
}
