//! The alerts of the team on show, and what is done with them.

use domain::alert::{Alerts, Delivery, Destination};
use domain::ids::DestinationId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::deliveries::Deliveries;
use super::destinations::Destinations;
use super::dialog::DestinationDialog;
use super::mails::Mails;
use crate::api::ApiResult;
use crate::api::alerts::get_alerts;
use crate::features::deed::Deed;
use crate::ui::{Notice, Toasts, Tone, wait};

/// What a dialog is open for.
#[derive(Clone)]
pub enum Asked {
    Add,
    Change(Destination),
    Rotate(Destination),
    Remove(Destination),
    /// A signing secret that was just made, to be copied.
    Show(String),
}

/// The alerts of one team.
#[derive(Clone, Copy)]
pub struct Alerting {
    /// The name of the team.
    pub team: Memo<String>,
    pub all: Resource<ApiResult<Alerts>>,
    pub asked: RwSignal<Option<Asked>>,
    pub open: RwSignal<bool>,
    pub deed: Deed,
    /// How the last test of a destination went.
    pub tested: RwSignal<Option<(DestinationId, ApiResult<Delivery>)>>,
    toasts: Toasts,
}

impl Alerting {
    /// Asks for them, before anything waits.
    pub fn provide(team: Memo<String>) {
        provide_context(Self {
            team,
            all: Resource::new(move || team.get(), get_alerts),
            asked: RwSignal::new(None),
            open: RwSignal::new(false),
            deed: Deed::new(),
            tested: RwSignal::new(None),
            toasts: Toasts::expect(),
        });
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn ask(self, what: Asked) {
        self.deed.forget();
        self.asked.set(Some(what));
        self.open.set(true);
    }

    /// What was done shows: a secret to be copied, or the page without a dialog before it.
    pub fn done(self, secret: Option<String>) {
        self.all.refetch();
        match secret {
            Some(secret) => self.asked.set(Some(Asked::Show(secret))),
            None => self.open.set(false),
        }
    }

    /// Does something that asks for nothing, and says so where it is refused.
    pub fn act(self, doing: impl Future<Output = ApiResult<()>> + 'static) {
        spawn_local(async move {
            match doing.await {
                Ok(()) => self.all.refetch(),
                Err(error) => self.toasts.bad(error.to_string()),
            }
        });
    }
}

#[component]
pub fn AlertSections() -> impl IntoView {
    let alerting = Alerting::expect();
    // What was shown once is not kept: the next look into the page does not find it.
    Effect::new(move || {
        if !alerting.open.get() {
            alerting.asked.set(None);
        }
    });
    view! {
        <Transition>
            {move || wait(async move {
                match alerting.all.await {
                    Ok(alerts) => view! { <Shown alerts /> }.into_any(),
                    Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                }
            })}
        </Transition>
        <DestinationDialog />
    }
}

#[component]
fn Shown(alerts: Alerts) -> impl IntoView {
    let Alerts { team, mails, sends_mail, destinations, deliveries } = alerts;
    view! {
        <Mails team mails sends_mail />
        <Destinations destinations />
        <Deliveries deliveries />
    }
}
