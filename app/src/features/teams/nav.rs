//! My teams, in the left navigation.

use domain::team::TeamChip;
use leptos::prelude::*;

use super::create::Creating;
use crate::nav_link::NavLink;
use crate::ui::{Avatar, Button, ButtonKind, Glyph, Icon};
use crate::viewer::{creates_no_team, my_teams};

/// Known with the page; whoever creates or leaves a team comes to a fresh one.
#[component]
pub fn TeamsNav() -> impl IntoView {
    let creating = Creating::expect();
    let reason = Signal::stored(creates_no_team().map(|denied| denied.to_string()));
    view! {
        <h2 class="nav__title">"Teams"</h2>
        {my_teams().into_iter().map(link).collect_view()}
        <div class="nav__act">
            <Button kind=ButtonKind::Quiet id="create-team" reason on_click=move |()| creating.0.set(true)>
                <Glyph icon=Icon::Plus />
                "Create new team"
            </Button>
        </div>
    }
}

fn link(team: TeamChip) -> AnyView {
    let TeamChip { id, name, avatar } = team;
    view! {
        <NavLink href=format!("/{name}")>
            <Avatar id name=name.clone() square=true picture=avatar />
            <span>{name}</span>
        </NavLink>
    }
    .into_any()
}
