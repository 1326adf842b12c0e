//! A role, changed in place by whoever may.

use std::collections::BTreeMap;

use domain::ids::UserId;
use domain::policy::{self, OrgRole};
use domain::user::{Status, User};
use leptos::html;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use leptos::web_sys::{Event, HtmlElement};
use wasm_bindgen::JsCast;

use super::Dashboard;
use super::selection::user_of;
use crate::api::users::set_user_role;
use crate::ui::{Icon, Later, Markup, Tone, Tooltip, around, badge, part};

/// What is being done to the roles of the table. In context below it.
///
/// It is no signal: of all rows only that one is drawn again to which something is done.
#[derive(Clone, Copy)]
pub struct Edits {
    /// Of active admins: 0 and 1 are as they are, 2 are any more.
    admins: Memo<Option<i64>>,
    all: StoredValue<All>,
}

struct All {
    dashboard: Dashboard,
    editing: Option<UserId>,
    /// What was picked and is not saved yet.
    picked: BTreeMap<UserId, OrgRole>,
    refused: BTreeMap<UserId, String>,
}

/// What is being done to one role.
struct Edit {
    is_open: bool,
    picked: Option<OrgRole>,
    refused: Option<String>,
}

/// Text with a pencil; the pencil opens a dropdown. A pick shows at once, and if the server refuses it the saved role
/// comes back with the reason.
pub fn role(user: &User, edits: Edits) -> AnyView {
    if user.status == Status::Deactivated {
        return Markup(maud::html! { td.role-cell { (badge(Tone::Neutral, "Deactivated")) } }).into_any();
    }
    let Edit { is_open, picked, refused } = edits.of(user.id);
    if is_open {
        return view! { <td class="role-cell"><Later part=dropdown /></td> }.into_any();
    }
    let why = edits.denied(user);
    let tip = why.is_some().then(|| format!("role-why-{}", user.id));
    let button = button(user, picked, tip.as_deref());
    let button = match (tip, &refused) {
        (Some(id), _) => view! { <Tooltip id text=Signal::stored(why)>{Markup(button)}</Tooltip> }.into_any(),
        (None, Some(_)) => Markup(button).into_any(),
        (None, None) => return Markup(maud::html! { td.role-cell { (button) } }).into_any(),
    };
    view! {
        <td class="role-cell">
            {button}
            {refused.map(|reason| view! { <p class="role-cell__refused" role="alert">{reason}</p> }.into_any())}
        </td>
    }
    .into_any()
}

/// `tip` says why it cannot be pressed.
fn button(user: &User, picked: Option<OrgRole>, tip: Option<&str>) -> maud::Markup {
    let role = picked.unwrap_or(user.role).label();
    maud::html! {
        button
            class=(if picked.is_some() { "role role--saving" } else { "role" })
            type="button"
            aria-label={ "Role of " (user.name) ": " (role) ". Change" }
            aria-disabled=[tip.is_some().then_some("true")]
            aria-describedby=[tip]
        {
            (role)
            (Icon::Pencil)
        }
    }
}

impl Edits {
    pub fn provide() -> Self {
        let dashboard = Dashboard::expect();
        let all = All { dashboard, editing: None, picked: BTreeMap::new(), refused: BTreeMap::new() };
        let edits =
            Self { admins: Memo::new(move |_| dashboard.known(|it| it.admins.min(2))), all: StoredValue::new(all) };
        provide_context(edits);
        edits
    }

    fn of(self, user: UserId) -> Edit {
        self.all.with_value(|all| Edit {
            is_open: all.editing == Some(user),
            picked: all.picked.get(&user).copied(),
            refused: all.refused.get(&user).cloned(),
        })
    }

    fn denied(self, user: &User) -> Option<String> {
        let admins = self.admins.get()?;
        policy::edit_role(OrgRole::Admin, user.standing(), admins).err().map(|denied| denied.to_string())
    }

