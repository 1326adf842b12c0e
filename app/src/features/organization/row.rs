//! One row of the users table: plain elements. What is done with them is heard by the table, see [`OnRows`](super::on_rows::OnRows).

use domain::user::{Status, User};
use leptos::prelude::*;
use maud::html;

use super::last_active_cell::words;
use super::on_rows::MENU;
use super::role_cell::{Edits, role};
use crate::ui::{Icon, Markup, Now, chip, face};

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
    // Alone, as they are drawn again with every minute: what is open beside them stays.
    let last_active = move || user.with(|user| words(user, now.get()));
    let cells = move || {
        user.with(|user| {
            view! {
                {tick(user)}
                {name(user)}
                <td class="when-cell">
                    <span class="tooltip" tabindex="0">{last_active}</span>
                </td>
                {role(user, edits)}
                {email(user)}
                {teams(user)}
                {menu(user)}
            }
            .into_any()
        })
    };
    view! { <tr id=id tabindex="-1" aria-rowindex=index>{cells}</tr> }
}

fn tick(user: &User) -> Markup {
    Markup(html! {
        td.tick { input type="checkbox" autocomplete="off" aria-label={ "Select " (user.name) }; }
    })
}

fn name(user: &User) -> Markup {
    let username = user.username.as_ref().filter(|_| user.status != Status::Pending);
    Markup(html! {
        td.name-cell {
            div.who {
                (face(user.id.into(), &user.name, false, user.avatar))
                span.who__name { (user.name) }
                @if let Some(username) = username { span.who__username { (username) } }
            }
        }
    })
}

fn email(user: &User) -> Markup {
    Markup(html! { td.email-cell.muted title=(user.email) { (user.email) } })
}

fn teams(user: &User) -> Markup {
    let rest = user.teams.len().saturating_sub(CHIPS);
    Markup(html! {
        td.teams-cell {
            @if user.teams.is_empty() {
                span.muted { "No team" }
            } @else {
                span.chips title=(user.teams.join(", ")) {
                    @for team in user.teams.iter().take(CHIPS) { (chip(team)) }
                    @if rest > 0 { (chip(&format!("+{rest}"))) }
                }
            }
        }
    })
}

fn menu(user: &User) -> Markup {
    Markup(html! {
        td.act {
            span.menu-anchor {
                button
                    class="button button--quiet button--icon menu__trigger"
                    type="button"
                    aria-haspopup="menu"
                    aria-label={ "Actions for " (user.name) }
                    aria-expanded="false"
                    popovertarget=(MENU)
                {
                    (Icon::More)
                }
            }
        }
    })
}
