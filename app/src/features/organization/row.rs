//! One row of the users table.

use domain::user::{Status, User};
use leptos::prelude::*;

use super::last_active_cell::LastActiveCell;
use super::role_cell::RoleCell;
use super::row_menu::RowMenu;
use crate::ui::{Avatar, Chip};

const CHIPS: usize = 3;

/// Whose row it is. In context below a row.
#[derive(Clone, Copy)]
pub struct RowOf(pub RwSignal<User>);

#[component]
pub fn Row(
    user: RwSignal<User>,
    /// Which row of the table it is.
    index: i64,
) -> impl IntoView {
    provide_context(RowOf(user));
    let id = user.with_untracked(|it| it.id);
    let tick = user.with_untracked(|it| format!("Select {}", it.name));
    let email = move || user.with(|it| it.email.clone());
    let teams = move || user.with(|it| it.teams.clone());
    view! {
        <tr id=format!("user-{id}") tabindex="-1" aria-rowindex=index>
            <td class="tick"><input type="checkbox" autocomplete="off" aria-label=tick /></td>
            <td class="name-cell">
                {move || {
                    let user = user.get();
                    let username = user.username.filter(|_| user.status != Status::Pending);
                    view! {
                        <div class="who">
                            <Avatar id name=user.name.clone() />
                            <span class="who__name">{user.name}</span>
                            {username.map(|username| view! { <span class="who__username">{username}</span> }.into_any())}
                        </div>
                    }
                    .into_any()
                }}
            </td>
            <td class="when-cell"><LastActiveCell user /></td>
            <td class="role-cell"><RoleCell user /></td>
            <td class="email-cell muted" title=move || email()>{move || email()}</td>
            <td class="teams-cell">{move || chips(teams())}</td>
            <td class="act"><RowMenu user /></td>
        </tr>
    }
}

fn chips(teams: Vec<String>) -> impl IntoView {
    if teams.is_empty() {
        return view! { <span class="muted">"No team"</span> }.into_any();
    }
    let rest = teams.len().saturating_sub(CHIPS);
    let all = teams.join(", ");
    view! {
        <span class="chips" title=all>
            {teams.into_iter().take(CHIPS).map(|team| view! { <Chip>{team}</Chip> }).collect_view()}
            {(rest > 0).then(|| view! { <Chip>{format!("+{rest}")}</Chip> })}
        </span>
    }
    .into_any()
}
