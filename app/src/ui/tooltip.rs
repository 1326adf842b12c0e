//! What explains something to whoever rests on it or focuses it, and holds nothing that cannot be had elsewhere.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::tachys::html::node_ref::NodeRefContainer;
use leptos::web_sys::{Element, Event, Node};
use wasm_bindgen::JsCast;

use super::{Fetching, Part, When, place};

const OPENS_AFTER: Duration = Duration::from_millis(150);
const CLOSES_AFTER: Duration = Duration::from_millis(120);

/// Explains `children` in a sentence, which is in the page as long as there is one: tie them to it by
/// `aria-describedby=id`.
#[component]
pub fn Tooltip(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    /// What to say. With `None` the children stand alone.
    #[prop(into)]
    text: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let rest = Rest::new(move || text.read_untracked().is_some());
    let says = Memo::new(move |_| text.read().is_some());
    view! {
        <span
            class="tooltip"
            node_ref=rest.around
            on:pointerenter:target=move |_| rest.turn(true)
            on:pointerleave:target=move |_| rest.turn(false)
            on:focusin:target=move |_| rest.turn(true)
            on:focusout:target=move |_| rest.turn(false)
            on:keydown:target=move |event| { rest.escape(&event); }
        >
            {children()}
            <When so=move || says.get()>
                <span class="tooltip__text" role="tooltip" popover="manual" id=id.clone() node_ref=rest.text>
                    {text}
                </span>
            </When>
        </span>
    }
}

/// An explanation of more than a sentence for many places, as a cell in each row of a table: headings, figures. There is
/// one, which comes to the place where somebody rests.
///
/// The places have the class `tooltip` and take the focus. The explanation is built when somebody comes to one of them,
/// and tied to it then.
#[derive(Clone, Copy)]
pub struct TheTooltip {
    /// Unique on the page.
    id: &'static str,
    /// Which elements are its places.
    places: &'static str,
    rest: Rest,
    built: RwSignal<bool>,
    /// Whether somebody waits for it, as long as what it needs is on its way.
    wanted: StoredValue<bool>,
    needs: Fetching,
}

impl TheTooltip {
    /// It is not built before what it `needs` is there.
    pub fn new(id: &'static str, places: &'static str, needs: Part) -> Self {
        let (rest, needs) = (Rest::new(|| true), Fetching::new(needs, None));
        Self { id, places, rest, built: RwSignal::new(false), wanted: StoredValue::new(false), needs }
    }

    /// Takes what happens around the places: pointerover and -out, focusin and -out, keydown. Says to which place the
    /// explanation came, if to another one.
    pub fn hear(self, event: &Event) -> Option<Element> {
        let place = place::around(event, self.places)?;
        match event.type_().as_str() {
            "keydown" => {
                if self.rest.escape(event.unchecked_ref()) {
                    self.wanted.set_value(false);
                }
                None
            }
            _ if is_within(event, &place) => None,
            "pointerover" | "focusin" => self.come(&place),
            "pointerout" | "focusout" => self.leave(&place),
            _ => None,
        }
    }

    fn come(self, place: &Element) -> Option<Element> {
        let is_other = !self.is_at(place);
        if is_other {
            self.rest.forget();
            self.rest.hide();
            if let Some(before) = self.rest.around.get_untracked() {
                before.remove_attribute("aria-describedby").ok();
            }
            self.rest.around.load(place);
            self.attach();
        }
        self.wanted.set_value(true);
        self.needs.then(move |_| {
            self.built.try_set(true);
            if self.wanted.try_get_value() == Some(true) {
                self.rest.turn(true);
            }
        });
        is_other.then(|| place.clone())
    }

    /// Goes, or back to the place that has the focus.
    fn leave(self, place: &Element) -> Option<Element> {
        let focused = document().active_element().and_then(|it| it.closest(self.places).ok().flatten());
        if let Some(focused) = focused.filter(|it| !it.is_same_node(Some(place))) {
            return self.come(&focused);
        }
        if self.is_at(place) {
            self.wanted.set_value(false);
            self.rest.turn(false);
        }
        None
    }

    fn is_at(self, place: &Element) -> bool {
        self.rest.around.get_untracked().is_some_and(|it| it.is_same_node(Some(place)))
    }

    fn attach(self) {
        if let (Some(around), Some(text)) = (self.rest.around.get_untracked(), self.rest.text.get_untracked()) {
            around.append_child(&text).ok();
            around.set_attribute("aria-describedby", self.id).ok();
        }
    }
}

/// Where [`TheTooltip`] is made.
#[component]
pub fn SharedTooltip(tip: TheTooltip, children: ChildrenFn) -> impl IntoView {
    let text = tip.rest.text;
    Effect::new(move || {
        if text.get().is_some() {
            tip.attach();
        }
    });
    view! {
        <When so=move || tip.built.get()>
            <span class="tooltip__text tooltip__text--rich" role="tooltip" popover="manual" id=tip.id node_ref=text>
                {children()}
            </span>
        </When>
    }
}

/// Whether somebody only went from one thing in the place to another.
fn is_within(event: &Event, place: &Element) -> bool {
    let other = js_sys::Reflect::get(event, &"relatedTarget".into()).ok();
    other.is_some_and(|other| place.contains(other.dyn_ref::<Node>()))
}

/// Opens and closes after a moment's rest, so that crossing a row of triggers does not flicker.
#[derive(Clone, Copy)]
struct Rest {
    around: NodeRef<html::Span>,
    text: NodeRef<html::Span>,
    pending: StoredValue<Option<TimeoutHandle>>,
    may_open: Callback<(), bool>,
}

impl Rest {
    fn new(may_open: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        let rest = Self {
            around: NodeRef::new(),
            text: NodeRef::new(),
            pending: StoredValue::new(None),
            may_open: Callback::new(move |()| may_open()),
        };
        on_cleanup(move || rest.forget());
        rest
    }

    fn turn(self, open: bool) {
        self.forget();
        let (after, then) =
            if open { (OPENS_AFTER, Self::show as fn(Self)) } else { (CLOSES_AFTER, Self::hide as fn(Self)) };
        let timeout = set_timeout_with_handle(move || then(self), after).ok();
        self.pending.try_set_value(timeout);
    }

    fn forget(self) {
        if let Some(Some(timeout)) = self.pending.try_get_value() {
            timeout.clear();
        }
    }

    fn show(self) {
        if !self.may_open.try_run(()).unwrap_or(false) {
            return;
        }
        let nodes = (self.around.try_get_untracked().flatten(), self.text.try_get_untracked().flatten());
        if let (Some(around), Some(text)) = nodes
            && text.show_popover().is_ok()
        {
            place::beside(&text, &around);
        }
    }

    fn hide(self) {
        if let Some(text) = self.text.try_get_untracked().flatten() {
            text.hide_popover().ok();
        }
    }

    /// Whether the key was the one that closes.
    fn escape(self, event: &KeyboardEvent) -> bool {
        let closes = event.key() == "Escape";
        if closes {
            self.forget();
            self.hide();
        }
        closes
    }
}
