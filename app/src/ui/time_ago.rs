//! Times in words, the same on the server and at hydration, fresh afterwards.

use std::time::Duration;

use domain::time::Timestamp;
use leptos::prelude::*;

/// What time it is, as the server said when it made the page, and on from there.
///
/// Hydration must see the server's time, never the browser's clock, which may be wrong; the minutes since are counted.
#[derive(Clone, Copy)]
pub struct Now(Signal<Timestamp>);

impl Now {
    /// Puts the time in context. `start` is what the server serialized with the page.
    pub fn provide(start: Timestamp) -> Self {
        let now = RwSignal::new(start);
        Effect::new(move || {
            let began = js_sys::Date::now();
            let tick = move || {
                now.try_set(later(start, js_sys::Date::now() - began));
            };
            if let Ok(minutes) = set_interval_with_handle(tick, Duration::from_mins(1)) {
                on_cleanup(move || minutes.clear());
            }
        });
        let now = Self(now.into());
        provide_context(now);
        now
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn get(self) -> Timestamp {
        self.0.get()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a page is not open for a million years")]
fn later(start: Timestamp, milliseconds: f64) -> Timestamp {
    Timestamp(start.0 + milliseconds as i64)
}

/// How long ago something was, kept up to date; the exact time is in the tooltip. Needs [`Now`] in context.
#[component]
pub fn TimeAgo(at: Timestamp) -> impl IntoView {
    let now = Now::expect();
    view! {
        <time class="time" datetime=at.rfc3339() title=at.exact()>
            {move || at.ago(now.get())}
        </time>
    }
}
