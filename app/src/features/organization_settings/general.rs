//! The name of the organization. If the sign-in is old, the password is asked for first.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::ApiError;
use crate::api::organization::RenameOrganization;
use crate::api::sessions::ConfirmPassword;
use crate::features::{CallForm, FormCall, Refusal, go_on};
use crate::ui::{Button, ButtonKind, Field, Notice, Tone, When};
use crate::viewer::viewer;

#[component]
pub fn GeneralSection() -> impl IntoView {
    let rename = FormCall::new::<RenameOrganization>();
    go_on(rename);
    let refusal = Refusal::new("rename_organization", rename);
    let changed = use_query_map().with_untracked(|query| query.get("changed").as_deref() == Some("name"));
    let name =
        Some(refusal.typed("name")).filter(|typed| !typed.is_empty()).or_else(|| viewer().map(|it| it.organization));
    let asks_password = move || matches!(rename.answer(), Some(Err(ApiError::Domain(domain::Error::PasswordNeeded))));
    view! {
        <section class="card section" id="general">
            <header class="section__head"><h2>"General"</h2></header>
            <CallForm call=rename>
                <div class="section__body">
                    {changed.then(|| view! { <Notice tone=Tone::Good>"The organization is renamed."</Notice> })}
                    {move || refusal.in_general().get().map(|words| view! { <Notice tone=Tone::Warn>{words}</Notice> })}
                    <Field label="Organization name" name="name" value=name.unwrap_or_default() required=true error=refusal.on("name") />
                </div>
                <footer class="section__foot">
                    <Button kind=ButtonKind::Primary submit=true busy=rename.pending()>"Save"</Button>
                </footer>
            </CallForm>
            <When so=asks_password><ConfirmForm rename /></When>
        </section>
    }
}

/// Types the password again, and then does what was asked.
#[component]
fn ConfirmForm(rename: FormCall) -> impl IntoView {
    let confirm = FormCall::new::<ConfirmPassword>();
    let refusal = Refusal::new("confirm_password", confirm);
    Effect::new(move || {
        if let Some(Ok(_)) = confirm.answer() {
            rename.again();
        }
    });
    view! {
        <CallForm call=confirm>
            <div class="section__body">
                <Field label="Your password" name="password" kind="password" autocomplete="current-password" required=true error=refusal.on("password") />
            </div>
            <footer class="section__foot">
                <Button kind=ButtonKind::Primary submit=true busy=confirm.pending()>"Confirm and save"</Button>
            </footer>
        </CallForm>
    }
}
