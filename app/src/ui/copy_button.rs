//! Copies a text, also where the browser has no clipboard to offer.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::{ButtonKind, Glyph, Icon};

const WORDS_GO_AFTER: Duration = Duration::from_secs(2);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copied {
    NotYet,
    Yes,
    /// There is no clipboard on plain http: the text is selected for the person to copy.
    Selected,
}

/// Copies `text` and says so.
///
/// `source` is an input that holds the text; without a clipboard it is selected.
#[component]
pub fn CopyButton(
    #[prop(into)] text: Signal<String>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] source: Option<NodeRef<html::Input>>,
) -> impl IntoView {
    let copied = RwSignal::new(Copied::NotYet);
    let copy = move |_| {
        spawn_local(async move {
            let done = write(&text.get_untracked()).await;
            if !done && let Some(input) = source.and_then(|source| source.get_untracked()) {
                input.select();
            }
            copied.try_set(if done { Copied::Yes } else { Copied::Selected });
            let forget = move || {
                copied.try_set(Copied::NotYet);
            };
            set_timeout(forget, WORDS_GO_AFTER);
        });
    };
    let face = move || match copied.get() {
        Copied::NotYet => (Icon::Copy, "Copy"),
        Copied::Yes => (Icon::Check, "Copied"),
        Copied::Selected => (Icon::Copy, "Press Ctrl+C"),
    };
    view! {
        <button class=format!("{} copy", kind.class()) type="button" on:click:target=copy>
            {move || view! { <Glyph icon=face().0 /> }}
            <span aria-live="polite">{move || face().1}</span>
        </button>
    }
}

/// A text to copy, say a link that is shown once, with its button.
#[component]
pub fn CopyField(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    #[prop(into)] text: Signal<String>,
) -> impl IntoView {
    let input = NodeRef::new();
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label}</label>
            <div class="copy-field">
                <input class="input input--mono" id=id readonly value=text node_ref=input on:focus:target=move |_| select(input) />
                <CopyButton text source=input />
            </div>
        </div>
    }
}

fn select(input: NodeRef<html::Input>) {
    if let Some(input) = input.get_untracked() {
        input.select();
    }
}

async fn write(text: &str) -> bool {
    window().is_secure_context() && JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}
