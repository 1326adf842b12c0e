//! The filters of the toolbar. Where there is little room they lie behind a button.
#![expect(clippy::unnecessary_wraps, reason = "what can fail is the fetching of a function that is fetched")]

use std::pin::Pin;

use domain::last_active::{LastActive, Recency};
use domain::policy::OrgRole;
use domain::time::Day;
use domain::user::Status;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::Dashboard;
use super::active_filters::active;
use super::url::{self, Place};
use crate::api::organization::list_teams;
use crate::ui::{Glyph, Icon, Markup, Now};

/// Removed users are in no list.
const STATUSES: &[Status] = &[Status::Active, Status::Pending, Status::Deactivated];

/// The first of January 2000: nobody was active before.
const FIRST_DAY: Day = Day(10_957);

type Options = Vec<(String, String)>;

/// Names on their way, unless they do not come.
type Names = Pin<Box<dyn Future<Output = Option<Vec<String>>>>>;

#[component]
pub fn Filters() -> impl IntoView {
    let (place, now) = (Place::expect(), Now::expect());
    let query = place.query();
    let active = Memo::new(move |_| query.with(|query| active(query, now.get().day()).len()));
    let set = move |name| Callback::new(move |word: String| place.go(url::filter(name, Some(word))));
    let status = Signal::derive(move || query.with(|it| it.status.map(|it| it.to_string()).unwrap_or_default()));
    let role = Signal::derive(move || query.with(|it| it.role.map(|it| it.to_string()).unwrap_or_default()));
    let statuses = Signal::stored(STATUSES.iter().map(|it| (it.to_string(), it.label().to_owned())).collect());
    let roles = Signal::stored(OrgRole::ALL.iter().map(|it| (it.to_string(), it.label().to_owned())).collect());
    let total = Dashboard::expect().rows.total;
    let matching = move || total.get().words("user");
    view! {
        <button class="button tools__filters" type="button" popovertarget="filters">
            <Glyph icon=Icon::Filter />
            {move || match active.get() {
                0 => "Filters".to_owned(),
                count => format!("Filters ({count})"),
            }}
        </button>
        <div class="filters" id="filters" popover="auto" role="group" aria-label="Filters">
            <Pick label="Status" none="Any status" options=statuses picked=status on_pick=set("status") />
            <Pick label="Role" none="Any role" options=roles picked=role on_pick=set("role") />
            <TeamPick />
            <ActivePick />
            <button class="button button--primary filters__done" type="button" popovertarget="filters" popovertargetaction="hide">
                "Show " {move || matching()}
            </button>
        </div>
    }
}

/// One filter: a native select under words that only the narrow page shows.
#[component]
fn Pick(
    label: &'static str,
    /// What no filter is called.
    none: &'static str,
    /// Words and labels.
    options: Signal<Options>,
    picked: Signal<String>,
    on_pick: Callback<String>,
    /// Runs when somebody is about to pick.
    #[prop(optional)]
    on_come: Option<Callback<()>>,
) -> impl IntoView {
    let come = move || {
        if let Some(on_come) = on_come {
            on_come.run(());
        }
    };
    let select = NodeRef::<html::Select>::new();
    // After the options: one that is not there yet cannot be picked.
    Effect::new(move || {
        options.track();
        let picked = picked.get();
        if let Some(select) = select.get() {
            select.set_value(&picked);
        }
    });
    let items = move || {
        let picked = picked.read_untracked();
        let option = |(word, label): &(String, String)| {
            Markup(maud::html! { option value=(word) selected[*picked == *word] { (label) } })
        };
        options.read().iter().map(option).collect_view()
    };
    view! {
        <label class="filters__one">
            <span class="filters__label">{label}</span>
            <select
                class="select"
                class:select--on=move || !picked.read().is_empty()
                node_ref=select
                on:change=move |event| on_pick.run(event_target_value(&event))
                on:pointerenter=move |_| come()
                on:focus=move |_| come()
            >
                {Markup(maud::html! { option value="" selected[picked.read_untracked().is_empty()] { (none) } })}
                {items}
            </select>
        </label>
    }
}

