//! Where the team has alerts sent besides mailboxes.

use domain::alert::{DeliveryState, Destination, DestinationKind, MOST, PauseReason};
use domain::ids::DestinationId;
use leptos::prelude::*;

use super::page::{Alerting, Asked};
use crate::api::alerts::{pause_alert_destination, test_alert_destination};
use crate::ui::{Badge, Button, ButtonKind, Empty, Glyph, Icon, Menu, MenuItem, MenuLine, Notice, TimeAgo, Tone};

#[component]
pub fn Destinations(destinations: Vec<Destination>) -> impl IntoView {
    let alerting = Alerting::expect();
    let full = destinations.len() >= MOST;
    let rows = if destinations.is_empty() {
        let sentence = "Add a channel of Slack, or a program of your own that takes signed webhooks. It is told of runs that the whole team may see.";
        view! { <Empty icon=Icon::Service title="No destinations yet" sentence=sentence /> }.into_any()
    } else {
        destinations.into_iter().map(|it| view! { <Row destination=it /> }.into_any()).collect_view().into_any()
    };
    view! {
        <section class="card section" aria-labelledby="destinations-title">
            <header class="section__head">
                <h2 id="destinations-title">"Destinations"</h2>
                <p>"Each is told of the events that it wants. Private projects stay with their author."</p>
            </header>
            <div class="items">{rows}</div>
            <footer class="section__foot">
                <span class="section__note">{format!("At most {MOST}.")}</span>
                {(!full).then(|| view! {
                    <Button on_click=move |()| alerting.ask(Asked::Add)><Glyph icon=Icon::Plus /> "Add destination"</Button>
                })}
            </footer>
        </section>
    }
}

#[component]
fn Row(destination: Destination) -> impl IntoView {
    let alerting = Alerting::expect();
    let Destination { id, kind, name, place, events, maker, created, .. } = destination.clone();
    let state = state(&destination);
    let is_paused = destination.paused.is_some();
    let why = destination.paused.map(PauseReason::label);
    let by = maker.map(|maker| format!(", {maker} answers for it"));
    let test = Action::new(move |(): &()| async move {
        let outcome = test_alert_destination(id).await;
        alerting.tested.set(Some((id, outcome)));
        alerting.all.refetch();
    });
    let stored = StoredValue::new(destination);
    let ask = move |what: fn(Destination) -> Asked| alerting.ask(what(stored.get_value()));
    let pause = move |()| alerting.act(pause_alert_destination(id, !is_paused));
    let is_signed = kind == DestinationKind::Webhook;
    view! {
        <div class="item alert__to">
            <div class="item__words">
                <b>{name.clone()} {state}</b>
                <small>{kind.label()} " · " {place}</small>
                <small>{events.words()} " · since " <TimeAgo at=created /> {by}</small>
                {why.map(|why| view! { <small>{why}</small> })}
            </div>
            <div class="item__act">
                <Button busy=test.pending() attr:aria-label=format!("Send test to {name}") on_click=move |()| { test.dispatch(()); }>"Send test"</Button>
                <Menu id=format!("destination-{id}") label=format!("Actions for {name}") kind=ButtonKind::Quiet>
                    <MenuItem on_select=move |()| ask(Asked::Change)>"Change…"</MenuItem>
                    <MenuItem on_select=pause>{if is_paused { "Resume" } else { "Pause" }}</MenuItem>
                    {is_signed.then(|| view! {
                        <MenuItem hint="The old one signs beside it for a day" on_select=move |()| ask(Asked::Rotate)>"Replace signing secret…"</MenuItem>
                    }.into_any())}
                    <MenuLine />
                    <MenuItem danger=true hint="What waits for it is not sent any more" on_select=move |()| ask(Asked::Remove)>"Remove…"</MenuItem>
                </Menu>
            </div>
            <div class="alert__tested" role="status">{move || tested(alerting, id)}</div>
        </div>
    }
}

/// How it stands with a destination, in a word.
fn state(destination: &Destination) -> AnyView {
    if destination.paused.is_some() {
        return view! { <Badge tone=Tone::Warn>"Paused"</Badge> }.into_any();
    }
    if destination.failures > 0 {
        let words = match destination.failures {
            1 => "Not reached once".to_owned(),
            failures => format!("Not reached {failures} times"),
        };
        return view! { <Badge tone=Tone::Bad>{words}</Badge> }.into_any();
    }
    view! { <Badge tone=Tone::Good>"Active"</Badge> }.into_any()
}

/// How the last test went, if it was one of this destination.
fn tested(alerting: Alerting, id: DestinationId) -> Option<AnyView> {
    let (_, outcome) = alerting.tested.get().filter(|(of, _)| *of == id)?;
    let (tone, words) = match outcome {
        Ok(delivery) if delivery.state == DeliveryState::Delivered => {
            (Tone::Good, format!("The test arrived. {}", delivery.words()))
        }
        Ok(delivery) => (Tone::Bad, format!("The test did not arrive. {}", delivery.words())),
        Err(error) => (Tone::Bad, error.to_string()),
    };
    Some(view! { <Notice tone>{words}</Notice> }.into_any())
}
