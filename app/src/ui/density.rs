//! How high the rows of tables are. `public/theme.js` puts the choice into effect before the first paint.

use leptos::prelude::*;

use super::remembered::{recall, remember};

const KEY: &str = "density";
const COMPACT: &str = "compact";
const CHOICES: [(&str, &str); 2] = [("comfortable", "Comfortable"), (COMPACT, "Compact")];

/// Two items of a menu, of which one is ticked. Which one is known only in the browser, so the server ticks none.
#[component]
pub fn DensitySelect() -> impl IntoView {
    let is_compact = RwSignal::new(None);
    Effect::new(move || is_compact.set(Some(recall(KEY).as_deref() == Some(COMPACT))));
    let item = move |(word, label): (&'static str, &'static str)| {
        let compact = word == COMPACT;
        let choose = move |_| {
            remember(KEY, word, compact);
            is_compact.set(Some(compact));
        };
        view! {
            <button
                class="segments__one"
                type="button"
                role="menuitemradio"
                tabindex="-1"
                aria-checked=move || (is_compact.get() == Some(compact)).to_string()
                on:click=choose
            >
                {label}
            </button>
        }
    };
    view! { <div class="segments" role="group" aria-label="Density">{CHOICES.map(item).collect_view()}</div> }
}
