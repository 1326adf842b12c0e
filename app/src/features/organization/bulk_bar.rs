//! What can be done to the users that are selected.

use domain::bulk::{self, Deed};
use domain::policy::OrgRole;
use leptos::prelude::*;

use super::Dashboard;
use super::bulk_dialog::Job;
use super::selection::Selection;
use super::url::Place;
use crate::api::bulk::list_user_ids;
use crate::ui::{Button, ButtonKind, Later, Menu, MenuItem, Toasts, When, part};

/// Sticks to the foot of the table as long as somebody is selected.
#[component]
pub fn BulkBar() -> impl IntoView {
    let selection = Selection::expect();
    selection.keep_up(Dashboard::expect().rows);
    view! {
        <p class="hidden" role="status">{selection.news()}</p>
        <Later part=bar when=Signal::derive(move || selection.is_any()) />
    }
}

part!(bar in dialogs => view! { <Bar /> });

#[component]
fn Bar() -> impl IntoView {
    let dashboard = Dashboard::expect();
    let (selection, shown) = (Selection::expect(), dashboard.rows);
    let ask = move |deed: Deed| dashboard.job.set(Some(Job { deed, users: selection.ids() }));
    let clear = move |()| {
        selection.clear("Selection cleared");
        selection.take_focus(shown);
    };
    view! {
        <When so=move || selection.is_any()>
            <div class="bulk" role="region" aria-label="Selection">
                <span class="bulk__count">{move || selection.words(&shown.ids())}</span>
                <SelectAll />
                <ChangeRole />
                <Button on_click=move |()| ask(Deed::Deactivate)>"Deactivate"</Button>
                <Button on_click=move |()| ask(Deed::Reactivate)>"Reactivate"</Button>
                <Button on_click=move |()| ask(Deed::Remove)>"Remove"</Button>
                <Button on_click=move |()| ask(Deed::Resend)>"Resend invitation"</Button>
                <Button kind=ButtonKind::Quiet on_click=clear>"Clear"</Button>
            </div>
        </When>
    }
}

#[component]
fn ChangeRole() -> impl IntoView {
    let (dashboard, selection) = (Dashboard::expect(), Selection::expect());
    let ask = move |role| {
        dashboard.job.set(Some(Job { deed: Deed::SetRole(role), users: selection.ids() }));
    };
    let face = || view! { <span aria-hidden="true">"Change role"</span> };
    view! {
        <Menu id="bulk-role" label="Change role" face>
            <MenuItem hint="May change everybody and everything" on_select=move |()| ask(OrgRole::Admin)>"Admin"</MenuItem>
            <MenuItem hint="May use the instance" on_select=move |()| ask(OrgRole::Member)>"Member"</MenuItem>
        </Menu>
    }
}

/// Once all rows on show are selected: all the others that match, too.
#[component]
fn SelectAll() -> impl IntoView {
    let (dashboard, toasts) = (Dashboard::expect(), Toasts::expect());
    let (selection, shown, query) = (Selection::expect(), dashboard.rows, Place::expect().query());
    let select = Action::new(move |(): &()| {
        let query = query.get_untracked();
        async move {
            match list_user_ids(query).await {
                Ok(users) => {
                    selection.set(users, true);
                    selection.take_focus(shown);
                }
                Err(error) => toasts.bad(error.to_string()),
            }
        }
    });
    let offer = Memo::new(move |_| {
        let total = shown.total.get();
        let is_part = total.more || total.rows > selection.count();
        (is_part && selection.holds_all(&shown.ids())).then_some(total)
    });
    move || {
        offer.get().map(|total| {
            let reason = Signal::stored(bulk::select(total).err().map(|error| error.to_string()));
            view! {
                <Button id="select-all" reason busy=select.pending() on_click=move |()| { select.dispatch(()); }>
                    {format!("Select all {} that match", total.words("user"))}
                </Button>
            }
        })
    }
}
