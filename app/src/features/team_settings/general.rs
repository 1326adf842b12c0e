//! How a team tells about itself.

use domain::team::Team;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::teams::{DescribeTeam, RemoveTeamPicture};
use crate::features::picture::Picture;
use crate::features::team_home::{SettingsFrame, Tab, TeamFrame, TeamOf};
use crate::features::{CallForm, FormCall, Refusal, go_on};
use crate::ui::{Avatar, Button, ButtonKind, Notice, TextArea, Tone, When};

#[component]
pub fn GeneralPage() -> impl IntoView {
    let team = TeamOf::ask_settings();
    view! { <TeamFrame team tab=Tab::Settings content=move |team| view! { <General team /> }.into_any() /> }
}

#[component]
fn General(team: Team) -> impl IntoView {
    let describe = FormCall::new::<DescribeTeam>();
    go_on(describe);
    let remove = FormCall::new::<RemoveTeamPicture>();
    go_on(remove);
    let refusal = Refusal::new("describe_team", describe);
    let in_general = refusal.in_general();
    let changed = use_query_map().with_untracked(|query| query.get("changed").as_deref() == Some("description"));
    let typed = Some(refusal.typed("description")).filter(|typed| !typed.is_empty());
    let description = typed.unwrap_or(team.description);
    let (id, name) = (team.id, team.name.clone());
    view! {
        <SettingsFrame team=team.name.clone()>
            <Picture action=format!("/avatars/teams/{id}") remove>
                <Avatar id name square=true picture=team.avatar />
                {team.avatar.map(|_| view! {
                    <CallForm call=remove>
                        <input type="hidden" name="team" value=id.to_string() />
                        <Button submit=true busy=remove.pending()>"Remove"</Button>
                    </CallForm>
                })}
            </Picture>
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
