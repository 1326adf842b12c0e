//! The dialogs of the page, which the browser fetches when the first of them is to open.

use leptos::prelude::*;

use super::Dashboard;
use super::activity_dialog::ActivityDialog;
use super::add_user::AddUser;
use super::bulk_dialog::BulkDialog;
use super::confirm::Confirm;
use super::url::Place;
use crate::features::invitation_link::InvitationLink;
use crate::ui::{Later, part};

#[component]
pub fn Dialogs() -> impl IntoView {
    let (dashboard, place) = (Dashboard::expect(), Place::expect());
    let asked = place.adds();
    Effect::new(move || {
        if asked.get() {
            dashboard.adding.set(true);
            place.go(vec![("add", None)]);
        }
    });
    let Dashboard { adding, question, link, job, watched, .. } = dashboard;
    let opens = move || {
        adding.get()
            | question.read().is_some()
            | link.read().is_some()
            | job.read().is_some()
            | watched.read().is_some()
    };
    let close = move |()| {
        adding.set(false);
        question.set(None);
        link.set(None);
        job.set(None);
        watched.set(None);
    };
    view! { <Later part=dialogs when=Signal::derive(opens) on_failure=close /> }
}

part!(dialogs in dialogs => view! {
    <AddUser />
    <Confirm />
    <InvitationLink link=Dashboard::expect().link />
    <BulkDialog />
    <ActivityDialog />
});
