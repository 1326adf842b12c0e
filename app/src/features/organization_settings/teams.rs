//! Who may create teams.

use domain::setting::InstanceSettings;
use leptos::prelude::*;

use crate::api::organization::{get_instance_settings, save_instance_settings};
use crate::ui::{Notice, Tone, wait};

#[component]
pub fn TeamsSection() -> impl IntoView {
    let settings = Resource::new(|| (), |()| get_instance_settings());
    view! {
        <section class="card section" id="teams">
            <header class="section__head"><h2>"Teams"</h2><p>"A change holds at once."</p></header>
            <Suspense>
                {move || wait(async move {
                    match settings.await {
                        Ok(settings) => view! { <Switches settings /> }.into_any(),
                        Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                    }
                })}
            </Suspense>
        </section>
    }
}

#[component]
fn Switches(settings: InstanceSettings) -> impl IntoView {
    let (saved, refused) = (RwSignal::new(settings), RwSignal::new(None::<String>));
    let save = Action::new(move |settings: &InstanceSettings| {
        let settings = settings.clone();
        async move {
            let outcome = save_instance_settings(settings.clone()).await;
            refused.try_set(outcome.as_ref().err().map(ToString::to_string));
            if outcome.is_ok() {
                saved.try_set(settings);
            }
        }
    });
    // What was picked shows at once, and goes back where it is refused.
    let shown = move || {
        let picked = save.input().get().filter(|_| save.pending().get());
        picked.unwrap_or_else(|| saved.get())
    };
    let toggle = move |event| {
        save.dispatch(InstanceSettings { members_create_teams: event_target_checked(&event) });
    };
    view! {
        <div class="section__body">
            {move || refused.get().map(|reason| view! { <Notice tone=Tone::Bad>{reason}</Notice> })}
            <label class="check">
                <input type="checkbox" prop:checked=move || shown().members_create_teams checked=saved.get_untracked().members_create_teams on:change=toggle />
                <span>
                    "Every member may create teams"
                    <small>"Whoever creates a team is its first admin. Otherwise only admins of the organization create teams."</small>
                </span>
            </label>
        </div>
    }
}
