//! What a team is, and who is active in it.

use domain::person::Place;
use domain::policy::TeamPermission;
use domain::project::Html;
use domain::team::{Member, Team, TeamHome};
use leptos::prelude::*;

use super::frame::{Tab, TeamTop, name, refused};
use super::pins::Pins;
use crate::api::teams::get_place;
use crate::features::person::{Person, to_person};
use crate::features::runs::LatestRuns;
use crate::ui::{Avatar, Empty, Icon, TimeAgo, wait};

#[component]
pub fn OverviewPage() -> impl IntoView {
    let name = name();
    let place = Resource::new_blocking(move || name.get(), get_place);
    view! {
        <Transition>
            {move || wait(async move {
                match place.await {
                    Ok(Place::Team(home)) => view! { <Overview home=*home /> }.into_any(),
                    Ok(Place::Person(profile)) => view! { <Person profile=*profile /> }.into_any(),
                    Err(error) => refused(&error),
                }
            })}
        </Transition>
    }
}

#[component]
fn Overview(home: TeamHome) -> impl IntoView {
    let TeamHome { team, about, pins, latest, active } = home;
    view! {
        <TeamTop team=team.clone() tab=Tab::Overview />
        <div class="team__overview">
            <div class="sections">
                <Description team=team.clone() about />
                <Pins team=team.clone() pins />
                <LatestRuns team=team.name runs=latest />
            </div>
            <section class="card section">
                <header class="section__head"><h2>"Active lately"</h2></header>
                <People members=active />
            </section>
        </div>
    }
}

#[component]
fn Description(team: Team, about: Html) -> impl IntoView {
    let may_describe = team.viewer.check(TeamPermission::ManageTeam).is_ok();
    let settings = format!("/{}/settings", team.name);
    if about.is_empty() {
        let sentence = if may_describe {
            "Say what the team works on, and where to begin."
        } else {
            "An admin of the team can say here what it works on."
        };
        return view! {
            <section class="card">
                <Empty icon=Icon::Info title="No description yet" sentence=sentence>
                    {may_describe.then(|| view! { <a class="button" href=settings>"Describe the team"</a> })}
                </Empty>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="card section">
            <header class="section__head"><h2>"About"</h2></header>
            <div class="section__body markdown" inner_html=about.into_string()></div>
        </section>
    }
    .into_any()
}

#[component]
fn People(members: Vec<Member>) -> impl IntoView {
    if members.is_empty() {
        return view! { <p class="section__body muted">"Nobody yet."</p> }.into_any();
    }
    let person = |member: Member| {
        view! {
            <li class="item">
                <Avatar id=member.id name=member.name.clone() picture=member.avatar />
                <span class="item__words"><b>{to_person(member.name, member.username.as_deref())}</b> <small>{member.role.label()}</small></span>
                <span class="muted team__when">{member.last_active.map(|at| view! { <TimeAgo at /> })}</span>
            </li>
        }
        .into_any()
    };
    view! { <ul class="items">{members.into_iter().map(person).collect_view()}</ul> }.into_any()
}
