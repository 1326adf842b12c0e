//! What the team's admins have put on its home page.

use domain::pin::{Pin, Pinned, Step};
use domain::policy::TeamPermission;
use domain::team::Team;
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use leptos_router::components::A;
use wasm_bindgen::JsCast;

use crate::api::teams::{move_pin, set_pinned};
use crate::ui::{ButtonKind, Each, Icon, IconButton, Item, TimeAgo, Toasts};

/// The cards on show, and whose they are.
#[derive(Clone, Copy)]
struct Board {
    team: StoredValue<String>,
    pins: RwSignal<Vec<Pin>>,
    manages: bool,
}

/// In the order of the team's admins, who move and unpin them here. Nothing for others where nothing is pinned.
#[component]
pub fn Pins(team: Team, pins: Vec<Pin>) -> impl IntoView {
    let manages = team.viewer.check(TeamPermission::ManageTeam).is_ok();
    if pins.is_empty() && !manages {
        return ().into_any();
    }
    let board = Board { team: StoredValue::new(team.name), pins: RwSignal::new(pins), manages };
    let hint = move || {
        board.pins.read().is_empty().then(|| view! {
        <p class="section__body muted">"Pin projects and reports from their own pages: everybody finds them here then."</p>
    })
    };
    view! {
        <section class="card section" aria-labelledby="pinned-title">
            <header class="section__head"><h2 id="pinned-title">"Pinned"</h2></header>
            {move || hint()}
            <ul class="pins"><Each items=move || board.pins.get().into_iter().map(|pin| card(board, pin)).collect() /></ul>
        </section>
    }
    .into_any()
}

fn card(board: Board, pin: Pin) -> Item {
    Item::new(key(pin.what), move || view! { <Card board pin /> }.into_any())
}

const fn key(what: Pinned) -> u128 {
    match what {
        Pinned::Project(id) => id.uuid().as_u128(),
        Pinned::Report(id) => id.uuid().as_u128(),
    }
}

#[component]
fn Card(board: Board, pin: Pin) -> impl IntoView {
    let kind = pin.about.as_ref().map_or_else(|| pin.kind().to_owned(), |about| format!("{} in {about}", pin.kind()));
    let when = match (pin.what, pin.last) {
        (_, None) => view! { "No run yet" }.into_any(),
        (Pinned::Project(_), Some(at)) => view! { "Last run " <TimeAgo at /> }.into_any(),
        (Pinned::Report(_), Some(at)) => view! { "Edited " <TimeAgo at /> }.into_any(),
    };
    let href = pin.path(&board.team.read_value());
    let (what, name, shown) = (pin.what, pin.name.clone(), pin.name);
    view! {
        <li class="pin" id=format!("pin-{:x}", key(what))>
            <A href=href attr:class="made__name">{shown}</A>
            <small>{kind} " · " {when}</small>
            {board.manages.then(|| view! { <Acts board what name /> })}
        </li>
    }
}

/// What an admin does with a card.
#[component]
fn Acts(board: Board, what: Pinned, name: String) -> impl IntoView {
    let toasts = Toasts::expect();
    let place = move || board.pins.read_untracked().iter().position(|it| it.what == what);
    let walk = Action::new(move |step: &Step| {
        let step = *step;
        async move {
            match move_pin(what, step).await {
                Ok(()) => {
                    if let Some(at) = place() {
                        board.pins.update(|pins| step.take(pins, at));
                        focus_again(what, step);
                    }
                }
                Err(error) => toasts.bad(error.to_string()),
            }
        }
    });
    let unpin = Action::new(move |(): &()| async move {
        match set_pinned(what, false).await {
            Ok(()) => board.pins.update(|pins| pins.retain(|it| it.what != what)),
            Err(error) => toasts.bad(error.to_string()),
        }
    });
    view! {
        <span class="pin__acts">
            <IconButton icon=Icon::ChevronUp label=format!("Move {name} earlier") kind=ButtonKind::Quiet on_click=move |()| { walk.dispatch(Step::Earlier); } />
            <IconButton icon=Icon::ChevronDown label=format!("Move {name} later") kind=ButtonKind::Quiet on_click=move |()| { walk.dispatch(Step::Later); } />
            <IconButton icon=Icon::Close label=format!("Unpin {name}") kind=ButtonKind::Quiet on_click=move |()| { unpin.dispatch(()); } />
        </span>
    }
}

/// A card that is moved in the page loses the focus.
fn focus_again(what: Pinned, step: Step) {
    request_animation_frame(move || {
        let nth = if step == Step::Earlier { 1 } else { 2 };
        let button = format!("#pin-{:x} .pin__acts button:nth-child({nth})", key(what));
        let button = document().query_selector(&button).ok().flatten();
        if let Some(button) = button.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            button.focus().ok();
        }
    });
}
