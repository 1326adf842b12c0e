//! What the menu of a row offers.

use domain::bulk::Deed;
use domain::policy::{self, OrgRole};
use domain::user::{Seats, Status, User};
use leptos::prelude::*;

use super::Dashboard;
use super::activity_dialog::Watched;
use super::confirm::Question;
use super::on_rows::RowOf;
use crate::api::invitations::{make_invitation_link, resend_invitation};
use crate::api::users::reactivate_user;
use crate::ui::{MenuItem, MenuLine, Toasts, part};

part!(pub items in dialogs => view! { <Items /> });

#[component]
fn Items() -> impl IntoView {
    let (dashboard, RowOf(user)) = (Dashboard::expect(), expect_context());
    view! {
        <MenuItem
            hint="Days, requests, runs and reports"
            on_select=move |()| dashboard.watched.set(Some(user.with_untracked(|it| Watched { user: it.id, name: it.name.clone() })))
        >
            "View activity"
        </MenuItem>
        {move || match user.with(|it| it.status) {
            Status::Pending => view! { <OfPending user /> }.into_any(),
            Status::Active => view! { <OfActive user /> }.into_any(),
            Status::Deactivated | Status::Removed => view! { <OfDeactivated user /> }.into_any(),
        }}
    }
}

#[component]
fn OfPending(user: RwSignal<User>) -> impl IntoView {
    let (dashboard, toasts) = (Dashboard::expect(), Toasts::expect());
    let id = user.with_untracked(|it| it.id);
    let invite = Action::new(move |mail: &bool| {
        let mail = *mail;
        async move {
            match if mail { resend_invitation(id).await } else { make_invitation_link(id).await } {
                Ok(link) if link.mailed => {
                    toasts.good("The invitation is on its way again. The old link does not work any more.");
                    dashboard.refresh();
                }
                Ok(link) => dashboard.link.set(Some(link)),
                Err(error) => toasts.bad(error.to_string()),
            }
        }
    });
    view! {
        <MenuItem hint="Makes a new link; the old one stops working" on_select=move |()| { invite.dispatch(true); }>"Resend invitation"</MenuItem>
        <MenuItem hint="Makes a new link; the old one stops working" on_select=move |()| { invite.dispatch(false); }>"Copy invitation link"</MenuItem>
        <MenuLine />
        <Remove user />
    }
}

#[component]
fn OfActive(user: RwSignal<User>) -> impl IntoView {
    let dashboard = Dashboard::expect();
    let reason = revoke_reason(user);
    view! {
        <MenuItem hint="Ends access at once; it can be given back" reason on_select=move |()| dashboard.question.set(Some(Question::new(user, Deed::Deactivate)))>
            "Deactivate…"
        </MenuItem>
        <MenuLine />
        <Remove user />
    }
}

#[component]
fn OfDeactivated(user: RwSignal<User>) -> impl IntoView {
    let (dashboard, toasts) = (Dashboard::expect(), Toasts::expect());
    let id = user.with_untracked(|it| it.id);
    let reactivate = Action::new(move |(): &()| async move {
        match reactivate_user(id).await {
            Ok(row) => {
                dashboard.rows.change(row);
                dashboard.figures.refetch();
            }
            Err(error) => toasts.bad(error.to_string()),
        }
    });
    let seats = move || dashboard.known(|it| it.seats).unwrap_or_default();
    let reason =
        Signal::derive(move || policy::reactivate(OrgRole::Admin, seats()).err().map(|denied| denied.to_string()));
    view! {
        <MenuItem hint=seat_hint(seats()) reason on_select=move |()| { reactivate.dispatch(()); }>"Reactivate"</MenuItem>
        <MenuLine />
        <Remove user />
    }
}

#[component]
fn Remove(user: RwSignal<User>) -> impl IntoView {
    let dashboard = Dashboard::expect();
    let reason = revoke_reason(user);
    let hint = match user.with_untracked(|it| it.status) {
        Status::Pending => "Takes the invitation back",
        _ => "For good; runs and reports stay",
    };
    view! {
        <MenuItem danger=true hint reason on_select=move |()| dashboard.question.set(Some(Question::new(user, Deed::Remove)))>"Remove user…"</MenuItem>
    }
}

/// Why the user's access cannot be taken away, if it cannot.
fn revoke_reason(user: RwSignal<User>) -> Signal<Option<String>> {
    let dashboard = Dashboard::expect();
    Signal::derive(move || {
        let admins = dashboard.known(|it| it.admins).unwrap_or(i64::MAX);
        policy::revoke(OrgRole::Admin, user.with(User::standing), admins).err().map(|denied| denied.to_string())
    })
}

fn seat_hint(seats: Seats) -> String {
    seats.left().map_or_else(|| "Takes a seat".to_owned(), |left| format!("Takes a seat, {} left afterwards", left - 1))
}
