//! What waits for me, each thing with the place where it is dealt with.

use domain::home::Waiting;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::ui::{Empty, Glyph, Icon, Now};

#[component]
pub fn WaitingLines(waiting: Vec<Waiting>) -> impl IntoView {
    if waiting.is_empty() {
        return view! {
            <section class="card" aria-label="What waits for you">
                <Empty icon=Icon::Check title="Nothing waits for you" sentence="What needs you appears here: runs that failed, keys and invitations that expire, mails that did not get through." />
            </section>
        }
        .into_any();
    }
    view! {
        <section class="card section">
            <header class="section__head"><h2>"What waits for you"</h2></header>
            <ul class="items">{waiting.into_iter().map(line).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn line(it: Waiting) -> AnyView {
    let now = Now::expect();
    let (icon, href) = (icon(&it), it.href());
    let it = StoredValue::new(it);
    view! {
        <li>
            <A href=href attr:class="item waits">
                <Glyph icon />
                <span class="item__words">
                    <b>{move || it.read_value().words(now.get())}</b>
                    <small>{move || it.read_value().detail(now.get())}</small>
                </span>
            </A>
        </li>
    }
    .into_any()
}

const fn icon(it: &Waiting) -> Icon {
    match it {
        Waiting::EmailToConfirm(_) | Waiting::InvitationsFailed(_) | Waiting::MailsFailing(_) => Icon::Mail,
        Waiting::KeyExpires { .. } => Icon::Key,
        Waiting::RunEnded(_) | Waiting::MoreRunsEnded { .. } => Icon::Warning,
        Waiting::Invited { .. } | Waiting::InvitationsExpired(_) => Icon::Person,
        Waiting::SeatsShort(_) => Icon::Organization,
    }
}
