//! What every page of a team has at its top: its name, and the tabs.

use domain::error::Error;
use domain::policy::TeamPermission;
use domain::team::Team;
use domain::text::count;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;

use crate::api::teams::{get_team, get_team_settings};
use crate::api::{ApiError, ApiResult};
use crate::features::not_found::Nothing;
use crate::ui::{Avatar, Notice, SkeletonRows, Tone, wait};

/// The pages of a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Overview,
    Projects,
    Reports,
    Runs,
    Members,
    Settings,
}

impl Tab {
    const ALL: [Self; 6] = [Self::Overview, Self::Projects, Self::Reports, Self::Runs, Self::Members, Self::Settings];

    const fn label(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Projects => "Projects",
            Self::Reports => "Reports",
            Self::Runs => "Runs",
            Self::Members => "Members",
            Self::Settings => "Settings",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Overview => "",
            Self::Projects => "/projects",
            Self::Reports => "/reports",
            Self::Runs => "/runs",
            Self::Members => "/members",
            Self::Settings => "/settings",
        }
    }

    fn is_for(self, team: &Team) -> bool {
        self != Self::Settings || team.viewer.check(TeamPermission::ManageTeam).is_ok()
    }
}

/// The team that the address names.
#[derive(Clone, Copy)]
pub struct TeamOf {
    pub name: Memo<String>,
    team: Resource<ApiResult<Team>>,
}

impl TeamOf {
    /// Asks for it, before anything waits.
    pub fn ask() -> Self {
        let name = name();
        Self { name, team: Resource::new_blocking(move || name.get(), get_team) }
    }

    /// The same for pages of its admins, which refuse others.
    pub fn ask_settings() -> Self {
        let name = name();
        Self { name, team: Resource::new_blocking(move || name.get(), get_team_settings) }
    }
}

/// The first part of the address.
pub fn name() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |before: Option<&String>| params.read().get("team").or_else(|| before.cloned()).unwrap_or_default())
}

/// Shows a page of a team. Somebody who may not know of the team sees what they see where there is none.
#[component]
pub fn TeamFrame(team: TeamOf, tab: Tab, #[prop(into)] content: Callback<Team, AnyView>) -> impl IntoView {
    view! {
        <Transition fallback=|| view! { <div class="card"><table class="table"><tbody><SkeletonRows rows=6 columns=3 /></tbody></table></div> }>
            {move || wait(async move {
                match team.team.await {
                    Ok(team) => view! { <TeamTop team=team.clone() tab /> {content.run(team)} }.into_any(),
                    Err(error) => refused(&error),
                }
            })}
        </Transition>
    }
}

/// Why a page of a team is not shown. Where there is none, and where nobody may know of one, it looks alike.
pub fn refused(error: &ApiError) -> AnyView {
    if matches!(error, ApiError::Domain(Error::NotFound(_))) {
        return view! { <section class="card"><Nothing /></section> }.into_any();
    }
    let words = error.to_string();
    view! { <h1 class="hidden">"Team"</h1><Notice tone=Tone::Bad>{words}</Notice> }.into_any()
}

/// The name of a team, and its tabs.
#[component]
pub fn TeamTop(team: Team, tab: Tab) -> impl IntoView {
    let title = if tab == Tab::Overview { team.name.clone() } else { format!("{} · {}", tab.label(), team.name) };
    let tabs = Tab::ALL.into_iter().filter(|it| it.is_for(&team));
    let link = |it: Tab| {
        let href = format!("/{}{}", team.name, it.path());
        // A page below a tab's own keeps its tab.
        view! { <a class="tabs__tab" href=href aria-current=(it == tab).then_some("page")>{it.label()}</a> }.into_any()
    };
    view! {
        <Title text=title />
        <header class="page__head team__head">
            <Avatar id=team.id name=team.name.clone() square=true picture=team.avatar />
            <h1>{team.name.clone()}</h1>
            <span class="page__sub">{count(team.counts.members, "member")} " · " {count(team.projects, "project")}</span>
        </header>
        <nav class="tabs" aria-label="Team">{tabs.map(link).collect_view()}</nav>
    }
}

/// The settings of a team, beside the list of them.
#[component]
pub fn SettingsFrame(team: String, children: Children) -> impl IntoView {
    let links = [
        ("General", ""),
        ("Members", "/members"),
        ("Privacy", "/privacy"),
        ("Alerts", "/alerts"),
        ("Storage", "/storage"),
        ("Usage", "/usage"),
        ("Service accounts", "/service-accounts"),
    ];
    let link = |(label, path): (&'static str, &str)| {
        view! { <A href=format!("/{team}/settings{path}") exact=true attr:class="side__link">{label}</A> }.into_any()
    };
    view! {
        <div class="settings">
            <nav class="side" aria-label="Settings">{links.map(link).into_iter().collect_view()}</nav>
            <div class="sections">{children()}</div>
        </div>
    }
}
