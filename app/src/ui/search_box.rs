//! A field that searches while one types.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;

use super::shortcuts::{is_plain, on_key};
use super::{Glyph, Icon};

/// How long after the last key something is looked for.
const SETTLES_AFTER: Duration = Duration::from_millis(60);

/// Looks for words shortly after the last key; `/` comes here from anywhere on the page. Without WASM it is a form
/// that asks for the page at `action` with the words in `q`.
#[component]
pub fn SearchBox(
    /// What can be searched, shown while the field is empty, and read out.
    label: &'static str,
    #[prop(into)] action: String,
    /// What is looked for now.
    #[prop(into)]
    words: Signal<String>,
    #[prop(into)] on_search: Callback<String>,
) -> impl IntoView {
    let typing = Typing::new(words, on_search);
    focus_on_slash(typing.input);
    view! {
        <form class="search" role="search" method="get" action=action on:submit=|event| event.prevent_default()>
            <Glyph icon=Icon::Search />
            <input
                class="input search__input"
                type="search"
                name="q"
                placeholder=label
                aria-label=label
                autocomplete="off"
                maxlength="200"
                value=words.get_untracked()
                node_ref=typing.input
                on:input=move |_| typing.settle()
            />
            <kbd>"/"</kbd>
        </form>
    }
}

/// What is typed goes ahead of what is looked for. The field follows that only where it changes by other hands, say by
/// Back: else the answer to an earlier key would take back later ones.
#[derive(Clone, Copy)]
struct Typing {
    input: NodeRef<html::Input>,
    /// What was sent and is not looked for yet.
    sent: StoredValue<Vec<String>>,
    pending: StoredValue<Option<TimeoutHandle>>,
    on_search: Callback<String>,
}

impl Typing {
    fn new(words: Signal<String>, on_search: Callback<String>) -> Self {
        let typing = Self {
            input: NodeRef::new(),
            sent: StoredValue::new(Vec::new()),
            pending: StoredValue::new(None),
            on_search,
        };
        let words = Memo::new(move |_| words.get());
        Effect::new(move |before: Option<()>| {
            let words = words.get();
            match before {
                Some(()) => typing.looked_for(&words),
                None => typing.come_alive(&words),
            }
        });
        on_cleanup(move || typing.forget());
        typing
    }

    /// What was typed before the page came alive is looked for now.
    fn come_alive(self, words: &str) {
        if self.text().is_some_and(|text| text != words) {
            self.send();
        }
    }

    fn settle(self) {
        self.forget();
        self.pending.set_value(set_timeout_with_handle(move || self.send(), SETTLES_AFTER).ok());
    }

    fn send(self) {
        let Some(text) = self.text() else { return };
        self.sent.update_value(|sent| sent.push(text.clone()));
        self.on_search.run(text);
    }

    fn looked_for(self, words: &str) {
        let own = self.sent.try_update_value(|sent| {
            let at = sent.iter().position(|text| text == words)?;
            sent.drain(..=at);
            Some(())
        });
        if own.flatten().is_none() {
            self.forget();
            self.sent.set_value(Vec::new());
            if let Some(input) = self.input.get_untracked() {
                input.set_value(words);
            }
        }
    }

    fn text(self) -> Option<String> {
        self.input.try_get_untracked().flatten().map(|input| input.value())
    }

    fn forget(self) {
        if let Some(timeout) = self.pending.try_update_value(Option::take).flatten() {
            timeout.clear();
        }
    }
}

/// Wherever on the page one is.
fn focus_on_slash(input: NodeRef<html::Input>) {
    on_key(move |event| {
        if event.key() == "/"
            && is_plain(event)
            && let Some(input) = input.get_untracked()
        {
            event.prevent_default();
            input.focus().ok();
            input.select();
        }
    });
}
