//! The keys of somebody, and what is done with them.

use domain::api_key::{ApiKey, MOST, NewKey};
use domain::ids::ServiceAccountId;
use leptos::prelude::*;

use super::dialog::KeyDialog;
use super::row::Row;
use crate::api::ApiResult;
use crate::api::api_keys::list_api_keys;
use crate::features::deed::Deed;
use crate::ui::{Button, Empty, Glyph, Icon, Notice, Tone, wait};

/// What a dialog is open for.
#[derive(Clone)]
pub enum Asked {
    Make,
    Rename(ApiKey),
    Replace(ApiKey),
    Revoke(ApiKey),
    /// A key that was just made, to be copied.
    Show(NewKey),
}

/// One list of keys.
#[derive(Clone, Copy)]
pub struct Keys {
    /// None of one's own.
    pub account: Option<ServiceAccountId>,
    pub list: Resource<ApiResult<Vec<ApiKey>>>,
    pub asked: RwSignal<Option<Asked>>,
    pub open: RwSignal<bool>,
    pub deed: Deed,
}

impl Keys {
    pub fn expect() -> Self {
        expect_context()
    }

    pub fn ask(self, what: Asked) {
        self.deed.forget();
        self.asked.set(Some(what));
        self.open.set(true);
    }

    /// What was done shows: the new key, or the list without a dialog before it.
    pub fn done(self, new: Option<NewKey>) {
        self.list.refetch();
        match new {
            Some(new) => self.asked.set(Some(Asked::Show(new))),
            None => self.open.set(false),
        }
    }
}

/// The keys of a service account, or else one's own.
#[component]
pub fn KeyList(
    account: Option<ServiceAccountId>,
    /// Is told how many there are.
    #[prop(optional)]
    how_many: Option<RwSignal<i64>>,
) -> impl IntoView {
    let keys = Keys {
        account,
        list: Resource::new(|| (), move |()| list_api_keys(account)),
        asked: RwSignal::new(None),
        open: RwSignal::new(false),
        deed: Deed::new(),
    };
    provide_context(keys);
    // What was shown once is not kept: the next look into the page does not find it.
    Effect::new(move || {
        if !keys.open.get() {
            keys.asked.set(None);
        }
    });
    Effect::new(move || {
        if let (Some(how_many), Some(Ok(list))) = (how_many, keys.list.get()) {
            how_many.set(list.len().try_into().unwrap_or(i64::MAX));
        }
    });
    view! {
        <div class="items">
            <Transition>
                {move || wait(async move {
                    match keys.list.await {
                        Ok(list) if list.is_empty() => view! { <Empty icon=Icon::Key title="No API keys yet" sentence="A program needs one to log runs or to call the API." /> }.into_any(),
                        Ok(list) => list.into_iter().map(|key| view! { <Row key /> }).collect_view().into_any(),
                        Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                    }
                })}
            </Transition>
        </div>
        <footer class="section__foot">
            <span class="section__note">{format!("At most {MOST} at the same time.")}</span>
            <Button on_click=move |()| keys.ask(Asked::Make)><Glyph icon=Icon::Plus /> "New API key"</Button>
        </footer>
        <KeyDialog />
    }
}
