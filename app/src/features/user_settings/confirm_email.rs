//! Where the link in a mail leads that confirms another address. Opening the page changes nothing: mail scanners open links.

use domain::email::EmailChange;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::profile::{ConfirmEmailChange, view_email_change};
use crate::features::{CallForm, FormCall, Refusal, go_on};
use crate::ui::{Button, ButtonKind, Notice, Tone, wait};
use crate::viewer::viewer;

#[component]
pub fn ConfirmEmail(#[prop(into)] token: String) -> impl IntoView {
    let change = Resource::new_blocking(
        {
            let token = token.clone();
            move || token.clone()
        },
        view_email_change,
    );
    view! {
        <Title text="New e-mail address" />
        <header class="page__head"><h1>"New e-mail address"</h1></header>
        <section class="card section">
            <Suspense>
                {move || {
                    let token = token.clone();
                    wait(async move {
                        match change.await {
                            Ok(change) => view! { <ConfirmForm token change /> }.into_any(),
                            Err(error) => {
                                view! {
                                    <div class="section__body">
                                        <Notice tone=Tone::Bad>{error.to_string()}</Notice>
                                        <p><a class="link" href="/settings#email">"User settings"</a></p>
                                    </div>
                                }
                                .into_any()
                            }
                        }
                    })
                }}
            </Suspense>
        </section>
    }
}

#[component]
fn ConfirmForm(token: String, change: EmailChange) -> impl IntoView {
    let confirm = FormCall::new::<ConfirmEmailChange>();
    go_on(confirm);
    let refusal = Refusal::new("confirm_email_change", confirm);
    let old = viewer().map(|it| it.email);
    view! {
        <CallForm call=confirm>
            <div class="section__body">
                {move || refusal.words().map(|words| view! { <Notice tone=Tone::Bad>{words}</Notice> })}
                <p>"From now on you log in with " <b>{change.email}</b> ", and mails go there, no more to " <b>{old}</b> "."</p>
                <input type="hidden" name="token" value=token />
            </div>
            <footer class="section__foot">
                <Button kind=ButtonKind::Primary submit=true busy=confirm.pending()>"Confirm this address"</Button>
            </footer>
        </CallForm>
    }
}
