//! Service accounts, of a team or of the organization.

mod dialog;
mod list;

use domain::ids::TeamId;
use leptos::prelude::*;

use crate::ui::{Later, part};

/// Whose service accounts are shown: a team's, or else the organization's.
#[derive(Clone, Copy)]
struct Whose(Option<TeamId>);

/// The service accounts of a team, for its admins; without a team those of the organization.
#[component]
pub fn ServiceAccounts(#[prop(optional)] team: Option<TeamId>) -> impl IntoView {
    provide_context(Whose(team));
    // A team is known late: what is asked for after that, only the living page may ask.
    let asks = RwSignal::new(team.is_none());
    Effect::new(move || asks.set(true));
    view! { <Later part=accounts when=asks /> }
}

part!(pub accounts in keys => view! { <list::AccountList /> });
