//! The accounts of one list, each with its keys.

use domain::ids::TeamId;
use domain::service_account::{Scope, ServiceAccount};
use domain::text::count;
use leptos::prelude::*;

use super::Whose;
use super::dialog::AccountDialog;
use crate::api::ApiResult;
use crate::api::service_accounts::list_service_accounts;
use crate::features::api_keys::KeyList;
use crate::features::deed::Deed;
use crate::ui::{Button, ButtonKind, Empty, Glyph, Icon, Menu, MenuItem, MenuLine, Notice, TimeAgo, Tone, When, wait};

/// What a dialog is open for.
#[derive(Clone)]
pub enum Asked {
    Create,
    Rename(ServiceAccount),
    Remove(ServiceAccount),
}

/// One list of accounts.
#[derive(Clone, Copy)]
pub struct Accounts {
    /// None of the organization's.
    pub team: Option<TeamId>,
    pub list: Resource<ApiResult<Vec<ServiceAccount>>>,
    pub asked: RwSignal<Option<Asked>>,
    pub open: RwSignal<bool>,
    pub deed: Deed,
}

impl Accounts {
    pub fn expect() -> Self {
        expect_context()
    }

    fn ask(self, what: Asked) {
        self.deed.forget();
        self.asked.set(Some(what));
        self.open.set(true);
    }

    pub fn done(self) {
        self.list.refetch();
        self.open.set(false);
    }
}

#[component]
pub fn AccountList() -> impl IntoView {
    let Whose(team) = expect_context();
    let accounts = Accounts {
        team,
        list: Resource::new(|| (), move |()| list_service_accounts(team)),
        asked: RwSignal::new(None),
        open: RwSignal::new(false),
        deed: Deed::new(),
    };
    provide_context(accounts);
    let reach = match team {
        Some(_) => "They log runs to this team without being a person, and take no seat.",
        None => "They log runs to every team without being a person, and take no seat.",
    };
    view! {
        <section class="card section" id="service-accounts">
            <header class="section__head"><h2>"Service accounts"</h2><p>{reach}</p></header>
            <div class="items">
                <Transition>
                    {move || wait(async move {
                        match accounts.list.await {
                            Ok(list) if list.is_empty() => view! { <Empty icon=Icon::Service title="No service accounts yet" sentence="One is for what runs by itself, say a nightly job." /> }.into_any(),
                            Ok(list) => list.into_iter().map(|account| view! { <Row account /> }).collect_view().into_any(),
                            Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                        }
                    })}
                </Transition>
            </div>
            <footer class="section__foot">
                <Button on_click=move |()| accounts.ask(Asked::Create)><Glyph icon=Icon::Plus /> "New service account"</Button>
            </footer>
        </section>
        <AccountDialog />
    }
}

#[component]
fn Row(account: ServiceAccount) -> impl IntoView {
    let ServiceAccount { id, name, scope, team, created, keys, last_used } = account.clone();
    let accounts = Accounts::expect();
    let shows_keys = RwSignal::new(false);
    let how_many = RwSignal::new(keys);
    let used = match last_used {
        Some(at) => view! { "used " <TimeAgo at /> }.into_any(),
        None => "never used".into_any(),
    };
    let home = (scope == Scope::Organization).then(|| format!(" · default team {}", team.name));
    let account = StoredValue::new(account);
    let ask = move |what: fn(ServiceAccount) -> Asked| accounts.ask(what(account.get_value()));
    view! {
        <div class="item">
            <Glyph icon=Icon::Service />
            <div class="item__words">
                <b>{name.clone()}</b>
                <small>{move || count(how_many.get(), "API key")} " · " {used} " · since " {created.exact()} {home}</small>
            </div>
            <div class="item__act">
                <button
                    class="button"
                    type="button"
                    aria-expanded=move || shows_keys.get().to_string()
                    aria-label=format!("API keys of {name}")
                    on:click:target=move |_| shows_keys.update(|it| *it = !*it)
                >
                    "API keys"
                </button>
                <Menu id=format!("account-{id}") label=format!("Actions for {name}") kind=ButtonKind::Quiet>
                    <MenuItem on_select=move |()| ask(Asked::Rename)>"Rename…"</MenuItem>
                    <MenuLine />
                    <MenuItem danger=true hint="Its API keys stop working at once" on_select=move |()| ask(Asked::Remove)>"Remove…"</MenuItem>
                </Menu>
            </div>
        </div>
        <When so=move || shows_keys.get()>
            <div class="item__more"><KeyList account=Some(id) how_many /></div>
        </When>
    }
}
