//! The home page.

use domain::policy::Permission;
use domain::team::TeamChip;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use crate::ui::{Avatar, Empty, Icon, part};
use crate::viewer::{my_teams, viewer};

part!(pub home in forms => view! { <HomePage /> });

#[component]
fn HomePage() -> impl IntoView {
    let Some(viewer) = viewer() else { return ().into_any() };
    let what_waits = if viewer.role.allows(Permission::ViewUsers) {
        view! {
            <Empty icon=Icon::Organization title="Your organization" sentence="See who belongs to it, invite people, change roles and watch who is active.">
                <A href="/organization" attr:class="button button--primary">"Open the organization dashboard"</A>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty icon=Icon::Check title="Nothing waits for you" sentence="You are signed in and up to date.">
                <A href="/settings" attr:class="button">"User settings"</A>
            </Empty>
        }
        .into_any()
    };
    view! {
        <Title text="Home" />
        <header class="page__head">
            <h1>{format!("Welcome, {}", viewer.name)}</h1>
            <span class="page__sub">{viewer.organization}</span>
        </header>
        <section class="card">{what_waits}</section>
        <MyTeams />
    }
    .into_any()
}

/// The teams I am in; nothing where there are none.
#[component]
fn MyTeams() -> impl IntoView {
    let teams = my_teams();
    if teams.is_empty() {
        return ().into_any();
    }
    let team = |team: TeamChip| {
        view! {
            <li>
                <A href=format!("/{}", team.name) attr:class="item">
                    <Avatar id=team.id name=team.name.clone() square=true />
                    <span class="item__words"><b>{team.name}</b></span>
                </A>
            </li>
        }
        .into_any()
    };
    view! {
        <section class="card section">
            <header class="section__head"><h2>"My teams"</h2></header>
            <ul class="items">{teams.into_iter().map(team).collect_view()}</ul>
        </section>
    }
    .into_any()
}
