//! How I am called.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::profile::ChangeProfile;
use crate::features::{CallForm, FormCall, Refusal, go_on};
use crate::ui::{Button, ButtonKind, Field, Notice, Tone};
use crate::viewer::viewer;

#[component]
pub fn ProfileSection() -> impl IntoView {
    let change = FormCall::new::<ChangeProfile>();
    go_on(change);
    let refusal = Refusal::new("change_profile", change);
    let changed = use_query_map().with_untracked(|query| query.get("changed").as_deref() == Some("profile"));
    let me = viewer();
    let role = me.as_ref().map(|it| it.role.label());
    let (name, username) = me.map(|it| (it.name, it.username)).unwrap_or_default();
    let typed = |field: &str, now: String| Some(refusal.typed(field)).filter(|it| !it.is_empty()).unwrap_or(now);
    let hint = format!(
        "Your page is at /{username}. Of another username, the old address leads nowhere any more, and others may take it."
    );
    let (name, username) = (typed("display_name", name), typed("username", username));
    view! {
        <section class="card section" id="profile">
            <header class="section__head"><h2>"Profile"</h2><p>"Others find you by these. " {role} " of the organization."</p></header>
            <CallForm call=change>
                <div class="section__body">
                    {changed.then(|| view! { <Notice tone=Tone::Good>"Your profile is changed."</Notice> })}
                    {move || refusal.in_general().get().map(|words| view! { <Notice tone=Tone::Bad>{words}</Notice> })}
                    <Field label="Name" name="display_name" value=name autocomplete="name" required=true error=refusal.on("display_name") />
                    <Field label="Username" name="username" value=username autocomplete="username" hint required=true error=refusal.on("username") />
                </div>
                <footer class="section__foot">
                    <Button kind=ButtonKind::Primary submit=true busy=change.pending()>"Save"</Button>
                </footer>
            </CallForm>
        </section>
    }
}
