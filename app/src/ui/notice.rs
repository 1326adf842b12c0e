//! What happened, said where it happened.

use leptos::prelude::*;

use super::{Glyph, Tone};

/// A message in the flow of the page. Bad news interrupts a screen reader.
#[component]
pub fn Notice(#[prop(optional)] tone: Tone, children: Children) -> impl IntoView {
    view! {
        <div class=format!("notice notice--{}", tone.as_str()) role=tone.role()>
            <Glyph icon=tone.icon() />
            <div class="notice__words">{children()}</div>
        </div>
    }
}
