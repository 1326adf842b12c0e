//! The page of a person.

use domain::person::{Profile, Work};
use domain::text::number;
use domain::time::Timestamp;
use domain::user::Status;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use crate::ui::{Avatar, Badge, TimeAgo, YearCalendar};
use crate::viewer::viewer;

#[component]
pub fn Person(profile: Profile) -> impl IntoView {
    let Profile { id, name, username, avatar, status, joined, teams, work } = profile;
    let is_me = viewer().is_some_and(|viewer| viewer.id == id);
    let team = |team: domain::team::TeamChip| {
        view! { <A href=format!("/{}", team.name) attr:class="chip">{team.name}</A> }.into_any()
    };
    let label = format!("Requests of {name} by day");
    view! {
        <Title text=name.clone() />
        <header class="page__head team__head">
            <Avatar id name=name.clone() picture=avatar />
            <h1>{name}</h1>
            <span class="page__sub">{username}</span>
            {(status == Status::Deactivated).then(|| view! { <Badge>"Deactivated"</Badge> })}
            {is_me.then(|| view! { <a class="button" href="/settings">"User settings"</a> })}
        </header>
        <section class="card section">
            <header class="section__head"><h2>"Profile"</h2></header>
            <dl class="section__body facts">
                <dt>"Joined"</dt> <dd>{joined.map(Timestamp::exact)}</dd>
                <dt>"Teams"</dt>
                <dd>{if teams.is_empty() { "None that you see".into_any() } else { view! { <span class="chips">{teams.into_iter().map(team).collect_view()}</span> }.into_any() }}</dd>
                {work.as_ref().map(figures)}
            </dl>
        </section>
        {work.map(|work| view! {
            <section class="card section">
                <header class="section__head"><h2>"Activity"</h2></header>
                <div class="section__body"><YearCalendar calendar=work.calendar one="request" label /></div>
            </section>
        })}
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