    /// A click somewhere in the table, which may be on a role.
    pub fn clicked(self, event: &Event) {
        let role = around(event, "button.role:not([aria-disabled])");
        let Some(user) = role.and_then(|role| user_of(&role)) else { return };
        self.close();
        self.all.update_value(|all| all.editing = Some(user));
        self.draw(user);
    }

    fn draw(self, user: UserId) {
        keep_focus(user);
        let row = self.all.try_with_value(|all| all.dashboard.rows.row(user)).flatten();
        if let Some(row) = row {
            row.notify();
        }
    }

    fn close(self) {
        if let Some(user) = self.all.try_update_value(|all| all.editing.take()).flatten() {
            self.draw(user);
        }
    }

    fn pick(self, user: &User, role: OrgRole) {
        self.close();
        let id = user.id;
        focus_button(id);
        if role == user.role {
            return;
        }
        self.all.update_value(|all| {
            all.picked.insert(id, role);
        });
        self.draw(id);
        let Dashboard { rows, figures, .. } = self.all.with_value(|all| all.dashboard);
        spawn_local(async move {
            let outcome = set_user_role(id, role).await;
            let reason = outcome.as_ref().err().map(ToString::to_string);
            self.all.try_update_value(|all| {
                if all.picked.get(&id) == Some(&role) {
                    all.picked.remove(&id);
                }
                match reason {
                    Some(reason) => all.refused.insert(id, reason),
                    None => all.refused.remove(&id),
                }
            });
            match outcome {
                Ok(saved) => {
                    keep_focus(id);
                    rows.change(saved);
                    figures.refetch();
                }
                Err(_) => self.draw(id),
            }
        });
    }
}

/// The role of a user drawn anew is another element: where the old one has the focus, gives it to the new one.
fn keep_focus(user: UserId) {
    let focused = document().active_element();
    if focused.is_some_and(|it| it.matches("button.role").unwrap_or(false) && user_of(&it) == Some(user)) {
        focus_button(user);
    }
}

/// Gives the focus to the role as soon as it is drawn, unless it went elsewhere: before the next key can be heard.
fn focus_button(user: UserId) {
    spawn_local(async move {
        tick().await;
        let button = document().query_selector(&format!("[id='user-{user}'] button.role")).ok().flatten();
        let is_free = document().active_element().is_none_or(|it| it.tag_name() == "BODY");
        if let Some(button) = button.filter(|_| is_free).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            button.focus().ok();
        }
    });
}

/// Opens the list of options, where the browser lets a page do so.
fn show_options(select: &web_sys::HtmlSelectElement) {
    let show =
        js_sys::Reflect::get(select, &"showPicker".into()).ok().and_then(|it| it.dyn_into::<js_sys::Function>().ok());
    if let Some(show) = show {
        show.call0(select).ok();
    }
}

part!(dropdown in dialogs => view! { <Dropdown /> });

#[component]
fn Dropdown() -> impl IntoView {
    let edits = expect_context::<Edits>();
    let row = edits.all.with_value(|all| all.dashboard.rows.row(all.editing?));
    row.map(|row| view! { <DropdownOf user=row.get_untracked() edits /> })
}

#[component]
fn DropdownOf(user: User, edits: Edits) -> impl IntoView {
    let select = NodeRef::<html::Select>::new();
    Effect::new(move || {
        if let Some(select) = select.get() {
            select.focus().ok();
            show_options(&select);
        }
    });
    let (id, label) = (user.id, format!("Role of {}", user.name));
    let now = edits.of(id).picked.unwrap_or(user.role);
    let change = move |event| {
        if let Ok(role) = event_target_value(&event).parse() {
            edits.pick(&user, role);
        }
    };
    view! {
        <select
            class="select select--cell"
            aria-label=label
            node_ref=select
            on:change=change
            on:blur=move |_| edits.close()
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    edits.close();
                    focus_button(id);
                }
            }
        >
            {OrgRole::ALL
                .iter()
                .map(|&option| view! { <option value=option.as_str() selected=option == now>{option.label()}</option> })
                .collect_view()}
        </select>
    }
}
