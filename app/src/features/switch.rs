//! Settings that hold as soon as they are touched.

use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;

use super::deed::{Deed, PasswordStep, Refused};
use crate::api::{ApiError, ApiResult};
use crate::ui::{Choice, Dialog, Select, When};

type Saving = Pin<Box<dyn Future<Output = ApiResult<()>> + Send>>;

/// Saves what was picked.
pub type Save<T> = Arc<dyn Fn(T) -> Saving + Send + Sync>;

/// What is picked shows at once, and goes back where it is refused. Where the sign-in is old, the password is asked for.
#[derive(Clone, Copy)]
struct Setting<T: Send + Sync + 'static> {
    deed: Deed,
    saved: RwSignal<T>,
    picked: RwSignal<T>,
    asks: RwSignal<bool>,
}

impl<T: Copy + Send + Sync + 'static> Setting<T> {
    fn new(now: T) -> Self {
        let (deed, saved, picked) = (Deed::new(), RwSignal::new(now), RwSignal::new(now));
        let asks = RwSignal::new(false);
        // Whoever types no password leaves it as it was.
        Effect::new(move |asked: Option<bool>| {
            let asks = asks.get();
            if asked == Some(true) && !asks {
                picked.set(saved.get_untracked());
                deed.forget();
            }
            asks
        });
        Self { deed, saved, picked, asks }
    }

    fn pick(self, value: T, save: Save<T>) {
        let Self { deed, saved, picked, asks } = self;
        picked.set(value);
        deed.make(move || {
            let saving = save(value);
            async move {
                let outcome = saving.await;
                let waits = matches!(outcome, Err(ApiError::Domain(domain::Error::PasswordNeeded)));
                if outcome.is_ok() {
                    saved.try_set(value);
                } else if !waits {
                    picked.try_set(saved.get_untracked());
                }
                asks.try_set(waits);
                outcome
            }
        });
    }

    /// What was refused, and the question for the password; `id` is unique on the page.
    fn around(self, id: &'static str, label: &'static str, control: AnyView) -> AnyView {
        let Self { deed, asks, .. } = self;
        view! {
            <When so=move || !deed.asks_password()><Refused deed /></When>
            {control}
            <Dialog id title=Signal::stored(label.to_owned()) open=asks>
                <PasswordStep deed />
            </Dialog>
        }
        .into_any()
    }
}

/// A setting that is on or off.
#[component]
pub fn Switch(
    /// Unique on the page.
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    /// Whether it is on now.
    on: bool,
    /// Why it cannot be touched, if it cannot.
    #[prop(optional)]
    reason: String,
    save: Save<bool>,
) -> impl IntoView {
    let setting = Setting::new(on);
    let (picked, fixed) = (setting.picked, !reason.is_empty());
    let control = view! {
        <label class="check">
            <input
                type="checkbox"
                autocomplete="off"
                disabled=fixed
                prop:checked=picked
                checked=on
                on:change=move |event| setting.pick(event_target_checked(&event), save.clone())
            />
            <span>{label} <small>{hint}</small> <small>{reason}</small></span>
        </label>
    };
    setting.around(id, label, control.into_any())
}

/// A setting that is one of a few.
#[component]
pub fn Pick<T: Choice>(
    /// Unique on the page.
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    options: &'static [T],
    /// What it is now.
    now: T,
    save: Save<T>,
) -> impl IntoView {
    let setting = Setting::new(now);
    let picked = setting.picked;
    let change = move |value: Option<T>| {
        if let Some(value) = value {
            setting.pick(value, save.clone());
        }
    };
    let control = view! {
        <div class="pick">
            <span>{label} <small>{hint}</small></span>
            <Select
                options
                label
                selected=Signal::derive(move || Some(picked.get()))
                on_change=change
            />
        </div>
    };
    setting.around(id, label, control.into_any())
}
