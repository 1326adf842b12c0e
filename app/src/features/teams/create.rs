//! The dialog "Create new team".

use domain::storage::StorageType;
use leptos::prelude::*;

use super::bucket::BucketFields;
use crate::api::teams::CreateTeam as CreateTeamCall;
use crate::features::{CallForm, FormCall, Refusal, go_on};
use crate::ui::{Button, ButtonKind, ChoiceField, Dialog, Field, Later, Notice, Tone, When, part};

/// Whether a team is being created.
#[derive(Clone, Copy)]
pub struct Creating(pub RwSignal<bool>);

impl Creating {
    pub fn provide() {
        provide_context(Self(RwSignal::new(false)));
    }

    pub fn expect() -> Self {
        expect_context()
    }
}

#[component]
pub fn CreateTeam() -> impl IntoView {
    let Creating(open) = Creating::expect();
    view! { <Later part=create_team when=open on_failure=move |()| open.set(false) /> }
}

part!(create_team in teams => view! { <CreateTeamDialog /> });

#[component]
fn CreateTeamDialog() -> impl IntoView {
    let Creating(open) = Creating::expect();
    view! {
        <Dialog id="create-team-dialog" title=Signal::stored("Create new team".to_owned()) open>
            <Form open />
        </Dialog>
    }
}

#[component]
fn Form(open: RwSignal<bool>) -> impl IntoView {
    let create = FormCall::new::<CreateTeamCall>();
    go_on(create);
    let refusal = Refusal::new("create_team", create);
    let in_general = refusal.in_general();
    let storage = RwSignal::new(StorageType::Instance);
    view! {
        <CallForm call=create class="dialog__form">
            <div class="dialog__body">
                <When so=move || in_general.read().is_some()><Notice tone=Tone::Bad>{in_general}</Notice></When>
                <Field
                    label="Team name"
                    name="name"
                    value=refusal.typed("name")
                    required=true
                    autofocus=true
                    autocomplete="off"
                    hint="Letters a-z, digits, dashes and underscores: it is the first part of the team's address."
                    error=refusal.on("name")
                />
                <ChoiceField label="Storage type" name="storage" options=StorageType::ALL selected=StorageType::Instance hint="Where the files of its runs are kept. It cannot be changed later." on_change=move |picked| storage.set(picked) />
                <When so=move || storage.get() == StorageType::S3><BucketFields refusal /></When>
            </div>
            <footer class="dialog__foot">
                <Button on_click=move |()| open.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Primary submit=true busy=create.pending()>"Create team"</Button>
            </footer>
        </CallForm>
    }
}
