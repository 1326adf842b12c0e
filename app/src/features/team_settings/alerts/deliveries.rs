//! What became of the newest alerts.

use domain::alert::{Delivery, DeliveryState, RunRef};
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos_router::components::A;

use super::page::Alerting;
use crate::api::alerts::send_alert_again;
use crate::ui::{Badge, Button, ButtonKind, Empty, Icon, Now, TimeAgo, Tone};

#[component]
pub fn Deliveries(deliveries: Vec<Delivery>) -> impl IntoView {
    let alerting = Alerting::expect();
    let list = if deliveries.is_empty() {
        view! { <Empty icon=Icon::History title="Nothing sent yet" sentence="When something happens to a run, it is noted here who was told, and whether it arrived." /> }
            .into_any()
    } else {
        view! { <Log deliveries /> }.into_any()
    };
    view! {
        <section class="card section" aria-labelledby="deliveries-title">
            <header class="section__head alert__head">
                <h2 id="deliveries-title">"Deliveries"</h2>
                <p>"The newest hundred. They are kept for a month."</p>
                <Button on_click=move |()| alerting.all.refetch()>"Refresh"</Button>
            </header>
            {list}
        </section>
    }
}

#[component]
fn Log(deliveries: Vec<Delivery>) -> impl IntoView {
    view! {
        <div class="items scroll alert__log" tabindex="0" role="region" aria-label="Newest deliveries">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"Event"</th>
                        <th scope="col">"Run"</th>
                        <th scope="col">"To"</th>
                        <th scope="col">"State"</th>
                        <th scope="col">"Attempts"</th>
                        <th scope="col">"When"</th>
                        <th scope="col"><span class="hidden">"Actions"</span></th>
                    </tr>
                </thead>
                <tbody>{deliveries.into_iter().map(|delivery| view! { <Row delivery /> }.into_any()).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(delivery: Delivery) -> impl IntoView {
    let alerting = Alerting::expect();
    let (id, words, event) = (delivery.id, delivery.words(), delivery.event_label());
    let tone = match delivery.state {
        DeliveryState::Waiting => Tone::Warn,
        DeliveryState::Delivered => Tone::Good,
        DeliveryState::Failed => Tone::Bad,
        DeliveryState::Cancelled => Tone::Neutral,
    };
    let again = delivery.can_be_sent_again.then(|| {
        let label = format!("Send again to {}", delivery.to);
        let send = move |()| alerting.act(send_alert_again(id));
        view! { <Button kind=ButtonKind::Quiet attr:aria-label=label on_click=send>"Send again"</Button> }.into_any()
    });
    let to = if delivery.by_mail { format!("{}, by mail", delivery.to) } else { delivery.to };
    view! {
        <tr>
            <td>{event}</td>
            <td class="alert__run">{delivery.run.map(|run| run_link(alerting, run))}</td>
            <td>{to}</td>
            <td class="alert__state">
                <Badge tone>{delivery.state.label()}</Badge>
                <small>{words} {delivery.next_try.map(next)}</small>
            </td>
            <td class="alert__tries">{delivery.attempts}</td>
            <td><TimeAgo at=delivery.created /></td>
            <td class="alert__again">{again}</td>
        </tr>
    }
}

fn run_link(alerting: Alerting, run: RunRef) -> AnyView {
    let RunRef { project, name, display_name, is_there } = run;
    if !is_there {
        return view! { <span class="muted">{display_name} ", deleted"</span> }.into_any();
    }
    let href = format!("/{}/{project}/runs/{name}", alerting.team.get_untracked());
    view! { <A href=href attr:class="made__link">{display_name}</A> }.into_any()
}

/// When it is tried next.
fn next(at: Timestamp) -> AnyView {
    let now = Now::expect();
    view! {
        <span>
            " "
            {move || match (at.0 - now.get().0 + 59_999) / 60_000 {
                ..=0 => "It is tried at any moment.".to_owned(),
                1 => "It is tried within a minute.".to_owned(),
                minutes => format!("It is tried again in {minutes} minutes."),
            }}
        </span>
    }
    .into_any()
}
