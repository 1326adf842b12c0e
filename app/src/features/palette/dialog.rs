//! The palette: a field, and below it what fits what is typed. The keys are those of a combobox with a list.

use std::time::Duration;

use domain::policy::{OrgRole, Permission};
use domain::user::UserQuery;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

use super::command::{Command, Deed, Face, commands};
use super::{Palette, is_palette_key};
use crate::api::accounts::SignOut;
use crate::api::teams::find_teams;
use crate::api::users::list_users;
use crate::features::{FormCall, go_on};
use crate::ui::{Avatar, Dialog, Glyph, Icon};
use crate::viewer::{my_teams, viewer};

/// How long after the last key people and teams are looked for.
const SETTLES_AFTER: Duration = Duration::from_millis(120);
/// How many people are offered.
const PEOPLE: usize = 6;
const LIST: &str = "palette-list";

#[component]
pub fn PaletteDialog() -> impl IntoView {
    let palette = Palette::expect();
    let navigate = use_navigate();
    let sign_out = FormCall::new::<SignOut>();
    go_on(sign_out);
    let run = Callback::new(move |deed: Deed| {
        palette.commands.set(false);
        match deed {
            Deed::Go(path) => navigate(&path, NavigateOptions::default()),
            Deed::Theme(theme) => theme.set(),
            Deed::LogOut => sign_out.make(),
            // The palette closes in the next frame, and gives the focus back: only then may another dialog have it.
            Deed::ShowKeys => request_animation_frame(move || request_animation_frame(move || palette.keys.set(true))),
        }
    });
    view! {
        <Dialog id="palette" title=Signal::stored("Jump to a page or a person".to_owned()) open=palette.commands bare=true>
            {viewer().map(|viewer| view! { <Finder role=viewer.role run /> })}
        </Dialog>
    }
}

/// What was typed, and what it offers.
#[derive(Clone, Copy)]
struct Offer {
    typed: RwSignal<String>,
    /// People and teams that were last found, and the words that they were found by.
    found: RwSignal<(String, Vec<Command>)>,
    commands: Memo<Vec<Command>>,
    /// The one that Enter chooses.
    at: RwSignal<usize>,
}

impl Offer {
    fn to(role: OrgRole, typed: RwSignal<String>) -> Self {
        let found = RwSignal::new((String::new(), Vec::<Command>::new()));
        let mine = my_teams();
        let commands = Memo::new(move |_| {
            let typed = typed.get();
            let mut all = commands(role, &mine, &typed);
            // Until the answer to the last key is here, those of the key before are narrowed.
            let (words, found) = found.get();
            let is_answer = words == typed;
            let is_new = |it: &Command| !mine.iter().any(|team| it.face == Face::Team(team.id, team.avatar));
            all.extend(found.into_iter().filter(|it| is_new(it) && (is_answer || it.fits(&typed))));
            all
        });
        Self { typed, found, commands, at: RwSignal::new(0) }
    }

    /// The one that Enter chooses, if there is any.
    fn chosen(self) -> Option<usize> {
        let count = self.commands.with(Vec::len);
        (count > 0).then(|| self.at.get().min(count - 1))
    }

    /// Goes up or down, and from one end to the other.
    fn step(self, down: bool) {
        let count = self.commands.with_untracked(Vec::len);
        if let Some(at) = untrack(|| self.chosen()) {
            self.at.set(if down { (at + 1) % count } else { (at + count - 1) % count });
        }
    }

    /// People first, then the teams behind them.
    async fn look_for(self, words: String) {
        let query = UserQuery { search: words.clone(), ..UserQuery::default() };
        if let Ok(page) = list_users(query, None).await {
            self.found.try_set((words.clone(), page.rows.iter().take(PEOPLE).map(Command::person).collect()));
        }
        if let Ok(teams) = find_teams(words.clone()).await {
            self.found.try_update(|(by, found)| {
                if *by == words {
                    found.extend(teams.iter().map(Command::team));
                }
            });
        }
    }
}

