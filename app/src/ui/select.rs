//! A native `<select>` over a closed set of values.

use std::fmt::Display;
use std::str::FromStr;

use domain::activity::{Door, Span};
use domain::alert::DestinationKind;
use domain::api_key::{Expiry, Overlap};
use domain::history::Action;
use domain::policy::{OrgRole, TeamRole};
use domain::project::Visibility;
use domain::run::RunState;
use domain::setting::Decision;
use domain::storage::StorageType;
use domain::user::Status;
use leptos::prelude::*;

use super::FieldFrame;
use super::field::described_by;

/// A closed set whose values are sent as one word and shown as a label.
pub trait Choice: Copy + PartialEq + Display + FromStr + Send + Sync + 'static {
    fn label(self) -> &'static str;
}

macro_rules! choices {
    ($($name:ident)+) => {$(
        impl Choice for $name {
            fn label(self) -> &'static str {
                self.label()
            }
        }
    )+};
}

choices! { Action Decision DestinationKind Door Expiry OrgRole Overlap RunState Span Status StorageType TeamRole Visibility }

/// Picks one of a closed set at once, say in a toolbar. In a form with a visible label use [`ChoiceField`].
#[component]
pub fn Select<T: Choice>(
    /// What can be picked, in the order shown.
    options: &'static [T],
    #[prop(into)] selected: Signal<Option<T>>,
    /// Read out in place of a visible label.
    #[prop(into)]
    label: String,
    /// What no value is called, say "Any status"; without it a value is always picked.
    #[prop(optional)]
    none: Option<&'static str>,
    /// Runs with what was just picked.
    #[prop(into)]
    on_change: Callback<Option<T>>,
) -> impl IntoView {
    view! {
        <select class="select" aria-label=label on:change:target=move |event| on_change.run(event.target().value().parse().ok()) prop:value=move || word(selected.get())>
            {none.map(|none| view! { <option value="" selected=move || selected.get().is_none()>{none}</option> }.into_any())}
            {items(options, selected)}
        </select>
    }
}

/// Picks one of a closed set in a form, under a visible label.
#[component]
pub fn ChoiceField<T: Choice>(
    #[prop(into)] label: String,
    /// The name in the form, and the end of the select's id: `field-{name}`.
    name: &'static str,
    options: &'static [T],
    /// What is picked at first.
    selected: T,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] on_change: Option<Callback<T>>,
) -> impl IntoView {
    let id = format!("field-{name}");
    let described_by = described_by(&id, hint.is_some());
    let change = move |picked: String| {
        if let (Some(on_change), Ok(value)) = (on_change, picked.parse()) {
            on_change.run(value);
        }
    };
    view! {
        <FieldFrame label id=id.clone() hint error>
            <select class="select select--field" id=id name=name aria-describedby=described_by on:change:target=move |event| change(event.target().value())>
                {items(options, Signal::stored(Some(selected)))}
            </select>
        </FieldFrame>
    }
}

fn items<T: Choice>(options: &'static [T], selected: Signal<Option<T>>) -> impl IntoView {
    options
        .iter()
        .map(|&option| {
            view! {
                <option value=option.to_string() selected=move || selected.get() == Some(option)>
                    {option.label()}
                </option>
            }
            .into_any()
        })
        .collect_view()
}

fn word<T: Choice>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
