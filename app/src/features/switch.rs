//! A setting that is on or off, and holds as soon as it is touched.

use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;

use super::deed::{Deed, PasswordStep, Refused};
use crate::api::{ApiError, ApiResult};
use crate::ui::{Dialog, When};

type Saving = Pin<Box<dyn Future<Output = ApiResult<()>> + Send>>;

/// Saves whether the setting is on.
pub type Save = Arc<dyn Fn(bool) -> Saving + Send + Sync>;

/// What is picked shows at once, and goes back where it is refused. Where the sign-in is old, the password is asked for.
#[component]
pub fn Switch(
    /// Unique on the page.
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    /// Whether it is on now.
    on: bool,
    save: Save,
) -> impl IntoView {
    let (deed, saved, picked) = (Deed::new(), RwSignal::new(on), RwSignal::new(on));
    let asks = RwSignal::new(false);
    let toggle = move |event| {
        let (on, save) = (event_target_checked(&event), save.clone());
        picked.set(on);
        deed.make(move || {
            let saving = save(on);
            async move {
                let outcome = saving.await;
                let waits = matches!(outcome, Err(ApiError::Domain(domain::Error::PasswordNeeded)));
                if outcome.is_ok() {
                    saved.try_set(on);
                } else if !waits {
                    picked.try_set(saved.get_untracked());
                }
                asks.try_set(waits);
                outcome
            }
        });
    };
    // Whoever types no password leaves it as it was.
    Effect::new(move |asked: Option<bool>| {
        let asks = asks.get();
        if asked == Some(true) && !asks {
            picked.set(saved.get_untracked());
            deed.forget();
        }
        asks
    });
    view! {
        <When so=move || !deed.asks_password()><Refused deed /></When>
        <label class="check">
            <input type="checkbox" autocomplete="off" prop:checked=picked checked=on on:change=toggle />
            <span>{label} <small>{hint}</small></span>
        </label>
        <Dialog id title=Signal::stored(label.to_owned()) open=asks>
            <PasswordStep deed />
        </Dialog>
    }
}
