//! When somebody was last active, with the activity summary behind it.

use domain::text::number;
use domain::time::Timestamp;
use domain::user::{Status, User};
use leptos::prelude::*;
use maud::html;

use super::on_rows::RowOf;
use crate::ui::{Markup, Now, Tone, badge, part};

pub fn words(user: &User, now: Timestamp) -> Markup {
    let words = user.last_active_words(now);
    if user.status == Status::Pending {
        return Markup(match user.invitation_trouble(now) {
            Some(trouble) => badge(Tone::Bad, &format!("{words} · {trouble}")),
            None => badge(Tone::Warn, &words),
        });
    }
    Markup(html! {
        time.when datetime=[user.last_active.map(Timestamp::rfc3339)] {
            @if words == "Active now" { i.when__dot {} }
            (words)
        }
    })
}

part!(pub summary in dialogs => view! { <Summary /> });

/// When the user was added, last active, what they made, on how many days they were here.
#[component]
fn Summary() -> impl IntoView {
    let (RowOf(user), now) = (expect_context(), Now::expect());
    move || {
        let user = user.get();
        let now = now.get();
        let last = user.last_active.map_or_else(|| "Never".to_owned(), Timestamp::exact);
        let days = user.days_active_words(now.day());
        let invitation = user.invitation.clone().map(|it| {
            view! {
                <dt>"Invitation sent"</dt> <dd>{it.sent.exact()}</dd>
                <dt>"Expires"</dt> <dd>{it.expires.until(now)}</dd>
                <dt>"Delivery"</dt> <dd>{it.delivery.label()} {it.error.map(|error| format!(": {error}"))}</dd>
            }
        });
        view! {
            <div class="activity">
                <b>{user.name} " · activity summary"</b>
                <dl>
                    <dt>"Added"</dt> <dd>{user.added.day().words()}</dd>
                    {invitation}
                    <dt>"Last active"</dt> <dd>{last}</dd>
                    <dt>"Runs created"</dt> <dd>{number(user.runs)}</dd>
                    <dt>"Reports created"</dt> <dd>{number(user.reports)}</dd>
                    <dt>"Days active since sign-up"</dt> <dd>{days}</dd>
                </dl>
            </div>
        }
    }
}
