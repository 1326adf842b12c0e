//! The mails that I want.

use std::sync::Arc;

use domain::notification::{Notification, NotificationSettings};
use leptos::prelude::*;

use crate::api::profile::{get_notifications, set_notification};
use crate::features::switch::Switch;
use crate::ui::{Notice, Tone, wait};
use crate::viewer::sends_mail;

#[component]
pub fn NotificationsSection() -> impl IntoView {
    let settings = Resource::new(|| (), |()| get_notifications());
    let words = if sends_mail() {
        "A mail goes out when this happens. Links that you ask for, and what concerns the safety of your account, always go."
    } else {
        "This server sends no mail. What you choose holds as soon as it does."
    };
    view! {
        <section class="card section" id="notifications">
            <header class="section__head"><h2>"Notifications"</h2><p>{words}</p></header>
            <div class="section__body">
                <Suspense>
                    {move || wait(async move {
                        match settings.await {
                            Ok(settings) => switches(&settings),
                            Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                        }
                    })}
                </Suspense>
            </div>
        </section>
    }
}

fn switches(settings: &NotificationSettings) -> AnyView {
    let switch = |it: Notification| {
        view! {
            <Switch
                id=it.as_str()
                label=it.label()
                hint=it.hint()
                on=settings.wants(it)
                save=Arc::new(move |on| Box::pin(set_notification(it, on)))
            />
        }
        .into_any()
    };
    Notification::ALL.iter().copied().map(switch).collect_view().into_any()
}
