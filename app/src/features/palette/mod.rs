//! The keyboard's way around: a palette of commands and people, and the list of all keys. Nothing of either is in the
//! page until it is first opened.

mod command;
mod dialog;
mod keys;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::ui::shortcuts::{is_plain, on_key};

use dialog::PaletteDialog;
use keys::KeysDialog;

/// What is open of the two. In context below [`Palette::provide`].
#[derive(Clone, Copy)]
pub struct Palette {
    commands: RwSignal<bool>,
    keys: RwSignal<bool>,
}

impl Palette {
    pub fn provide() -> Self {
        let palette = Self { commands: RwSignal::new(false), keys: RwSignal::new(false) };
        provide_context(palette);
        palette
    }

    fn expect() -> Self {
        expect_context()
    }

    /// Opens the palette of commands.
    pub fn open(self) {
        self.commands.set(true);
    }

    fn pressed(self, event: &KeyboardEvent) {
        if is_palette_key(event) {
            self.commands.set(true);
        } else if event.key() == "?" && is_plain(event) {
            self.keys.set(true);
        } else {
            return;
        }
        event.prevent_default();
    }
}

/// Ctrl-K, on a Mac Command-K.
fn is_palette_key(event: &KeyboardEvent) -> bool {
    (event.ctrl_key() != event.meta_key())
        && !event.alt_key()
        && !event.shift_key()
        && event.key().eq_ignore_ascii_case("k")
}

/// Listens for the keys. Once on the page.
#[component]
pub fn PaletteKeys() -> impl IntoView {
    let palette = Palette::expect();
    on_key(move |event| palette.pressed(event));
    let (commands, keys) = (opened_once(palette.commands), opened_once(palette.keys));
    view! {
        <Show when=move || commands.get()><PaletteDialog /></Show>
        <Show when=move || keys.get()><KeysDialog open=palette.keys /></Show>
    }
}

fn opened_once(open: RwSignal<bool>) -> Memo<bool> {
    Memo::new(move |before| before.copied().unwrap_or_default() || open.get())
}
