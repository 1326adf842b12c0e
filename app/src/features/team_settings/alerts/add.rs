//! The fields of a destination.

use domain::alert::{AddedDestination, DestinationKind, Events, NewDestination};
use domain::ids::TeamId;
use domain::run::RunEventKind;
use leptos::prelude::*;

use super::mails::hint;
use super::page::Alerting;
use crate::api::alerts::add_alert_destination;
use crate::features::deed::DeedForm;
use crate::ui::{ChoiceField, Field};

#[component]
pub fn Add(team: TeamId) -> impl IntoView {
    let alerting = Alerting::expect();
    let kind = RwSignal::new(DestinationKind::Slack);
    let (name, url, events) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(Events::default()));
    let add = move |()| {
        let new = NewDestination {
            kind: kind.get_untracked(),
            name: name.get_untracked(),
            url: url.get_untracked(),
            events: events.get_untracked(),
        };
        alerting.deed.make(move || {
            let new = new.clone();
            async move {
                let AddedDestination { secret, .. } = add_alert_destination(team, new).await?;
                alerting.done(secret);
                Ok(())
            }
        });
    };
    let about = move || match kind.get() {
        DestinationKind::Slack => "An incoming webhook of Slack, or of what speaks as it does, such as Mattermost.",
        DestinationKind::Webhook => {
            "A program that takes JSON. It is signed by the Standard Webhooks specification; the secret is shown next."
        }
    };
    view! {
        <DeedForm deed=alerting.deed open=alerting.open button="Add destination" on_submit=add>
            <ChoiceField label="Kind" name="kind" options=DestinationKind::ALL selected=DestinationKind::Slack on_change=move |picked| kind.set(picked) />
            <p class="field__hint">{about}</p>
            <Field
                label="Name"
                name="destination_name"
                hint="What the team calls it, say “#training” or “Pager”."
                required=true
                autofocus=true
                autocomplete="off"
                error=alerting.deed.on("name")
                on_input=move |text| name.set(text)
            />
            <Field
                label="Address"
                name="destination_url"
                kind="url"
                hint="It begins with https://. It is sealed, and never shown in full again."
                required=true
                autocomplete="off"
                error=alerting.deed.on("url")
                on_input=move |text| url.set(text)
            />
            <EventChecks events />
        </DeedForm>
    }
}

/// Which events a destination wants.
#[component]
pub fn EventChecks(events: RwSignal<Events>) -> impl IntoView {
    let error = Alerting::expect().deed.on("events");
    let check = move |kind: RunEventKind| {
        let is_on = events.with_untracked(|it| it.has(kind));
        let change = move |on| events.update(|it| *it = it.clone().with(kind, on));
        view! {
            <label class="check">
                <input type="checkbox" autocomplete="off" checked=is_on on:change:target=move |event| change(event.target().checked()) />
                <span>{kind.label()} <small>{hint(kind)}</small></span>
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="alert__events" aria-describedby="alert-events-error">
            <legend class="field__label">"Events"</legend>
            {RunEventKind::ALL.iter().copied().map(check).collect_view()}
            <p class="field__error" role="alert" id="alert-events-error">{error}</p>
        </fieldset>
    }
}
