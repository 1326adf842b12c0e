//! Where the files of a team are, and what opens the place.

use domain::ids::TeamId;
use domain::storage::Bucket;
use domain::team::Team;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::teams::{SetBucketKey, TestTeamBucket};
use crate::features::team_home::{SettingsFrame, Tab, TeamFrame, TeamOf};
use crate::features::{CallForm, FormCall, Refusal, go_on};
use crate::ui::{Button, ButtonKind, Field, Notice, Tone};

#[component]
pub fn StoragePage() -> impl IntoView {
    let team = TeamOf::ask_settings();
    view! { <TeamFrame team tab=Tab::Settings content=move |team| view! { <Storage team /> }.into_any() /> }
}

#[component]
fn Storage(team: Team) -> impl IntoView {
    let id = team.id;
    let key = team.bucket.clone().map(|bucket| view! { <Key team=id bucket /> }.into_any());
    view! {
        <SettingsFrame team=team.name>
            <section class="card section">
                <header class="section__head"><h2>"Storage"</h2><p>"It was chosen when the team was created."</p></header>
                <div class="section__body">
                    <dl class="facts">
                        <dt>"Storage type"</dt> <dd>{team.storage.label()}</dd>
                        {team.bucket.clone().map(facts)}
                    </dl>
                </div>
                {team.bucket.map(|_| view! { <Trial team=id /> }.into_any())}
            </section>
            {key}
        </SettingsFrame>
    }
}

fn facts(bucket: Bucket) -> AnyView {
    let prefix = if bucket.prefix.is_empty() { "none".to_owned() } else { bucket.prefix };
    view! {
        <dt>"Endpoint"</dt> <dd>{bucket.endpoint}</dd>
        <dt>"Region"</dt> <dd>{bucket.region}</dd>
        <dt>"Bucket"</dt> <dd>{bucket.name}</dd>
        <dt>"Path prefix"</dt> <dd>{prefix}</dd>
    }
    .into_any()
}

/// What the address says was done last.
fn changed(what: &str) -> bool {
    use_query_map().with_untracked(|query| query.get("changed").as_deref() == Some(what))
}

#[component]
fn Trial(team: TeamId) -> impl IntoView {
    let test = FormCall::new::<TestTeamBucket>();
    go_on(test);
    let refusal = Refusal::new("test_team_bucket", test);
    let refused = move || refusal.words().map(|words| view! { <Notice tone=Tone::Bad>{words}</Notice> });
    view! {
        <CallForm call=test>
            <input type="hidden" name="team" value=team.to_string() />
            <div class="section__body">
                {changed("tested").then(|| view! { <Notice tone=Tone::Good>"An object was written, read and deleted."</Notice> })}
                {refused}
            </div>
            <footer class="section__foot"><Button submit=true busy=test.pending()>"Test connection"</Button></footer>
        </CallForm>
    }
}

#[component]
fn Key(team: TeamId, bucket: Bucket) -> impl IntoView {
    let set = FormCall::new::<SetBucketKey>();
    go_on(set);
    let refusal = Refusal::new("set_bucket_key", set);
    let (on_id, on_secret) = (refusal.on("access_key_id"), refusal.on("secret_access_key"));
    // The bucket itself may be to blame, of which no field stands here.
    let elsewhere = move || {
        let words = refusal.words().filter(|_| on_id.read().is_none() && on_secret.read().is_none());
        words.map(|words| view! { <Notice tone=Tone::Bad>{words}</Notice> })
    };
    let typed = Some(refusal.typed("access_key_id")).filter(|typed| !typed.is_empty());
    view! {
        <section class="card section">
            <header class="section__head"><h2>"Access key"</h2><p>"A new one is tried out before it takes the old one's place."</p></header>
            <CallForm call=set>
                <input type="hidden" name="team" value=team.to_string() />
                <div class="section__body">
                    {changed("key").then(|| view! { <Notice tone=Tone::Good>"The key is saved, and opens the bucket."</Notice> })}
                    {elsewhere}
                    <Field label="Access key ID" name="access_key_id" value=typed.unwrap_or(bucket.access_key_id) required=true autocomplete="off" error=on_id />
                    <Field label="Secret access key" name="secret_access_key" kind="password" required=true autocomplete="off" hint="It is sealed, and never shown again." error=on_secret />
                </div>
                <footer class="section__foot">
                    <Button kind=ButtonKind::Primary submit=true busy=set.pending()>"Save"</Button>
                </footer>
            </CallForm>
        </section>
    }
}
