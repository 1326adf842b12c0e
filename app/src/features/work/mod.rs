//! What the pages of projects, runs and reports have in common.

mod confirm;
mod paged;
mod place;
mod teach;

pub use confirm::ConfirmDelete;
pub use paged::{Fetch, Paged};
pub use place::Place;
pub use teach::Teach;

use domain::time::Timestamp;
use leptos::prelude::*;

use crate::ui::TimeAgo;

/// As in "3 days ago", or a dash where it never was.
#[component]
pub fn Ago(at: Option<Timestamp>) -> impl IntoView {
    match at {
        Some(at) => view! { <TimeAgo at /> }.into_any(),
        None => view! { <span class="muted">"Never"</span> }.into_any(),
    }
}
