//! What happened elsewhere than where one looks.

use std::time::Duration;

use leptos::prelude::*;

use super::{ButtonKind, Each, Glyph, Icon, IconButton, Item, Tone};

const GOES_AFTER: Duration = Duration::from_secs(6);

/// The messages on show. In context below [`Toasts::provide`].
#[derive(Clone, Copy)]
pub struct Toasts(RwSignal<Vec<Toast>>);

#[derive(Clone, PartialEq, Eq)]
struct Toast {
    number: u64,
    tone: Tone,
    words: String,
}

impl Toasts {
    pub fn provide() -> Self {
        let toasts = Self(RwSignal::new(Vec::new()));
        provide_context(toasts);
        toasts
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Says that something went well; it goes by itself.
    pub fn good(self, words: impl Into<String>) {
        let number = self.add(Tone::Good, words.into());
        set_timeout(move || self.dismiss(number), GOES_AFTER);
    }

    /// Says what went wrong; it stays until it is dismissed.
    pub fn bad(self, words: impl Into<String>) {
        self.add(Tone::Bad, words.into());
    }

    fn add(self, tone: Tone, words: String) -> u64 {
        let number = self.0.with_untracked(|toasts| toasts.last().map_or(0, |last| last.number + 1));
        self.0.update(|toasts| toasts.push(Toast { number, tone, words }));
        number
    }

    fn dismiss(self, number: u64) {
        self.0.try_update(|toasts| toasts.retain(|toast| toast.number != number));
    }
}

/// Where the messages appear: once, at the end of the page.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = Toasts::expect();
    view! {
        <div class="toasts" role="region" aria-label="Messages" aria-live="polite">
            <Each items=move || toasts.0.get().into_iter().map(|toast| item(toasts, toast)).collect() />
        </div>
    }
}

fn item(toasts: Toasts, Toast { number, tone, words }: Toast) -> Item {
    Item::new(number.into(), move || {
        view! {
            <div class=format!("toast toast--{}", tone.as_str())>
                <Glyph icon=tone.icon() />
                <p>{words}</p>
                <IconButton icon=Icon::Close label="Dismiss" kind=ButtonKind::Quiet on_click=move |()| toasts.dismiss(number) />
            </div>
        }
        .into_any()
    })
}
