//! When somebody was last active, with the activity summary behind it.

use domain::text::number;
use domain::user::{Status, User};
use leptos::prelude::*;

use super::row::RowOf;
use crate::ui::{Badge, Later, Now, RichTooltip, Tone, part};

#[component]
pub fn LastActiveCell(user: RwSignal<User>) -> impl IntoView {
    let id = user.with_untracked(|it| format!("activity-{}", it.id));
    view! {
        <RichTooltip id needs=summary tip=|| view! { <Later part=summary /> }>
            <Words user />
        </RichTooltip>
    }
}

part!(summary in dialogs => view! { <Summary /> });

#[component]
fn Words(user: RwSignal<User>) -> impl IntoView {
    let now = Now::expect();
    let words = move || {
        let user = user.get();
        let words = user.last_active_words(now.get());
        if user.status == Status::Pending {
            let trouble = user.invitation_trouble(now.get());
            let tone = if trouble.is_some() { Tone::Bad } else { Tone::Warn };
            return view! { <Badge tone>{words} {trouble.map(|it| format!(" · {it}"))}</Badge> }.into_any();
        }
        let is_now = words == "Active now";
        let at = user.last_active;
        view! {
            <time class="when" datetime=at.map(domain::time::Timestamp::rfc3339)>
                {is_now.then(|| view! { <i class="when__dot"></i> }.into_any())}
                {words}
            </time>
        }
        .into_any()
    };
    view! { {move || words()} }
}

/// When the user was added, last active, what they made, on how many days they were here.
#[component]
fn Summary() -> impl IntoView {
    let (RowOf(user), now) = (expect_context(), Now::expect());
    move || {
        let user = user.get();
        let now = now.get();
        let last = user.last_active.map_or_else(|| "Never".to_owned(), domain::time::Timestamp::exact);
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
