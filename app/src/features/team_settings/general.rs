//! How a team tells about itself.

use domain::team::Team;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::teams::DescribeTeam;
use crate::features::team_home::{SettingsFrame, Tab, TeamFrame, TeamOf};
use crate::features::{CallForm, FormCall, Refusal, go_on};
use crate::ui::{Button, ButtonKind, Notice, TextArea, Tone, When};

#[component]
pub fn GeneralPage() -> impl IntoView {
    let team = TeamOf::ask_settings();
    view! { <TeamFrame team tab=Tab::Settings content=move |team| view! { <General team /> }.into_any() /> }
}

#[component]
fn General(team: Team) -> impl IntoView {
    let describe = FormCall::new::<DescribeTeam>();
    go_on(describe);
    let refusal = Refusal::new("describe_team", describe);
    let in_general = refusal.in_general();
    let changed = use_query_map().with_untracked(|query| query.get("changed").as_deref() == Some("description"));
    let typed = Some(refusal.typed("description")).filter(|typed| !typed.is_empty());
    let description = typed.unwrap_or(team.description);
    view! {
        <SettingsFrame team=team.name.clone()>
            <section class="card section">
                <header class="section__head"><h2>"General"</h2></header>
                <CallForm call=describe>
                    <input type="hidden" name="team" value=team.id.to_string() />
                    <div class="section__body">
                        {changed.then(|| view! { <Notice tone=Tone::Good>"The description is saved."</Notice> })}
                        <When so=move || in_general.read().is_some()><Notice tone=Tone::Bad>{in_general}</Notice></When>
                        <TextArea label="Description" name="description" rows=8 value=description hint="In Markdown. Up to 10,000 characters." error=refusal.on("description") />
                        <dl class="facts">
                            <dt>"Team name"</dt> <dd>{team.name}</dd>
                            <dt>"Created"</dt> <dd>{team.created.exact()}</dd>
                        </dl>
                    </div>
                    <footer class="section__foot">
                        <Button kind=ButtonKind::Primary submit=true busy=describe.pending()>"Save"</Button>
                    </footer>
                </CallForm>
            </section>
        </SettingsFrame>
    }
}
