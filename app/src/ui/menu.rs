//! A menu behind a button, with the keys that menus have.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::tachys::html::node_ref::NodeRefContainer;
use leptos::web_sys::{Element, Event, HtmlElement};
use wasm_bindgen::JsCast;

use super::{ButtonKind, Fetching, Glyph, Icon, Part, When, place};

const ITEMS: &str = "[role^=menuitem]";

/// A button that opens a menu of [`MenuItem`](super::MenuItem)s, [`MenuLink`](super::MenuLink)s and
/// [`MenuLine`](super::MenuLine)s.
///
/// The browser closes it on Escape and on a click elsewhere, and gives the focus back to the button.
#[component]
pub fn Menu(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    /// Names the button and the menu.
    #[prop(into)]
    label: String,
    /// The button's face in place of three dots; it should hold the label's words.
    #[prop(optional, into)]
    face: Option<ViewFn>,
    /// In place of the three dots, where there is no face.
    #[prop(default = Icon::More)]
    icon: Icon,
    #[prop(optional)] kind: ButtonKind,
    /// Builds menu and items with the page, so that they are there without WASM; else they are built when the button is
    /// about to be pressed.
    #[prop(optional)]
    eager: bool,
    /// What the items need: the menu is not built before it is there.
    #[prop(optional)]
    needs: Option<Part>,
    children: ChildrenFn,
) -> impl IntoView {
    let state = MenuState::new(eager, needs);
    let (menu, menu_label) = (id.clone(), Signal::stored(label.clone()));
    provide_context(state);
    let class = format!("{}{} menu__trigger", kind.class(), if face.is_some() { "" } else { " button--icon" });
    // Letters on a face are no words: the label stands beside them, out of sight, and does not contradict them.
    let words = face.is_some().then(|| view! { <span class="hidden">{label.clone()}</span> }.into_any());
    let name = face.is_none().then(|| label.clone());
    let face = face.unwrap_or_else(|| (move || view! { <Glyph icon /> }).into());
    view! {
        <span class="menu-anchor">
            <button
                class=class
                type="button"
                aria-haspopup="menu"
                aria-label=name
                aria-expanded="false"
                popovertarget=id
                node_ref=state.trigger
                on:pointerenter:target=move |_| state.build(|_| ())
                on:focus:target=move |_| state.build(|_| ())
                on:click:target=move |_| state.open_late()
                on:keydown:target=move |event| state.open_by_key(&event)
            >
                {face.run()}
                {words}
            </button>
            <When so=move || state.built.get()>{popover(state, menu.clone(), menu_label, &children)}</When>
        </span>
    }
}

/// A menu that many buttons open, as one in each row of a table. There is one, which comes to the button that wants it.
///
/// The buttons have the class `menu__trigger`, name the menu as their `popovertarget`, and stand each in a `menu-anchor`.
#[derive(Clone, Copy)]
pub struct TheMenu(MenuState);

impl TheMenu {
    pub fn new(needs: Part) -> Self {
        Self(MenuState::new(false, Some(needs)))
    }

    /// Takes what happens around the buttons: pointerover, focusin, click and keydown. Says to which button the menu
    /// came, if to another one.
    pub fn hear(self, event: &Event) -> Option<Element> {
        let Self(state) = self;
        let trigger = place::around(event, ".menu__trigger")?;
        match event.type_().as_str() {
            "pointerover" | "focusin" if !state.is_open() => {
                state.build(|_| ());
                self.come(&trigger)
            }
            "click" => {
                let came = self.come(&trigger);
                state.open_late();
                came
            }
            "keydown" => {
                let came = self.come(&trigger);
                state.open_by_key(event.unchecked_ref());
                came
            }
            _ => None,
        }
    }

    fn come(self, trigger: &Element) -> Option<Element> {
        let Self(state) = self;
        if state.trigger.get_untracked().is_some_and(|it| it.is_same_node(Some(trigger))) {
            return None;
        }
        state.close();
        state.say(false);
        state.trigger.load(trigger);
        self.attach();
        Some(trigger.clone())
    }

    fn attach(self) {
        let Self(state) = self;
        let anchor = state.trigger.get_untracked().and_then(|it| it.parent_element());
        if let (Some(anchor), Some(popover)) = (anchor, state.popover.get_untracked()) {
            anchor.append_child(&popover).ok();
        }
    }
}

