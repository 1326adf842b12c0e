//! Changing my password.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::accounts::ChangePassword;
use crate::features::{CallForm, FormCall, Refusal, go_on};
use crate::ui::{Button, ButtonKind, Field, Notice, Tone};

#[component]
pub fn PasswordSection() -> impl IntoView {
    let change = FormCall::new::<ChangePassword>();
    go_on(change);
    let refusal = Refusal::new("change_password", change);
    let changed = use_query_map().with_untracked(|query| query.get("changed").as_deref() == Some("password"));
    view! {
        <section class="card section" id="password">
            <header class="section__head"><h2>"Password"</h2><p>"Changing it logs out your other sessions."</p></header>
            <CallForm call=change>
                <div class="section__body">
                    {changed.then(|| view! { <Notice tone=Tone::Good>"Your password is changed."</Notice> })}
                    {move || refusal.in_general().get().map(|words| view! { <Notice tone=Tone::Bad>{words}</Notice> })}
                    <Field
                        label="Current password"
                        name="current_password"
                        kind="password"
                        autocomplete="current-password"
                        required=true
                        error=refusal.on("current_password")
                    />
                    <Field
                        label="New password"
                        name="new_password"
                        kind="password"
                        autocomplete="new-password"
                        hint="At least 15 characters. Four or five unrelated words make a good one."
                        required=true
                        error=refusal.on("new_password")
                    />
                </div>
                <footer class="section__foot">
                    <Button kind=ButtonKind::Primary submit=true busy=change.pending()>"Change password"</Button>
                </footer>
            </CallForm>
        </section>
    }
}
