//! The menu "Columns": which are on show, and how high a row is.

use domain::user::UserColumn;
use leptos::prelude::*;

use super::url::{self, Place};
use crate::ui::{DensitySelect, Icon, Later, Menu, MenuCheck, MenuLabel, MenuLine, part};

#[component]
pub fn ColumnsMenu() -> impl IntoView {
    view! {
        <Menu id="columns" label="Columns" icon=Icon::Columns needs=items>
            <Later part=items />
        </Menu>
    }
}

part!(items in dialogs => view! { <Items /> });

#[component]
fn Items() -> impl IntoView {
    let place = Place::expect();
    let columns = place.columns();
    let item = move |&column: &UserColumn| {
        let toggle = move |()| place.go(url::columns(columns.get_untracked().toggled(column)));
        view! {
            <MenuCheck checked=Signal::derive(move || columns.get().shows(column)) on_toggle=toggle>
                {column.label()}
            </MenuCheck>
        }
    };
    view! {
        <MenuLabel>"Columns"</MenuLabel>
        {UserColumn::ALL.iter().filter(|&&column| column != UserColumn::Name).map(item).collect_view()}
        <MenuLine />
        <MenuLabel>"Density"</MenuLabel>
        <div role="presentation"><DensitySelect /></div>
    }
}
