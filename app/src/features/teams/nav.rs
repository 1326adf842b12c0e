//! My teams, in the left navigation.

use domain::team::{MyTeams, TeamChip};
use leptos::prelude::*;
use leptos_router::components::A;

use super::create::Creating;
use crate::api::ApiResult;
use crate::api::teams::list_my_teams;
use crate::ui::{Avatar, Button, ButtonKind, Glyph, Icon, wait};

/// The teams I am in, as every page in the frame knows them.
#[derive(Clone, Copy)]
pub struct TeamsOfMine(pub Resource<ApiResult<MyTeams>>);

impl TeamsOfMine {
    pub fn ask() -> Self {
        let teams = Self(Resource::new(|| (), |()| list_my_teams()));
        provide_context(teams);
        Creating::provide();
        teams
    }

    pub fn expect() -> Self {
        expect_context()
    }
}

#[component]
pub fn TeamsNav() -> impl IntoView {
    let teams = TeamsOfMine::expect();
    view! {
        <Transition>
            {move || wait(async move { teams.0.await.map(links).unwrap_or_else(|_| ().into_any()) })}
        </Transition>
    }
}

fn links(mine: MyTeams) -> AnyView {
    let creating = Creating::expect();
    let reason = Signal::stored(mine.denied.map(|denied| denied.to_string()));
    view! {
        <h2 class="nav__title">"Teams"</h2>
        {mine.teams.into_iter().map(link).collect_view()}
        <div class="nav__act">
            <Button kind=ButtonKind::Quiet id="create-team" reason on_click=move |()| creating.0.set(true)>
                <Glyph icon=Icon::Plus />
                "Create new team"
            </Button>
        </div>
    }
    .into_any()
}

fn link(team: TeamChip) -> AnyView {
    let TeamChip { id, name } = team;
    view! {
        <A href=format!("/{name}") attr:class="nav__link">
            <Avatar id name=name.clone() square=true />
            <span>{name}</span>
        </A>
    }
    .into_any()
}
