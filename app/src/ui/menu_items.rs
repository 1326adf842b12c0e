//! What stands in a menu.

use leptos::prelude::*;
use leptos::web_sys::MouseEvent;

use super::menu::MenuState;
use super::{Glyph, Icon};

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