/// The teams are asked for when somebody comes to pick one: there may be hundreds.
#[component]
fn TeamPick() -> impl IntoView {
    let place = Place::expect();
    let query = place.query();
    let picked = Signal::derive(move || query.with(|it| it.team.clone().unwrap_or_default()));
    let (asked, teams) = (StoredValue::new(false), RwSignal::new(Vec::<String>::new()));
    let options = Signal::derive(move || {
        let mut names = teams.get();
        let picked = picked.get();
        if !picked.is_empty() && !names.contains(&picked) {
            names.insert(0, picked);
        }
        names.into_iter().map(|name| (name.clone(), name)).collect()
    });
    let come = move |()| {
        if !asked.get_value() {
            asked.set_value(true);
            spawn_local(async move {
                let names = match team_names().await {
                    Ok(names) => names.await,
                    Err(_) => None,
                };
                asked.try_set_value(names.is_some());
                teams.try_set(names.unwrap_or_default());
            });
        }
    };
    let pick = move |name| place.go(url::filter("team", Some(name)));
    view! { <Pick label="Team" none="Any team" options picked on_pick=Callback::new(pick) on_come=Callback::new(come) /> }
}

#[wasm_split(dialogs, wasm_split_path = leptos::wasm_split, fallible)]
fn team_names() -> Result<Names, SplitLoaderError> {
    Ok(Box::pin(async { Some(list_teams().await.ok()?.into_iter().map(|team| team.name).collect()) }))
}

/// Stretches of time to pick from, and a date where one wants another.
#[component]
fn ActivePick() -> impl IntoView {
    let (place, now) = (Place::expect(), Now::expect());
    let query = place.query();
    let today = Memo::new(move |_| now.get().day());
    let filter = Memo::new(move |_| query.with(|it| it.last_active));
    // "Before" or "after" was picked, and the date is still to come.
    let picking = RwSignal::new(None::<Recency>);
    let recency = Memo::new(move |_| picking.get().or_else(|| filter.get().map(|it| it.recency(today.get()))));
    let picked = Signal::derive(move || recency.get().map(|it| it.to_string()).unwrap_or_default());
    let options = Signal::stored(Recency::ALL.iter().map(|it| (it.to_string(), it.label().to_owned())).collect());
    let go = move |filter: Option<LastActive>| {
        picking.set(None);
        place.go(url::filter("active", filter.map(|it| it.to_string())));
    };
    let pick = move |word: String| match word.parse::<Recency>() {
        Ok(recency) => match recency.filter(today.get_untracked()) {
            Some(filter) => go(Some(filter)),
            None => picking.set(Some(recency)),
        },
        Err(_) => go(None),
    };
    let set_day = move |day: Day| {
        if let Some(filter) = recency.get_untracked().and_then(|it| it.on(day)) {
            go(Some(filter));
        }
    };
    let dated = Memo::new(move |_| recency.get().filter(|it| it.filter(today.get()).is_none()));
    view! {
        <Pick label="Last active" none="Any time" options picked on_pick=Callback::new(pick) />
        {move || {
            dated.get().map(|recency| {
                let day = filter.get_untracked().and_then(LastActive::day);
                let is_new = picking.get_untracked().is_some();
                view! { <DateInput recency day today=today.get_untracked() is_new on_day=Callback::new(set_day) /> }
            })
        }}
    }
}

#[component]
fn DateInput(
    recency: Recency,
    day: Option<Day>,
    today: Day,
    /// Whether it was just asked for, so that it takes the focus.
    is_new: bool,
    on_day: Callback<Day>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(input) = input.get().filter(|_| is_new) {
            input.focus().ok();
        }
    });
    let label = if recency == Recency::Before { "Last active before" } else { "Last active on or after" };
    let change = move |event| {
        // While one types the year it is a very early one.
        if let Some(day) = Day::from_iso(&event_target_value(&event)).filter(|day| *day >= FIRST_DAY) {
            on_day.run(day);
        }
    };
    view! {
        <input
            class="input filters__date"
            type="date"
            aria-label=label
            min=FIRST_DAY.iso()
            max=today.iso()
            value=day.map(Day::iso)
            node_ref=input
            on:change=change
        />
    }
}
