//! What somebody did, day by day.

use domain::activity::UserActivity;
use domain::ids::UserId;
use domain::text::number;
use domain::time::Timestamp;
use leptos::prelude::*;

use super::Dashboard;
use crate::api::users::get_user_activity;
use crate::ui::{Button, Dialog, Notice, Now, Tone, YearCalendar, open_while};

/// Whose activity is looked at.
#[derive(Clone)]
pub struct Watched {
    pub user: UserId,
    pub name: String,
}

#[component]
pub fn ActivityDialog() -> impl IntoView {
    let dashboard = Dashboard::expect();
    let open = open_while(dashboard.watched);
    let title = move || dashboard.watched.get().map(|it| format!("Activity of {}", it.name)).unwrap_or_default();
    view! {
        <Dialog id="user-activity" title=Signal::derive(title) open>
            {move || dashboard.watched.get().map(|watched| view! { <Content watched open /> })}
        </Dialog>
    }
}

#[component]
fn Content(watched: Watched, open: RwSignal<bool>) -> impl IntoView {
    let user = watched.user;
    let activity = LocalResource::new(move || get_user_activity(user));
    view! {
        <div class="dialog__body user-activity">
            {move || match activity.get() {
                None => view! { <p class="user-activity__wait" role="status">"Loading"</p> }.into_any(),
                Some(Ok(activity)) => view! { <Summary activity /> }.into_any(),
                Some(Err(error)) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
            }}
        </div>
        <footer class="dialog__foot">
            <span class="dialog__note">
                <a class="link" href=format!("/organization/history?target={user}")>{format!("History of {}", watched.name)}</a>
            </span>
            <Button on_click=move |()| open.set(false)>"Close"</Button>
        </footer>
    }
}

#[component]
fn Summary(activity: UserActivity) -> impl IntoView {
    let UserActivity { user, door, calendar } = activity;
    let exact = |at: Option<Timestamp>, none: &str| at.map_or_else(|| none.to_owned(), Timestamp::exact);
    let last = exact(user.last_active, "Never");
    let days = user.days_active_words(Now::expect().get().day());
    let label = format!("Requests of {} by day", user.name);
    view! {
        <dl class="user-activity__figures">
            <div><dt>"Added"</dt> <dd>{user.added.exact()}</dd></div>
            <div><dt>"Joined"</dt> <dd>{exact(user.joined, "Invite pending")}</dd></div>
            <div><dt>"Last active"</dt> <dd>{last} {door.map(|door| view! { <small>" by " {door.label()}</small> })}</dd></div>
            <div><dt>"Days active since sign-up"</dt> <dd>{days}</dd></div>
            <div><dt>"Runs created"</dt> <dd>{number(user.runs)}</dd></div>
            <div><dt>"Reports created"</dt> <dd>{number(user.reports)}</dd></div>
        </dl>
        <YearCalendar calendar one="request" label />
    }
}
