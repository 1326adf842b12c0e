//! What the rows of the table have in common: one menu, one activity summary and one dropdown, which come to the row
//! where they are wanted. A row itself listens to nothing.

use domain::ids::UserId;
use domain::user::User;
use leptos::prelude::*;
use leptos::web_sys::Event;

use super::Dashboard;
use super::last_active_cell::summary;
use super::role_cell::Edits;
use super::row_menu::items;
use super::selection::user_of;
use crate::ui::{Later, Part, SharedMenu, SharedTooltip, TheMenu, TheTooltip};

/// The id of the menu.
pub const MENU: &str = "row-menu";

/// Whose row it is. In context below the menu and the summary.
#[derive(Clone, Copy)]
pub struct RowOf(pub RwSignal<User>);

#[derive(Clone, Copy)]
pub struct OnRows {
    edits: Edits,
    menu: TheMenu,
    menu_of: RwSignal<Option<UserId>>,
    summary: TheTooltip,
    summary_of: RwSignal<Option<UserId>>,
}

impl OnRows {
    pub fn provide() -> Self {
        let on_rows = Self {
            edits: Edits::provide(),
            menu: TheMenu::new(items),
            menu_of: RwSignal::new(None),
            summary: TheTooltip::new("activity-summary", ".when-cell > .tooltip", summary),
            summary_of: RwSignal::new(None),
        };
        provide_context(on_rows);
        on_rows
    }

    /// Takes what happens in the table.
    pub fn hear(self, event: &Event) {
        if let Some(trigger) = self.menu.hear(event) {
            self.menu_of.set(user_of(&trigger));
        }
        if let Some(place) = self.summary.hear(event) {
            self.summary_of.set(user_of(&place));
        }
        if event.type_() == "click" {
            self.edits.clicked(event);
        }
    }
}

/// Makes the menu and the summary, beside the table.
#[component]
pub fn AboveRows() -> impl IntoView {
    let OnRows { menu, menu_of, summary: tip, summary_of, .. } = expect_context();
    let rows = Dashboard::expect().rows;
    let label = Signal::derive(move || {
        let user = menu_of.get().and_then(|id| rows.row(id));
        user.map(|user| format!("Actions for {}", user.read().name)).unwrap_or_default()
    });
    view! {
        <SharedMenu menu id=MENU label>{move || of_row(menu_of, items)}</SharedMenu>
        <SharedTooltip tip>{move || of_row(summary_of, summary)}</SharedTooltip>
    }
}

/// The part, of somebody's row.
fn of_row(user: RwSignal<Option<UserId>>, part: Part) -> Option<AnyView> {
    let row = Dashboard::expect().rows.row(user.get()?)?;
    provide_context(RowOf(row.into()));
    Some(view! { <Later part /> }.into_any())
}
