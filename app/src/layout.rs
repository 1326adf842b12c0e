//! The frame around every page of somebody who is signed in: navigation at the left, the person at the top right.

use domain::policy::{OrgRole, Permission};
use domain::user::Viewer;
use leptos::html;
use leptos::prelude::*;
use leptos_router::components::Outlet;

use crate::api::accounts::SignOut;
use crate::features::organization::Kept;
use crate::features::palette::{Palette, PaletteKeys};
use crate::features::teams::{CreateTeam, Creating, TeamsNav};
use crate::features::{CallForm, FormCall, go_on};
use crate::nav_link::NavLink;
use crate::ui::{Avatar, ButtonKind, Glyph, Icon, Logo, Menu, MenuLine, MenuLink, ThemeSelect, When};
use crate::viewer::viewer;

#[component]
pub fn Frame() -> impl IntoView {
    Kept::provide();
    viewer().map(|viewer| view! { <FrameOf viewer /> })
}

#[component]
fn FrameOf(viewer: Viewer) -> impl IntoView {
    let is_admin = viewer.role.allows(Permission::ViewUsers);
    let nav = NodeRef::new();
    let palette = Palette::provide();
    Creating::provide();
    view! {
        <a class="skip" href="#content">"Skip to the content"</a>
        <div class="frame">
            <nav class="nav" id="nav" aria-label="Main" popover="auto" node_ref=nav on:click:target=move |_| close(nav)>
                <a class="nav__brand" href="/"><Logo /> {viewer.organization.clone()}</a>
                <NavLink href="/" exact=true><Glyph icon=Icon::Home /><span>"Home"</span></NavLink>
                <When so=move || is_admin>
                    <NavLink href="/organization" exact=true><Glyph icon=Icon::Organization /><span>"Organization dashboard"</span></NavLink>
                    <NavLink href="/organization/history" exact=true><Glyph icon=Icon::History /><span>"History"</span></NavLink>
                    <NavLink href="/organization/settings" exact=true><Glyph icon=Icon::Settings /><span>"Organization settings"</span></NavLink>
                </When>
                <TeamsNav />
            </nav>
            <header class="top">
                <button class="button button--quiet button--icon top__nav" type="button" aria-label="Navigation" popovertarget="nav">
                    <Glyph icon=Icon::Menu />
                </button>
                <a class="top__brand" href="/"><Logo /> "Rollcall"</a>
                <Jump words=if is_admin { "Jump to a page or a person" } else { "Jump to a page" } palette />
                <Account viewer />
            </header>
            <main class="page" id="content" tabindex="-1">
                <Outlet />
            </main>
        </div>
        <PaletteKeys />
        <CreateTeam />
    }
}

/// On a phone the navigation lies over the page, and goes when one has chosen.
fn close(nav: NodeRef<html::Nav>) {
    if let Some(nav) = nav.get_untracked() {
        nav.hide_popover().ok();
    }
}

/// Opens the palette for those without a keyboard, and tells the others its key.
#[component]
fn Jump(words: &'static str, palette: Palette) -> impl IntoView {
    view! {
        <button class="jump" type="button" aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K" on:click=move |_| palette.open()>
            <Glyph icon=Icon::Search />
            <span>{words}</span>
            <kbd aria-hidden="true">"Ctrl K"</kbd>
        </button>
    }
}

/// The profile image and what is behind it.
#[component]
fn Account(viewer: Viewer) -> impl IntoView {
    let sign_out = FormCall::new::<SignOut>();
    go_on(sign_out);
    let (id, name, picture) = (viewer.id, viewer.name.clone(), viewer.avatar);
    let face = move || view! { <Avatar id name=name.clone() picture /> };
    let viewer = StoredValue::new(viewer);
    view! {
        <Menu id="account" label="Account" face kind=ButtonKind::Quiet eager=true>
            <div class="menu__head" role="presentation">
                <b>{viewer.read_value().name.clone()}</b>
                <small>{viewer.read_value().email.clone()}</small>
            </div>
            <MenuLine />
            <MenuLink href="/settings">"User settings"</MenuLink>
            <When so=move || viewer.read_value().role == OrgRole::Admin>
                <MenuLink href="/organization">"Organization dashboard"</MenuLink>
            </When>
            <MenuLine />
            <div class="menu__theme" role="presentation"><ThemeSelect in_menu=true /></div>
            <MenuLine />
            <CallForm call=sign_out>
                <button class="menu__item" type="submit" role="menuitem" tabindex="-1">"Log out"</button>
            </CallForm>
        </Menu>
    }
}