/// Where [`TheMenu`] is made.
#[component]
pub fn SharedMenu(
    menu: TheMenu,
    #[prop(into)] id: String,
    label: Signal<String>,
    children: ChildrenFn,
) -> impl IntoView {
    let TheMenu(state) = menu;
    Effect::new(move || {
        if state.popover.get().is_some() {
            menu.attach();
        }
    });
    view! {
        <When so=move || {
            state.built.get()
        }>
            {
                provide_context(state);
                popover(state, id.clone(), label, &children)
            }
        </When>
    }
}

fn popover(state: MenuState, id: String, label: Signal<String>, children: &ChildrenFn) -> AnyView {
    view! {
        <div
            class="menu"
            role="menu"
            popover="auto"
            aria-label=move || label.get()
            id=id
            node_ref=state.popover
            on:toggle:target=move |_| state.toggled()
            on:keydown:target=move |event| state.rove(&event)
        >
            {children()}
        </div>
    }
    .into_any()
}

#[derive(Clone, Copy)]
pub(super) struct MenuState {
    built: RwSignal<bool>,
    popover: NodeRef<html::Div>,
    trigger: NodeRef<html::Button>,
    needs: Option<Fetching>,
}

impl MenuState {
    fn new(built: bool, needs: Option<Part>) -> Self {
        Self {
            built: RwSignal::new(built),
            popover: NodeRef::new(),
            trigger: NodeRef::new(),
            needs: needs.map(|part| Fetching::new(part, None)),
        }
    }

    pub(super) fn expect() -> Self {
        expect_context()
    }

    fn build(self, then: fn(Self)) {
        let build = move || {
            self.built.try_set(true);
            then(self);
        };
        match self.needs {
            Some(needs) => needs.then(move |_| build()),
            None => build(),
        }
    }

    /// Opens the menu of a button that was pressed before it could be built: the browser found nothing to open.
    fn open_late(self) {
        if self.popover.get_untracked().is_none() {
            self.build(|state| {
                request_animation_frame(move || {
                    if let Some(popover) = state.popover.try_get_untracked().flatten() {
                        popover.show_popover().ok();
                    }
                });
            });
        }
    }

    pub(super) fn close(self) {
        if let Some(popover) = self.popover.get_untracked() {
            popover.hide_popover().ok();
        }
    }

    fn is_open(self) -> bool {
        self.popover.get_untracked().is_some_and(|popover| popover.matches(":popover-open").unwrap_or(false))
    }

    /// Tells screen readers at the button whether the menu is open.
    fn say(self, open: bool) {
        if let Some(trigger) = self.trigger.get_untracked() {
            trigger.set_attribute("aria-expanded", if open { "true" } else { "false" }).ok();
        }
    }

    fn toggled(self) {
        let (Some(popover), Some(trigger)) = (self.popover.get_untracked(), self.trigger.get_untracked()) else {
            return;
        };
        let open = self.is_open();
        self.say(open);
        if open {
            place::beside(&popover, &trigger);
            request_animation_frame(move || self.focus(|_, _| 0));
        }
    }

    fn open_by_key(self, event: &KeyboardEvent) {
        if matches!(event.key().as_str(), "ArrowDown" | "ArrowUp")
            && let Some(trigger) = self.trigger.get_untracked()
        {
            event.prevent_default();
            trigger.click();
        }
    }

    fn rove(self, event: &KeyboardEvent) {
        let key = event.key();
        match key.as_str() {
            "ArrowDown" => self.focus(|at, count| at.map_or(0, |at| (at + 1) % count)),
            "ArrowUp" => self.focus(|at, count| at.map_or(count - 1, |at| (at + count - 1) % count)),
            "Home" => self.focus(|_, _| 0),
            "End" => self.focus(|_, count| count - 1),
            "Tab" => return self.close(),
            _ => return,
        }
        event.prevent_default();
    }

    /// Focuses the item that `next` picks, given which one has the focus and how many there are.
    fn focus(self, next: impl Fn(Option<u32>, u32) -> u32) {
        let Some(items) = self.popover.get_untracked().and_then(|popover| popover.query_selector_all(ITEMS).ok())
        else {
            return;
        };
        let count = items.length();
        if count == 0 {
            return;
        }
        let focused = document().active_element();
        let at = focused.and_then(|focused| {
            (0..count).find(|&i| items.get(i).is_some_and(|item| item.is_same_node(Some(&focused))))
        });
        if let Some(item) = items.get(next(at, count)).and_then(|item| item.dyn_into::<HtmlElement>().ok()) {
            item.focus().ok();
        }
    }
}
