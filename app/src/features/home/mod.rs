//! The home page: what waits for me, my newest runs, my teams.

mod waiting;

use domain::home::Home;
use domain::run::TeamRun;
use domain::team::TeamChip;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use crate::api::home::get_home;
use crate::features::runs::TeamRuns;
use crate::ui::{Avatar, Empty, Icon, Notice, Tone, part, wait};
use crate::viewer::{my_teams, viewer};
use waiting::WaitingLines;

part!(pub home in forms => view! { <HomePage /> });

#[component]
fn HomePage() -> impl IntoView {
    let Some(viewer) = viewer() else { return ().into_any() };
    let home = Resource::new_blocking(|| (), |()| get_home());
    let username = viewer.username;
    view! {
        <Title text="Home" />
        <header class="page__head">
            <h1>{format!("Welcome, {}", viewer.name)}</h1>
            <span class="page__sub">{viewer.organization}</span>
        </header>
        <div class="home">
            <div class="sections">
                <Suspense>
                    {move || {
                        let username = username.clone();
                        wait(async move {
                            match home.await {
                                Ok(Home { waiting, runs }) => {
                                    view! {
                                        <WaitingLines waiting />
                                        <LatestRuns username runs=runs.rows more=runs.next.is_some() />
                                    }
                                    .into_any()
                                }
                                Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                            }
                        })
                    }}
                </Suspense>
            </div>
            <MyTeams />
        </div>
    }
    .into_any()
}

#[component]
fn LatestRuns(username: String, runs: Vec<TeamRun>, more: bool) -> impl IntoView {
    if runs.is_empty() {
        return view! {
            <section class="card" aria-label="My latest runs">
                <Empty icon=Icon::Keyboard title="No run of yours yet" sentence="What you log with the wandb client appears here. A team's page shows the lines that do it." />
            </section>
        }
        .into_any();
    }
    let all = more.then(|| view! { <A href=format!("/{username}?tab=runs") attr:class="link">"All my runs"</A> });
    view! {
        <section class="card made">
            <header class="section__head"><h2>"My latest runs"</h2> {all}</header>
            <TeamRuns runs />
        </section>
    }
    .into_any()
}

/// The teams I am in.
#[component]
fn MyTeams() -> impl IntoView {
    let teams = my_teams();
    let team = |team: TeamChip| {
        view! {
            <li>
                <A href=format!("/{}", team.name) attr:class="item">
                    <Avatar id=team.id name=team.name.clone() square=true picture=team.avatar />
                    <span class="item__words"><b>{team.name}</b></span>
                </A>
            </li>
        }
        .into_any()
    };
    let list = if teams.is_empty() {
        view! { <p class="section__body muted">"None yet. An admin of a team, or of the organization, puts you into one."</p> }
            .into_any()
    } else {
        view! { <ul class="items">{teams.into_iter().map(team).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="card section">
            <header class="section__head"><h2>"My teams"</h2></header>
            {list}
        </section>
    }
}
