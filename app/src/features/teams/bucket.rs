//! The bucket that a new team brings along.

use domain::storage::TypedBucket;
use leptos::prelude::*;

use crate::api::teams::test_bucket;
use crate::features::Refusal;
use crate::features::deed::{Deed, Refused};
use crate::ui::{Button, Field, Notice, Tone, When};

/// Where the bucket is and what opens it, as fields of a form whose refusals are `refusal`'s; and a trial of it.
#[component]
pub fn BucketFields(refusal: Refusal) -> impl IntoView {
    let (typed, tested, trial) = (RwSignal::new(TypedBucket::default()), RwSignal::new(false), Deed::new());
    let error = move |field| Signal::derive(move || trial.on(field).get().or_else(|| refusal.on(field).get()));
    let keep = move |set: fn(&mut TypedBucket, String)| {
        move |text| {
            tested.set(false);
            typed.update(|it| set(it, text));
        }
    };
    let test = move |()| {
        tested.set(false);
        let bucket = typed.get_untracked();
        trial.make(move || {
            let testing = test_bucket(bucket.clone());
            async move {
                let outcome = testing.await;
                tested.try_set(outcome.is_ok());
                outcome
            }
        });
    };
    view! {
        <Field label="Endpoint" name="bucket[endpoint]" autocomplete="off" hint="As in https://s3.eu-central-1.amazonaws.com" error=error("endpoint") on_input=keep(|it, text| it.endpoint = text) />
        <Field label="Region" name="bucket[region]" autocomplete="off" hint="As in eu-central-1. Many servers take us-east-1." error=error("region") on_input=keep(|it, text| it.region = text) />
        <Field label="Bucket" name="bucket[name]" autocomplete="off" error=error("bucket") on_input=keep(|it, text| it.name = text) />
        <Field label="Path prefix" name="bucket[prefix]" autocomplete="off" hint="What the names of all objects begin with. May be empty." error=error("prefix") on_input=keep(|it, text| it.prefix = text) />
        <Field label="Access key ID" name="bucket[access_key_id]" autocomplete="off" error=error("access_key_id") on_input=keep(|it, text| it.access_key_id = text) />
        <Field label="Secret access key" name="bucket[secret_access_key]" kind="password" autocomplete="off" hint="It is sealed, and never shown again." error=error("secret_access_key") on_input=keep(|it, text| it.secret_access_key = text) />
        <Refused deed=trial />
        <When so=move || tested.get()><Notice tone=Tone::Good>"An object was written, read and deleted."</Notice></When>
        <div><Button busy=trial.pending() on_click=test>"Test connection"</Button></div>
    }
}
