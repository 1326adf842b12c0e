//! The toolbar above the table: search, filters, columns, Add user, and more.

use leptos::prelude::*;

use super::Dashboard;
use super::active_filters::ActiveFilters;
use super::columns_menu::ColumnsMenu;
use super::export::ExportMenu;
use super::filters::Filters;
use super::url::{self, Place};
use crate::ui::{Button, ButtonKind, Glyph, Icon, SearchBox};

#[component]
pub fn Tools() -> impl IntoView {
    let (dashboard, place) = (Dashboard::expect(), Place::expect());
    let query = place.query();
    let full = Signal::derive(move || dashboard.known(|it| it.seats)?.take(1).err().map(|denied| denied.to_string()));
    let count = move || dashboard.rows.total.get().words("user");
    view! {
        <div class="tools">
            <SearchBox
                label="Search name, username or email"
                action="/organization"
                words=Signal::derive(move || query.with(|it| it.search.clone()))
                on_search=move |words: String| place.go(url::search(&words))
            />
            <Filters />
            <div class="tools__end">
                <span class="tools__count" role="status">{move || count()}</span>
                <ColumnsMenu />
                <Button kind=ButtonKind::Primary id="add-user" reason=full on_click=move |()| dashboard.adding.set(true)>
                    <Glyph icon=Icon::Plus />
                    "Add user"
                </Button>
                <ExportMenu />
            </div>
        </div>
        <ActiveFilters />
    }
}
