//! What members may do beyond their role.

use domain::setting::TeamSettings;
use domain::team::Team;
use leptos::prelude::*;

use crate::api::teams::save_team_settings;
use crate::features::team_home::{SettingsFrame, Tab, TeamFrame, TeamOf};
use crate::ui::{Notice, Tone};

#[component]
pub fn PrivacyPage() -> impl IntoView {
    let team = TeamOf::ask_settings();
    view! { <TeamFrame team tab=Tab::Settings content=move |team| view! { <Privacy team /> }.into_any() /> }
}

#[component]
fn Privacy(team: Team) -> impl IntoView {
    let (id, saved) = (team.id, RwSignal::new(team.settings));
    let refused = RwSignal::new(None::<String>);
    let save = Action::new(move |settings: &TeamSettings| {
        let settings = settings.clone();
        async move {
            match save_team_settings(id, settings.clone()).await {
                Ok(()) => {
                    saved.try_set(settings);
                    refused.try_set(None);
                }
                Err(error) => {
                    refused.try_set(Some(error.to_string()));
                }
            }
        }
    });
    // What was picked shows at once, and goes back where it is refused.
    let shown = move || {
        let picked = save.input().get().filter(|_| save.pending().get());
        picked.unwrap_or_else(|| saved.get())
    };
    let toggle = move |event| {
        save.dispatch(TeamSettings { members_invite: event_target_checked(&event) });
    };
    view! {
        <SettingsFrame team=team.name>
            <section class="card section">
                <header class="section__head"><h2>"Privacy"</h2><p>"A change holds at once."</p></header>
                <div class="section__body">
                    {move || refused.get().map(|reason| view! { <Notice tone=Tone::Bad>{reason}</Notice> })}
                    <label class="check">
                        <input type="checkbox" prop:checked=move || shown().members_invite checked=saved.get_untracked().members_invite on:change=toggle />
                        <span>
                            "Any member may invite"
                            <small>"Members put people of the instance into the team, as members or view-only members. Otherwise only admins do."</small>
                        </span>
                    </label>
                </div>
            </section>
        </SettingsFrame>
    }
}
