//! The dialog "Add user".

use domain::email::Email;
use domain::ids::TeamId;
use domain::invitation::{AddOutcome, Added, NewUsers};
use domain::policy::{self, OrgRole};
use domain::text::{count, number};
use leptos::prelude::*;

use super::Dashboard;
use crate::api::ApiError;
use crate::api::invitations::add_users;
use crate::api::organization::list_teams;
use crate::ui::{Button, ButtonKind, ChoiceField, CopyField, Dialog, Notice, TextArea, Tone};

#[component]
pub fn AddUser() -> impl IntoView {
    let dashboard = Dashboard::expect();
    view! {
        <Dialog id="add-user-dialog" title=Signal::stored("Add user".to_owned()) open=dashboard.adding>
            <Steps />
        </Dialog>
    }
}

/// First the form, then what became of each address.
#[component]
fn Steps() -> impl IntoView {
    let done = RwSignal::new(None::<Vec<Added>>);
    move || match done.get() {
        None => view! { <Form done /> }.into_any(),
        Some(added) => view! { <Outcome added /> }.into_any(),
    }
}

#[component]
fn Form(done: RwSignal<Option<Vec<Added>>>) -> impl IntoView {
    let dashboard = Dashboard::expect();
    let (emails, role) = (RwSignal::new(String::new()), RwSignal::new(OrgRole::Member));
    let teams = RwSignal::new(Vec::<TeamId>::new());
    let refused = RwSignal::new(None::<ApiError>);
    let add = Action::new(move |(): &()| {
        let users =
            NewUsers { emails: emails.get_untracked(), role: role.get_untracked(), teams: teams.get_untracked() };
        async move {
            match add_users(users).await {
                Ok(added) => {
                    done.set(Some(added));
                    dashboard.refresh();
                }
                Err(error) => refused.set(Some(error)),
            }
        }
    });
    let seats = move || dashboard.known(|it| it.seats).unwrap_or_default();
    let wanted = Memo::new(move |_| {
        i64::try_from(Email::parse_many(&emails.read()).iter().filter(|it| it.is_ok()).count()).unwrap_or_default()
    });
    let reason = Signal::derive(move || {
        policy::add(OrgRole::Admin, seats(), wanted.get().max(1)).err().map(|denied| denied.to_string())
    });
    let line = move || seats_line(wanted.get(), seats().left());
    let on_field = Signal::derive(move || refused.get().and_then(|error| error.on_field("emails")));
    let in_general = move || refused.get().filter(|error| error.on_field("emails").is_none());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if reason.read_untracked().is_none() {
            add.dispatch(());
        }
    };
    view! {
        <form class="dialog__form" on:submit=submit novalidate>
            <div class="dialog__body">
                {move || in_general().map(|error| view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> })}
                <TextArea
                    label="Email"
                    name="emails"
                    rows=2
                    autofocus=true
                    hint="Several at once: separate with a comma, a space or a new line."
                    error=on_field
                    on_input=move |text| emails.set(text)
                />
                <ChoiceField label="Role" name="role" options=OrgRole::ALL selected=OrgRole::Member on_change=move |picked| role.set(picked) />
                <Teams picked=teams />
            </div>
            <footer class="dialog__foot">
                <span class="dialog__note seats-left">{line}</span>
                <Button on_click=move |()| dashboard.adding.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Primary submit=true id="add-new-user" reason busy=add.pending()>"Add new user"</Button>
            </footer>
        </form>
    }
}

/// As in "Takes 2 seats, 118 left afterwards".
fn seats_line(wanted: i64, left: Option<i64>) -> String {
    match left {
        None => format!("Takes {}", count(wanted.max(1), "seat")),
        Some(left) if wanted == 0 => format!("{} left", count(left, "seat")),
        Some(left) if wanted > left => format!("{} left", count(left, "seat")),
        Some(left) => format!("Takes {}, {} left afterwards", count(wanted, "seat"), number(left - wanted)),
    }
}

/// The teams that the people join when they accept; nothing where there are none.
#[component]
fn Teams(picked: RwSignal<Vec<TeamId>>) -> impl IntoView {
    let teams = LocalResource::new(list_teams);
    let toggle = move |id: TeamId| {
        picked.update(|picked| if picked.contains(&id) { picked.retain(|it| *it != id) } else { picked.push(id) });
    };
    move || {
        let teams = teams.get().and_then(Result::ok).filter(|teams| !teams.is_empty())?;
        let boxes = teams.into_iter().map(|team| {
            view! {
                <label class="check">
                    <input type="checkbox" on:change=move |_| toggle(team.id) />
                    {team.name}
                </label>
            }
        });
        Some(view! {
            <fieldset class="field team-picks">
                <legend class="field__label">"Teams"</legend>
                <div class="team-picks__list">{boxes.collect_view()}</div>
            </fieldset>
        })
    }
}

/// What became of each address, with the links to hand over.
#[component]
fn Outcome(added: Vec<Added>) -> impl IntoView {
    let dashboard = Dashboard::expect();
    let has_links = added.iter().any(|it| matches!(it.outcome, AddOutcome::Invited(_)));
    let rows = added.into_iter().enumerate().map(|(i, Added { email, outcome })| match outcome {
        AddOutcome::Invited(link) => {
            let mailed = if link.mailed { "A mail is on its way. " } else { "Hand the link over. " };
            view! {
                <Notice tone=Tone::Good><b>{email}</b> " is invited. " {mailed} {format!("The link works once, until {}.", link.expires.exact())}</Notice>
                <CopyField id=format!("link-{i}") label="Invitation link" text=Signal::stored(link.url) />
            }
            .into_any()
        }
        AddOutcome::Refused(rule) => view! { <Notice tone=Tone::Bad><b>{email}</b> ": " {rule}</Notice> }.into_any(),
    });
    view! {
        <div class="dialog__body invited">{rows.collect_view()}</div>
        <footer class="dialog__foot">
            {has_links.then(|| view! { <span class="dialog__note">"Links are shown only here, only now."</span> })}
            <Button kind=ButtonKind::Primary on_click=move |()| dashboard.adding.set(false)>"Done"</Button>
        </footer>
    }
}
