//! The menu "More actions" with the export.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::Dashboard;
use super::url::Place;
use crate::ui::{Download, Downloads, Menu, MenuItem, MenuLink};

/// From how many rows on the page shows how far the export is; up to it the browser just saves the file.
const LARGE: i64 = 5000;

/// Built with the page, so that the export works without WASM.
#[component]
pub fn ExportMenu() -> impl IntoView {
    let downloads = Downloads::expect();
    let under_way = Memo::new(move |_| downloads.rows().is_some());
    view! {
        <Menu id="more-actions" label="More actions" eager=true>
            {move || if under_way.get() { view! { <Cancel /> }.into_any() } else { view! { <ExportLink /> }.into_any() }}
        </Menu>
    }
}

#[component]
fn Cancel() -> impl IntoView {
    let downloads = Downloads::expect();
    view! { <MenuItem hint="The rows so far are dropped" on_select=move |()| downloads.stop()>"Cancel the export"</MenuItem> }
}

#[component]
fn ExportLink() -> impl IntoView {
    let (rows, place, downloads) = (Dashboard::expect().rows, Place::expect(), Downloads::expect());
    let query = place.query();
    let link = move || {
        let total = rows.total.get();
        let filtered = query.with(domain::user::UserQuery::is_filtered);
        let hint = if filtered { total.matching("user") } else { total.words("user") };
        let href = place.link(["after", "before", "span", "long", "columns"].map(|name| (name, None)).to_vec());
        let href = href.replacen("/organization", "/organization/users.csv", 1);
        let download = Download {
            href: href.clone(),
            what: total.words("user"),
            rows: (!total.more).then_some(total.rows),
            from: "[popovertarget=more-actions]",
        };
        let follow = move |event: MouseEvent| {
            if total.rows > LARGE {
                event.prevent_default();
                downloads.start(download.clone());
            }
        };
        view! { <MenuLink href=href download=true hint=hint on_follow=Callback::new(follow)>"Export as CSV"</MenuLink> }
    };
    view! { {move || link()} }
}
