//! One row of the users table: plain elements. What is done with them is heard by the table, see [`OnRows`](super::on_rows::OnRows).

use domain::user::{Status, User};
use leptos::prelude::*;

use super::last_active_cell::words;
use super::on_rows::MENU;
use super::role_cell::{Edits, role};
use crate::ui::{Avatar, Chip, Glyph, Icon, Now};

const CHIPS: usize = 3;

#[component]
pub fn Row(
    user: RwSignal<User>,
    /// Which row of the table it is.
    index: i64,
    now: Now,
    edits: Edits,
) -> impl IntoView {
    let id = user.with_untracked(|it| format!("user-{}", it.id));
    view! {
        <tr id=id tabindex="-1" aria-rowindex=index>
            {move || user.with(who)}
            <td class="when-cell">
                <span class="tooltip" tabindex="0">{move || user.with(|user| words(user, now.get()))}</span>
            </td>
            {move || user.with(|user| what(user, edits))}
        </tr>
    }
}

fn who(user: &User) -> AnyView {
    let username = user.username.clone().filter(|_| user.status != Status::Pending);
    view! {
        <td class="tick"><input type="checkbox" autocomplete="off" aria-label=format!("Select {}", user.name) /></td>
        <td class="name-cell">
            <div class="who">
                <Avatar id=user.id name=user.name.clone() picture=user.avatar />
                <span class="who__name">{user.name.clone()}</span>
                {username.map(|username| view! { <span class="who__username">{username}</span> }.into_any())}
            </div>
        </td>
    }
    .into_any()
}

fn what(user: &User, edits: Edits) -> AnyView {
    view! {
        <td class="role-cell">{role(user, edits)}</td>
        <td class="email-cell muted" title=user.email.clone()>{user.email.clone()}</td>
        <td class="teams-cell">{chips(&user.teams)}</td>
        <td class="act">
            <span class="menu-anchor">
                <button
                    class="button button--quiet button--icon menu__trigger"
                    type="button"
                    aria-haspopup="menu"
                    aria-label=format!("Actions for {}", user.name)
                    aria-expanded="false"
                    popovertarget=MENU
                >
                    <Glyph icon=Icon::More />
                </button>
            </span>
        </td>
    }
    .into_any()
}

fn chips(teams: &[String]) -> AnyView {
    if teams.is_empty() {
        return view! { <span class="muted">"No team"</span> }.into_any();
    }
    let rest = teams.len().saturating_sub(CHIPS);
    view! {
        <span class="chips" title=teams.join(", ")>
            {teams.iter().take(CHIPS).cloned().map(|team| view! { <Chip>{team}</Chip> }).collect_view()}
            {(rest > 0).then(|| view! { <Chip>{format!("+{rest}")}</Chip> })}
        </span>
    }
    .into_any()
}
