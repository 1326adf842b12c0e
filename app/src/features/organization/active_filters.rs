//! The filters in effect, under the toolbar.

use domain::time::Day;
use domain::user::UserQuery;
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use wasm_bindgen::JsCast;

use super::url::{self, Place};
use crate::ui::{Glyph, Icon, Now, When};

/// Each with the way out of it.
#[component]
pub fn ActiveFilters() -> impl IntoView {
    let (place, now) = (Place::expect(), Now::expect());
    let query = place.query();
    let filters = Memo::new(move |_| query.with(|query| active(query, now.get().day())));
    let is_filtered = Memo::new(move |_| query.with(UserQuery::is_filtered));
    let chip = move |(name, label): (&'static str, String)| {
        view! {
            <li>
                <button
                    class="filter-chip"
                    type="button"
                    aria-label=format!("Remove the filter {label}")
                    on:click=move |_| remove(place, url::filter(name, None))
                >
                    {label.clone()}
                    <Glyph icon=Icon::Close />
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <When so=move || is_filtered.get()>
            <ul class="filter-chips" aria-label="Filters in effect">
                {move || filters.get().into_iter().map(chip).collect::<Vec<_>>()}
                <li>
                    <button class="button button--quiet filter-chips__clear" type="button" on:click=move |_| remove(place, url::clear())>
                        "Clear all"
                    </button>
                </li>
            </ul>
        </When>
    }
}

/// The button goes with its filter: the focus goes to the filters, or to the button that they lie behind.
fn remove(place: Place, step: url::Step) {
    place.go(step);
    for control in [".tools__filters", ".filters select"] {
        let control = document().query_selector(control).ok().flatten();
        // What is not on show takes no focus.
        if let Some(control) = control.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            control.focus().ok();
        }
    }
}

/// Which parameters of the address filter, in words.
pub fn active(query: &UserQuery, today: Day) -> Vec<(&'static str, String)> {
    let status = query.status.map(|it| ("status", format!("Status: {}", it.label())));
    let role = query.role.map(|it| ("role", format!("Role: {}", it.label())));
    let team = query.team.as_ref().map(|it| ("team", format!("Team: {it}")));
    let last_active = query.last_active.map(|it| ("active", format!("Last active: {}", it.words(today))));
    [status, role, team, last_active].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use domain::last_active::Recency;
    use domain::policy::OrgRole;

    use super::*;

    #[test]
    fn filters_are_told_in_words() {
        let today = Day(20_780);
        let query = UserQuery {
            search: "ada".to_owned(),
            role: Some(OrgRole::Admin),
            team: Some("vision".to_owned()),
            last_active: Recency::NotLast30.filter(today),
            ..UserQuery::default()
        };

        let words: Vec<_> = active(&query, today).into_iter().map(|(_, words)| words).collect();

        assert_eq!(words, ["Role: Admin", "Team: vision", "Last active: Not in the last 30 days"]);
    }
}
