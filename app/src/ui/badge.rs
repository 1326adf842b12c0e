//! Small words that stand for a state, and small names that stand for things.

use leptos::prelude::*;
use maud::{Markup, html};

use super::Tone;

/// A state in a word, as "Invite pending".
#[component]
pub fn Badge(#[prop(optional)] tone: Tone, children: Children) -> impl IntoView {
    view! { <span class=format!("badge badge--{}", tone.as_str())>{children()}</span> }
}

/// The same as part of other markup.
pub fn badge(tone: Tone, words: &str) -> Markup {
    html! { span class={ "badge badge--" (tone.as_str()) } { (words) } }
}

/// A name among others, as a team in a list of teams. Long ones end in an ellipsis.
#[component]
pub fn Chip(children: Children) -> impl IntoView {
    view! { <span class="chip">{children()}</span> }
}

/// The same as part of other markup.
pub fn chip(name: &str) -> Markup {
    html! { span.chip { (name) } }
}