#[component]
fn Finder(role: OrgRole, run: Callback<Deed>) -> impl IntoView {
    let palette = Palette::expect();
    let offer = Offer::to(role, palette.typed);
    let find = Action::new(move |words: &String| offer.look_for(words.clone()));
    let pending = StoredValue::new(None::<TimeoutHandle>);
    let forget = move || {
        if let Some(Some(timeout)) = pending.try_get_value() {
            timeout.clear();
        }
    };
    on_cleanup(forget);
    Effect::new(move || {
        let words = offer.typed.get();
        forget();
        offer.at.set(0);
        if words.trim().is_empty() {
            offer.found.set((String::new(), Vec::new()));
        } else if role.allows(Permission::ViewUsers) {
            let ask = move || {
                find.dispatch(words);
            };
            pending.set_value(set_timeout_with_handle(ask, SETTLES_AFTER).ok());
        }
    });
    let keys = move |event: KeyboardEvent| {
        match event.key().as_str() {
            _ if is_palette_key(&event) => palette.commands.set(false),
            _ if event.is_composing() => return,
            "ArrowDown" => offer.step(true),
            "ArrowUp" => offer.step(false),
            "Enter" => choose(offer, run),
            _ => return,
        }
        event.prevent_default();
    };
    let has_any = move || offer.chosen().is_some();
    view! {
        <div class="palette__field">
            <Glyph icon=Icon::Search />
            <input
                class="palette__input"
                type="text"
                role="combobox"
                placeholder=placeholder(role)
                aria-label=placeholder(role)
                aria-autocomplete="list"
                aria-controls=LIST
                aria-expanded=move || has_any().to_string()
                aria-activedescendant=move || offer.chosen().map(option_id)
                autocomplete="off"
                spellcheck="false"
                autofocus
                maxlength="200"
                prop:value=offer.typed
                on:input=move |event| offer.typed.set(event_target_value(&event))
                on:keydown=keys
            />
        </div>
        <Options offer run />
        <p class="palette__none" role="status">{move || (!has_any()).then_some("Nothing matches.")}</p>
    }
}

const fn placeholder(role: OrgRole) -> &'static str {
    if role.allows(Permission::ViewUsers) { "Jump to a page or a person" } else { "Jump to a page" }
}

fn choose(offer: Offer, run: Callback<Deed>) {
    let at = untrack(|| offer.chosen());
    if let Some(command) = at.and_then(|at| offer.commands.with_untracked(|all| all.get(at).cloned())) {
        run.run(command.deed);
    }
}

#[component]
fn Options(offer: Offer, run: Callback<Deed>) -> impl IntoView {
    let list = NodeRef::<html::Ul>::new();
    Effect::new(move || {
        if let (Some(at), Some(list)) = (offer.chosen(), list.get()) {
            reveal(&list, &option_id(at));
        }
    });
    let options = move || {
        let all = offer.commands.get().into_iter().enumerate();
        all.map(|(i, Command { face, words, hint, deed })| {
            view! {
                <li
                    class="palette__option"
                    role="option"
                    id=option_id(i)
                    aria-selected=move || (offer.chosen() == Some(i)).to_string()
                    on:pointermove=move |_| offer.at.set(i)
                    on:pointerdown=|event| event.prevent_default()
                    on:click=move |_| run.run(deed.clone())
                >
                    {before(face, &words)}
                    <span class="palette__words">{words}</span>
                    <small class="palette__hint">{hint}</small>
                </li>
            }
        })
        .collect_view()
    };
    view! { <ul class="palette__list" role="listbox" id=LIST aria-label="Commands, people and teams" node_ref=list>{options}</ul> }
}

fn before(face: Face, name: &str) -> AnyView {
    match face {
        Face::Sign(icon) => view! { <Glyph icon /> }.into_any(),
        Face::Person(id, picture) => view! { <Avatar id name=name picture /> }.into_any(),
        Face::Team(id, picture) => view! { <Avatar id name=name square=true picture /> }.into_any(),
    }
}

fn option_id(i: usize) -> String {
    format!("palette-{i}")
}

/// Scrolls the list no further than it takes to see the option.
fn reveal(list: &HtmlElement, option: &str) {
    let option = document().get_element_by_id(option).and_then(|it| it.dyn_into::<HtmlElement>().ok());
    let Some(option) = option else { return };
    let (top, bottom) = (option.offset_top(), option.offset_top() + option.offset_height());
    if top < list.scroll_top() {
        list.set_scroll_top(top);
    } else if bottom > list.scroll_top() + list.client_height() {
        list.set_scroll_top(bottom - list.client_height());
    }
}
