//! One key in its list.

use domain::api_key::{ApiKey, PREFIX};
use leptos::prelude::*;

use super::list::{Asked, Keys};
use crate::ui::{ButtonKind, Glyph, Icon, Menu, MenuItem, MenuLine, TimeAgo};

#[component]
pub fn Row(key: ApiKey) -> impl IntoView {
    let ApiKey { id, name, key_id, created, expires, last_used } = key.clone();
    let keys = Keys::expect();
    let used = match last_used {
        Some(at) => view! { "used " <TimeAgo at /> }.into_any(),
        None => "never used".into_any(),
    };
    let expires = expires.map_or_else(|| "never expires".to_owned(), |at| format!("expires {}", at.exact()));
    let key = StoredValue::new(key);
    let ask = move |what: fn(ApiKey) -> Asked| keys.ask(what(key.get_value()));
    view! {
        <div class="item">
            <Glyph icon=Icon::Key />
            <div class="item__words">
                <b>{name.clone()} <code>{format!("{PREFIX}{key_id}…")}</code></b>
                <small>{used} " · made " {created.exact()} " · " {expires}</small>
            </div>
            <div class="item__act">
                <Menu id=format!("key-{id}") label=format!("Actions for {name}") kind=ButtonKind::Quiet>
                    <MenuItem on_select=move |()| ask(Asked::Rename)>"Rename…"</MenuItem>
                    <MenuItem hint="Makes a new key in its place" on_select=move |()| ask(Asked::Replace)>"Replace…"</MenuItem>
                    <MenuLine />
                    <MenuItem danger=true hint="Stops working at once" on_select=move |()| ask(Asked::Revoke)>"Revoke…"</MenuItem>
                </Menu>
            </div>
        </div>
    }
}
