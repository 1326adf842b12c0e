//! Light, dark, or as the system says. `public/theme.js` puts the choice into effect before the first paint.

use leptos::prelude::*;
use leptos::web_sys::Event;

use super::remembered::{recall, remember};

const KEY: &str = "theme";

/// The event on `window` that tells those who draw by themselves.
pub const CHANGED: &str = "themechange";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// What was chosen in this browser. Only in the browser.
    pub fn get() -> Self {
        let stored = recall(KEY);
        Self::ALL.into_iter().find(|theme| stored.as_deref() == Some(theme.as_str())).unwrap_or_default()
    }

    /// Remembers the choice and puts it into effect. Only in the browser.
    pub fn set(self) {
        remember(KEY, self.as_str(), self != Self::System);
        if let Ok(event) = Event::new(CHANGED) {
            window().dispatch_event(&event).ok();
        }
    }
}

/// Three buttons of which one is pressed. Which one is known only in the browser, so the server presses none.
#[component]
pub fn ThemeSelect(
    /// A menu holds items: there the buttons are items of which one is ticked.
    #[prop(optional)]
    in_menu: bool,
) -> impl IntoView {
    let chosen = RwSignal::new(None);
    Effect::new(move || {
        chosen.set(Some(Theme::get()));
        let listener = window_event_listener_untyped(CHANGED, move |_| chosen.set(Some(Theme::get())));
        on_cleanup(move || listener.remove());
    });
    let button = move |theme: Theme| {
        let choose = move |_| theme.set();
        let is_on = move |here: bool| here.then(|| (chosen.get() == Some(theme)).to_string());
        view! {
            <button
                class="segments__one"
                type="button"
                role=in_menu.then_some("menuitemradio")
                tabindex=in_menu.then_some("-1")
                aria-checked=move || is_on(in_menu)
                aria-pressed=move || is_on(!in_menu)
                on:click:target=choose
            >
                {theme.label()}
            </button>
        }
        .into_any()
    };
    view! { <div class="segments" role="group" aria-label="Theme">{Theme::ALL.map(button).collect_view()}</div> }
}
