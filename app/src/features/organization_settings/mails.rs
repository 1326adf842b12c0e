//! Every mail with its state. What a mail says is never shown: links are secrets.

use domain::mail::{MailRow, MailState};
use leptos::prelude::*;

use crate::api::organization::list_mails;
use crate::ui::{Badge, Empty, Heads, Icon, Notice, TimeAgo, Tone, wait};

#[component]
pub fn MailSection() -> impl IntoView {
    let overview = Resource::new(|| (), |()| list_mails());
    view! {
        <section class="card section mails" id="mail">
            <Suspense>
                {move || wait(async move {
                    match overview.await {
                        Ok(overview) => {
                            let server = match overview.server {
                                Some(server) => format!("Mails leave through {server}."),
                                None => "No mail server is configured: links are copied from the page that makes them. Set ROLLCALL_SMTP_URL to send mails.".to_owned(),
                            };
                            view! {
                                <header class="section__head"><h2>"Mail"</h2><p>{server}</p></header>
                                <Mails mails=overview.mails />
                            }
                            .into_any()
                        }
                        Err(error) => view! { <h2 class="hidden">"Mail"</h2><Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                    }
                })}
            </Suspense>
        </section>
    }
}

#[component]
fn Mails(mails: Vec<MailRow>) -> impl IntoView {
    if mails.is_empty() {
        return view! { <Empty icon=Icon::Mail title="No mails yet" sentence="Invitations and password links appear here with their state." /> }.into_any();
    }
    view! {
        <div class="items scroll" tabindex="0" role="region" aria-label="Mails">
            <table class="table">
                <Heads names=&["To", "Mail", "State", "Attempts", "Written"] />
                <tbody>{mails.into_iter().map(|mail| view! { <Row mail /> }).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(mail: MailRow) -> impl IntoView {
    let tone = match mail.state {
        MailState::Waiting => Tone::Warn,
        MailState::Delivered => Tone::Good,
        MailState::Failed => Tone::Bad,
        MailState::Cancelled => Tone::Neutral,
    };
    let (error, whole_error) = (mail.error.clone(), mail.error);
    view! {
        <tr>
            <td>{mail.recipient}</td>
            <td>{mail.kind.label()}</td>
            <td title=whole_error><Badge tone>{mail.state.label()}</Badge> " " {error}</td>
            <td>{mail.attempts}</td>
            <td><TimeAgo at=mail.created /></td>
        </tr>
    }
}
