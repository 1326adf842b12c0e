//! The toolbar above the history: search, filters, and the file.

use domain::activity::Door;
use domain::history::{Action, HistoryQuery};
use domain::ids::{TargetId, UserId};
use domain::time::Day;
use leptos::prelude::*;

use super::List;
use super::url::{self, Place};
use crate::ui::{Glyph, Icon, Menu, MenuLink, SearchBox, Select, When};

#[component]
pub fn Tools() -> impl IntoView {
    let (list, place) = (List::expect(), Place::expect());
    let query = place.query();
    let filtered = move || query.with(HistoryQuery::is_filtered);
    let count = move || list.known().map(|page| page.total.words("change"));
    view! {
        <div class="tools history__tools">
            <SearchBox
                label="Search who or whom"
                action="/organization/history"
                words=Signal::derive(move || query.with(|it| it.search.clone()))
                on_search=move |words: String| place.go(url::search(&words))
            />
            <Select
                options=Action::ALL
                label="What"
                none="Anything"
                selected=Signal::derive(move || query.with(|it| it.action))
                on_change={move |action: Option<Action>| place.go(url::filter("action", action.map(|it| it.to_string())))}
            />
            <Select
                options=Door::ALL
                label="Door"
                none="Any door"
                selected=Signal::derive(move || query.with(|it| it.door))
                on_change={move |door: Option<Door>| place.go(url::filter("door", door.map(|it| it.to_string())))}
            />
            <DayField label="From" name="from" day=Signal::derive(move || query.with(|it| it.from)) />
            <DayField label="To" name="to" day=Signal::derive(move || query.with(|it| it.to)) />
            <People />
            <When so=filtered>
                <button class="button button--quiet tools__clear" type="button" on:click=move |_| place.go(url::clear())>"Clear"</button>
            </When>
            <span class="tools__count" role="status"><Transition>{count}</Transition></span>
            <Menu id="more-actions" label="More actions"><FileLink /></Menu>
        </div>
    }
}

/// A day in UTC, as the history counts them.
#[component]
fn DayField(label: &'static str, name: &'static str, day: Signal<Option<Day>>) -> impl IntoView {
    let place = Place::expect();
    let iso = move || day.get().map(Day::iso).unwrap_or_default();
    let change = move |event| place.go(url::filter(name, event_target_value(&event).parse::<Day>().ok().map(Day::iso)));
    view! {
        <label class="day">
            {label}
            <input class="input day__input" type="date" name=name title="In UTC" value=day.get_untracked().map(Day::iso) prop:value=iso on:change=change />
        </label>
    }
}

/// By whom or to whom, where the address says so: links from elsewhere do.
#[component]
fn People() -> impl IntoView {
    let place = Place::expect();
    let query = place.query();
    view! {
        <Transition>
            {move || query.with(|it| it.actor).map(|actor| view! { <Only words=format!("By {}", actor_name(actor)) name="actor" /> })}
            {move || query.with(|it| it.target).map(|target| view! { <Only words=format!("To {}", target_name(target)) name="target" /> })}
        </Transition>
    }
}

/// A filter that is on; a press takes it off.
#[component]
fn Only(words: String, name: &'static str) -> impl IntoView {
    let place = Place::expect();
    view! {
        <button class="button only" type="button" title="Take this filter off" on:click=move |_| place.go(vec![(name, None), ("after", None)])>
            <span class="only__words">{words}</span>
            <Glyph icon=Icon::Close />
        </button>
    }
}

/// The name as the list has it, the newest first.
fn actor_name(actor: UserId) -> String {
    let page = List::expect().known();
    let found = page.and_then(|page| page.rows.into_iter().map(|row| row.actor).find(|it| it.id == Some(actor)));
    found.map_or_else(|| "one person".to_owned(), |actor| actor.name)
}

fn target_name(target: TargetId) -> String {
    let page = List::expect().known();
    let found = page.and_then(|page| page.rows.into_iter().map(|row| row.target).find(|it| it.id == Some(target)));
    found.map_or_else(|| "one person".to_owned(), |target| target.name)
}

#[component]
fn FileLink() -> impl IntoView {
    let (list, place) = (List::expect(), Place::expect());
    let query = place.query();
    move || {
        let filtered = query.with(HistoryQuery::is_filtered);
        let total = list.known().map(|page| page.total);
        let hint = total.map(|it| if filtered { it.matching("change") } else { it.words("change") });
        view! { <MenuLink href=place.file() download=true hint=hint.unwrap_or_default()>"Export as CSV"</MenuLink> }
    }
}
