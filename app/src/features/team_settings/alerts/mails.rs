//! Of which events the author of a run is told by mail.

use std::sync::Arc;

use domain::alert::Events;
use domain::ids::TeamId;
use domain::run::RunEventKind;
use leptos::prelude::*;

use crate::api::alerts::set_alert_mail;
use crate::features::switch::Switch;
use crate::ui::{Notice, Tone};

#[component]
pub fn Mails(team: TeamId, mails: Events, sends_mail: bool) -> impl IntoView {
    let switch = |kind: RunEventKind| {
        view! {
            <Switch
                id=kind.as_str()
                label=kind.label()
                hint=hint(kind)
                on=mails.has(kind)
                save=Arc::new(move |on| Box::pin(set_alert_mail(team, kind, on)))
            />
        }
        .into_any()
    };
    let switches = RunEventKind::ALL.iter().copied().map(switch).collect_view();
    let words =
        "No mail server is configured, so nobody is told by mail. Whoever runs this server sets ROLLCALL_SMTP_URL.";
    let nothing_leaves = (!sends_mail).then(|| view! { <Notice tone=Tone::Warn>{words}</Notice> });
    view! {
        <section class="card section">
            <header class="section__head">
                <h2>"E-mail"</h2>
                <p>"Goes to the author of the run, as long as they are in the team. A change holds at once."</p>
            </header>
            <div class="section__body">{nothing_leaves} {switches}</div>
        </section>
    }
}

/// When it happens.
pub const fn hint(kind: RunEventKind) -> &'static str {
    match kind {
        RunEventKind::Finished => "It came to its end.",
        RunEventKind::Failed => "Its program ended with an error.",
        RunEventKind::Crashed => "Nothing was heard from it any more.",
        RunEventKind::Alert => "Said by the code that runs, with wandb.alert().",
    }
}
