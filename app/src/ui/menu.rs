//! A menu behind a button, with the keys that menus have.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{HtmlElement, MouseEvent};
use wasm_bindgen::JsCast;

use super::{ButtonKind, Fetching, Glyph, Icon, Part, When, place};

const ITEMS: &str = "[role^=menuitem]";

/// A button that opens a menu of [`MenuItem`]s, [`MenuLink`]s and [`MenuLine`]s.
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
    let state = MenuState {
        open: RwSignal::new(false),
        built: RwSignal::new(eager),
        popover: NodeRef::new(),
        trigger: NodeRef::new(),
        needs: needs.map(|part| Fetching::new(part, None)),
    };
    let (menu, menu_label) = (id.clone(), label.clone());
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
                aria-expanded=move || state.open.get().to_string()
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
            <When so=move || state.built.get()>
                <div
                    class="menu"
                    role="menu"
                    popover="auto"
                    aria-label=menu_label.clone()
                    id=menu.clone()
                    node_ref=state.popover
                    on:toggle:target=move |_| state.toggled()
                    on:keydown:target=move |event| state.rove(&event)
                >
                    {children()}
                </div>
            </When>
        </span>
    }
}

/// Something to do. The menu closes first, so that a dialog it opens gives the focus back to the menu's button.
#[component]
pub fn MenuItem(
    #[prop(into)] on_select: Callback<()>,
    #[prop(optional)] danger: bool,
    /// A quieter line under the words, say what will happen.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Why it cannot be done now, shown in place of the hint.
    #[prop(optional, into)]
    reason: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let menu = MenuState::expect();
    let line = move || reason.get().or_else(|| hint.clone());
    let select = move |_| {
        if reason.read_untracked().is_none() {
            menu.close();
            on_select.run(());
        }
    };
    view! {
        <button
            class="menu__item"
            class:menu__item--danger=danger
            type="button"
            role="menuitem"
            tabindex="-1"
            aria-disabled=move || reason.read().is_some().then_some("true")
            on:click:target=select
        >
            <span class="menu__words">{children()}</span>
            {move || line().map(|line| view! { <small class="menu__hint">{line}</small> }.into_any())}
        </button>
    }
}

/// Something that is on or off. The menu stays open, for the next one.
#[component]
pub fn MenuCheck(
    #[prop(into)] checked: Signal<bool>,
    #[prop(into)] on_toggle: Callback<()>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class="menu__item menu__item--check"
            type="button"
            role="menuitemcheckbox"
            tabindex="-1"
            aria-checked=move || checked.get().to_string()
            on:click:target=move |_| on_toggle.run(())
        >
            <span class="menu__tick"><Glyph icon=Icon::Check /></span>
            <span class="menu__words">{children()}</span>
        </button>
    }
}

/// A heading over items, for eyes: the group below carries the same words.
#[component]
pub fn MenuLabel(children: Children) -> impl IntoView {
    view! { <p class="menu__label" aria-hidden="true">{children()}</p> }
}

/// Somewhere to go, or with `download` something to save.
#[component]
pub fn MenuLink(
    #[prop(into)] href: String,
    #[prop(optional)] download: bool,
    #[prop(optional, into)] hint: Option<String>,
    /// Runs before the browser follows the link, and may keep it from doing so.
    #[prop(optional, into)]
    on_follow: Option<Callback<MouseEvent>>,
    children: Children,
) -> impl IntoView {
    let menu = MenuState::expect();
    let follow = move |event: MouseEvent| {
        menu.close();
        if let Some(on_follow) = on_follow {
            on_follow.run(event);
        }
    };
    view! {
        <a class="menu__item" role="menuitem" tabindex="-1" href=href download=download on:click=follow>
            <span class="menu__words">{children()}</span>
            {hint.map(|line| view! { <small class="menu__hint">{line}</small> }.into_any())}
        </a>
    }
}

/// A line between groups of items.
#[component]
pub fn MenuLine() -> impl IntoView {
    view! { <hr class="menu__line" /> }
}

#[derive(Clone, Copy)]
struct MenuState {
    open: RwSignal<bool>,
    built: RwSignal<bool>,
    popover: NodeRef<html::Div>,
    trigger: NodeRef<html::Button>,
    needs: Option<Fetching>,
}

impl MenuState {
    fn expect() -> Self {
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

    fn close(self) {
        if let Some(popover) = self.popover.get_untracked() {
            popover.hide_popover().ok();
        }
    }

    fn toggled(self) {
        let (Some(popover), Some(trigger)) = (self.popover.get_untracked(), self.trigger.get_untracked()) else {
            return;
        };
        let open = popover.matches(":popover-open").unwrap_or(false);
        self.open.set(open);
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
