//! The toolbar above the table: search, filters, Add user, and more.

use std::time::Duration;

use domain::policy::OrgRole;
use domain::user::Status;
use leptos::ev::keydown;
use leptos::html;
use leptos::prelude::*;

use super::Dashboard;
use super::export::ExportMenu;
use super::url::{self, Place};
use crate::ui::{Button, ButtonKind, Glyph, Icon, Select};

/// How long after the last key the list is asked for.
const SETTLES_AFTER: Duration = Duration::from_millis(60);
/// Removed users are in no list.
const STATUSES: &[Status] = &[Status::Active, Status::Pending, Status::Deactivated];

#[component]
pub fn Tools() -> impl IntoView {
    let (dashboard, place) = (Dashboard::expect(), Place::expect());
    let query = place.query();
    let full = Signal::derive(move || {
        dashboard.known().and_then(|it| it.seats.take(1).err()).map(|denied| denied.to_string())
    });
    let filtered = move || query.with(domain::user::UserQuery::is_filtered);
    let count = move || dashboard.list.get().and_then(Result::ok).map(|page| page.total.words("user"));
    view! {
        <div class="tools">
            <SearchBox />
            <Select
                options=STATUSES
                label="Status"
                none="Any status"
                selected=Signal::derive(move || query.with(|it| it.status))
                on_change={move |status: Option<Status>| place.go(url::filter("status", status))}
            />
            <Select
                options=OrgRole::ALL
                label="Role"
                none="Any role"
                selected=Signal::derive(move || query.with(|it| it.role))
                on_change={move |role: Option<OrgRole>| place.go(url::filter("role", role))}
            />
            <Show when=filtered>
                <button class="button button--quiet tools__clear" type="button" on:click=move |_| place.go(url::clear())>"Clear"</button>
            </Show>
            <span class="tools__count" role="status"><Transition>{count}</Transition></span>
            <Button kind=ButtonKind::Primary id="add-user" reason=full on_click=move |()| dashboard.adding.set(true)>
                <Glyph icon=Icon::Plus />
                "Add user"
            </Button>
            <ExportMenu />
        </div>
    }
}

/// Looks for words shortly after the last key; `/` comes here from anywhere on the page.
#[component]
fn SearchBox() -> impl IntoView {
    let place = Place::expect();
    let query = place.query();
    let input = NodeRef::<html::Input>::new();
    let pending = StoredValue::new(None::<TimeoutHandle>);
    let search = move |event| {
        let words = event_target_value(&event);
        if let Some(timeout) = pending.get_value() {
            timeout.clear();
        }
        pending.set_value(set_timeout_with_handle(move || place.go(url::search(&words)), SETTLES_AFTER).ok());
    };
    Effect::new(move || {
        let listener = window_event_listener(keydown, move |event| {
            if event.key() == "/"
                && !is_typing()
                && let Some(input) = input.get_untracked()
            {
                event.prevent_default();
                input.focus().ok();
                input.select();
            }
        });
        on_cleanup(move || listener.remove());
    });
    view! {
        <form class="search" role="search" method="get" action="/organization" on:submit=|event| event.prevent_default()>
            <Glyph icon=Icon::Search />
            <input
                class="input search__input"
                type="search"
                name="q"
                placeholder="Search name, username or email"
                aria-label="Search name, username or email"
                autocomplete="off"
                maxlength="200"
                value=query.with_untracked(|it| it.search.clone())
                prop:value=move || query.with(|it| it.search.clone())
                node_ref=input
                on:input=search
            />
            <kbd>"/"</kbd>
        </form>
    }
}

fn is_typing() -> bool {
    let name = document().active_element().map(|element| element.tag_name());
    matches!(name.as_deref(), Some("INPUT" | "TEXTAREA" | "SELECT"))
}
