//! The card in the middle of a page of somebody who is not signed in.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::ui::{Logo, Notice, Tone};

/// A page with one card.
#[component]
pub fn Gate(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <Title text=title />
        <main class="gate">
            <section class="card gate__card">
                {children()}
            </section>
        </main>
    }
}

/// The words at the top of the card.
#[component]
pub fn GateHead(#[prop(into)] title: String, #[prop(optional, into)] sub: Option<String>) -> impl IntoView {
    view! {
        <header class="gate__head">
            <span class="gate__brand"><Logo /> "Rollcall"</span>
            <h1>{title}</h1>
            {sub.map(|sub| view! { <p class="gate__sub">{sub}</p> })}
        </header>
    }
}

/// Why the form as a whole was refused.
#[component]
pub fn Refused(words: Signal<Option<String>>) -> impl IntoView {
    move || words.get().map(|words| view! { <Notice tone=Tone::Bad>{words}</Notice> })
}
