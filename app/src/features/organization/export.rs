//! The menu "More actions" with the export.

use domain::page::Total;
use domain::user::UserQuery;
use leptos::prelude::*;

use super::Dashboard;
use super::url::Place;
use crate::ui::{Menu, MenuLink};

#[component]
pub fn ExportMenu() -> impl IntoView {
    view! {
        <Menu id="more-actions" label="More actions">
            <ExportLink />
        </Menu>
    }
}

#[component]
fn ExportLink() -> impl IntoView {
    let (dashboard, place) = (Dashboard::expect(), Place::expect());
    let query = place.query();
    move || {
        let total = dashboard.list.get().and_then(Result::ok).map(|page| page.total);
        let hint = query.with(|query| total.map(|total| matches(query, total))).unwrap_or_default();
        let href = place.link(vec![("after", None), ("span", None), ("long", None)]);
        let href = href.replacen("/organization", "/organization/users.csv", 1);
        view! { <MenuLink href=href download=true hint=hint>"Export as CSV"</MenuLink> }
    }
}

/// As in "38 users match the filter".
fn matches(query: &UserQuery, total: Total) -> String {
    let users = total.words("user");
    if query.is_filtered() {
        format!("{users} {} the filter", if total.rows == 1 { "matches" } else { "match" })
    } else {
        users
    }
}
