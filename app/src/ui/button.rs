//! Buttons. One that cannot be used says why, and stays where the keyboard finds it.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::{Glyph, Icon, Tooltip};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    #[default]
    Plain,
    Primary,
    Danger,
    Quiet,
}

impl ButtonKind {
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Plain => "button",
            Self::Primary => "button button--primary",
            Self::Danger => "button button--danger",
            Self::Quiet => "button button--quiet",
        }
    }
}

/// A button with words in it.
///
/// Without `reason` the root is the `<button>`, so that attributes can be spread onto it; with it the root is the
/// tooltip's wrapper.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    /// Sends the form around it.
    #[prop(optional)]
    submit: bool,
    /// Names the button on the page. Needed with `reason`.
    #[prop(optional, into)]
    id: Option<String>,
    /// Why it cannot be used now; `None` while it can.
    #[prop(optional, into)]
    reason: Option<Signal<Option<String>>>,
    /// Work is under way: shows a spinner and takes no further click.
    #[prop(optional, into)]
    busy: Signal<bool>,
    #[prop(optional, into)] on_click: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let blocked = move || reason.is_some_and(|reason| reason.read().is_some());
    let click = move |event: &MouseEvent| {
        if blocked() || busy.get() {
            event.prevent_default();
            event.stop_propagation();
        } else if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    let tip = reason.and(id.as_ref().map(|id| format!("{id}-why")));
    let described_by = tip.clone();
    let button = view! {
        <button
            class=kind.class()
            type=if submit { "submit" } else { "button" }
            id=id
            aria-disabled=move || blocked().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            aria-describedby=move || described_by.clone().filter(|_| blocked())
            on:click:target=move |event| click(&event)
        >
            {children()}
        </button>
    };
    match (tip, reason) {
        (Some(tip), Some(reason)) => view! { <Tooltip id=tip text=reason>{button}</Tooltip> }.into_any(),
        _ => button.into_any(),
    }
}

/// A button with an icon for a face. The label is read out, and shown to a mouse that rests.
#[component]
pub fn IconButton(
    icon: Icon,
    #[prop(into)] label: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional, into)] on_click: Option<Callback<()>>,
) -> impl IntoView {
    let click = move |_| {
        if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    view! {
        <button class=format!("{} button--icon", kind.class()) type="button" title=label.clone() aria-label=label on:click:target=click>
            <Glyph icon />
        </button>
    }
}
