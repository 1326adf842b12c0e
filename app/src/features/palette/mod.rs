//! The keyboard's way around: a palette of commands and people, and the list of all keys. Nothing of either is in the
//! page until it is first opened.

mod command;
mod dialog;
mod keys;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::ui::shortcuts::{is_plain, on_key};
use crate::ui::{Later, fetch_soon, part};

use dialog::PaletteDialog;
use keys::KeysDialog;

/// What is open of the two. In context below [`Palette::provide`].
#[derive(Clone, Copy)]
pub struct Palette {
    commands: RwSignal<bool>,
    keys: RwSignal<bool>,
    /// What was typed, from the key that opened it on: the field may be a moment away.
    typed: RwSignal<String>,
}

impl Palette {
    pub fn provide() -> Self {
        let palette =
            Self { commands: RwSignal::new(false), keys: RwSignal::new(false), typed: RwSignal::new(String::new()) };
        provide_context(palette);
        palette
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Opens the palette of commands.
    pub fn open(self) {
        self.typed.set(String::new());
        self.commands.set(true);
    }

    /// Whether it is open, or about to open: then keys are for it.
    pub fn is_open(self) -> bool {
        self.commands.get_untracked()
    }

    fn pressed(self, event: &KeyboardEvent) {
        if self.is_open() && is_letter(event) {
            self.typed.update(|typed| typed.push_str(&event.key()));
        } else if self.is_open() && event.key() == "Escape" {
            self.commands.set(false);
        } else if is_palette_key(event) {
            self.open();
        } else if event.key() == "?" && is_plain(event) {
            self.keys.set(true);
        } else {
            return;
        }
        event.prevent_default();
    }
}

/// Whether a key stands for itself, such as a letter.
fn is_letter(event: &KeyboardEvent) -> bool {
    is_plain(event) && event.key().chars().count() == 1
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
    fetch_soon(dialogs);
    let opens = move || palette.commands.get() | palette.keys.get();
    let close = move |()| {
        palette.commands.set(false);
        palette.keys.set(false);
    };
    view! { <Later part=dialogs when=Signal::derive(opens) on_failure=close /> }
}

part!(dialogs in dialogs => view! {
    <PaletteDialog />
    <KeysDialog open=Palette::expect().keys />
});
