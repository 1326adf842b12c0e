//! The page of a person.

mod lists;

use domain::person::{Profile, Work};
use domain::text::number;
use domain::time::Timestamp;
use domain::user::Status;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;

use crate::ui::{Avatar, Badge, TimeAgo, YearCalendar};
use crate::viewer::viewer;
use lists::{NewestReports, NewestRuns, ReportsOfPerson, RunsOfPerson};

/// What the page shows, by the word in its address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Overview,
    Runs,
    Reports,
}

impl Tab {
    const ALL: [Self; 3] = [Self::Overview, Self::Runs, Self::Reports];

    const fn label(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Runs => "Runs",
            Self::Reports => "Reports",
        }
    }

    const fn query(self) -> &'static str {
        match self {
            Self::Overview => "",
            Self::Runs => "?tab=runs",
            Self::Reports => "?tab=reports",
        }
    }

    fn read(word: Option<&str>) -> Self {
        match word {
            Some("runs") => Self::Runs,
            Some("reports") => Self::Reports,
            _ => Self::Overview,
        }
    }
}

#[component]
pub fn Person(profile: Profile) -> impl IntoView {
    let query = use_query_map();
    let tab = Memo::new(move |_| query.with(|query| Tab::read(query.get_str("tab"))));
    let profile = StoredValue::new(profile);
    view! {
        {head(&profile.read_value())}
        <nav class="tabs" aria-label="Person">
            {Tab::ALL.map(|it| link(&profile.read_value().username, it, tab)).into_iter().collect_view()}
        </nav>
        {move || match tab.get() {
            Tab::Overview => view! { <Overview profile=profile.get_value() /> }.into_any(),
            Tab::Runs => {
                let Profile { id, username, .. } = profile.get_value();
                view! { <RunsOfPerson person=id username /> }.into_any()
            }
            Tab::Reports => {
                let Profile { id, username, .. } = profile.get_value();
                view! { <ReportsOfPerson person=id username /> }.into_any()
            }
        }}
    }
}

fn link(username: &str, it: Tab, tab: Memo<Tab>) -> AnyView {
    let href = format!("/{username}{}", it.query());
    view! {
        <a class="tabs__tab" href=href aria-current=move || (it == tab.get()).then_some("page")>{it.label()}</a>
    }
    .into_any()
}

fn head(profile: &Profile) -> AnyView {
    let Profile { id, name, username, avatar, status, .. } = profile.clone();
    let is_me = viewer().is_some_and(|viewer| viewer.id == id);
    view! {
        <Title text=name.clone() />
        <header class="page__head team__head">
            <Avatar id name=name.clone() picture=avatar />
            <h1>{name}</h1>
            <span class="page__sub">{username}</span>
            {(status == Status::Deactivated).then(|| view! { <Badge>"Deactivated"</Badge> })}
            {is_me.then(|| view! { <a class="button" href="/settings">"User settings"</a> })}
        </header>
    }
    .into_any()
}

#[component]
fn Overview(profile: Profile) -> impl IntoView {
    let Profile { name, username, joined, teams, work, runs, reports, .. } = profile;
    let team = |team: domain::team::TeamChip| {
        view! { <A href=format!("/{}", team.name) attr:class="chip">{team.name}</A> }.into_any()
    };
    let teams = if teams.is_empty() {
        "None that you see".into_any()
    } else {
        view! { <span class="chips chips--all">{teams.into_iter().map(team).collect_view()}</span> }.into_any()
    };
    let label = format!("Requests of {name} by day");
    view! {
        <section class="card section">
            <header class="section__head"><h2>"Profile"</h2></header>
            <dl class="section__body facts">
                <dt>"Joined"</dt> <dd>{joined.map(Timestamp::exact)}</dd>
                <dt>"Teams"</dt> <dd>{teams}</dd>
                {work.as_ref().map(figures)}
            </dl>
        </section>
        {work.map(|work| view! {
            <section class="card section">
                <header class="section__head"><h2>"Activity"</h2></header>
                <div class="section__body"><YearCalendar calendar=work.calendar one="request" label /></div>
            </section>
        })}
        <NewestRuns username=username.clone() runs />
        <NewestReports username reports />
    }
}

fn figures(work: &Work) -> AnyView {
    let last = match work.last_active {
        Some(at) => view! { <TimeAgo at /> }.into_any(),
        None => "Never".into_any(),
    };
    view! {
        <dt>"Last active"</dt> <dd>{last}</dd>
        <dt>"Days active"</dt> <dd>{number(work.days_active)}</dd>
        <dt>"Runs created"</dt> <dd>{number(work.runs)}</dd>
        <dt>"Reports created"</dt> <dd>{number(work.reports)}</dd>
    }
    .into_any()
}

/// A name that leads to the page of whoever has a username.
pub fn to_person(name: String, username: Option<&str>) -> AnyView {
    match username {
        Some(username) => view! { <A href=format!("/{username}") attr:class="to-person">{name}</A> }.into_any(),
        None => name.into_any(),
    }
}
