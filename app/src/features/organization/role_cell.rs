//! A role, changed in place by whoever may.

use domain::policy::{self, OrgRole};
use domain::user::{Status, User};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::Dashboard;
use crate::api::users::set_user_role;
use crate::ui::{Badge, Glyph, Icon, Later, Tooltip, part};

/// A role, and what is being done to it. In context below its cell.
#[derive(Clone, Copy)]
struct Edit {
    user: RwSignal<User>,
    editing: RwSignal<bool>,
    /// What was picked and is not saved yet.
    picked: RwSignal<Option<OrgRole>>,
    refused: RwSignal<Option<String>>,
    cell: NodeRef<html::Span>,
}

/// Text with a pencil; the pencil opens a dropdown. A pick shows at once, and if the server refuses it the saved role
/// comes back with the reason.
#[component]
pub fn RoleCell(user: RwSignal<User>) -> impl IntoView {
    let edit = Edit {
        user,
        editing: RwSignal::new(false),
        picked: RwSignal::new(None),
        refused: RwSignal::new(None),
        cell: NodeRef::new(),
    };
    provide_context(edit);
    let content = move || {
        if user.with(|it| it.status == Status::Deactivated) {
            return view! { <Badge>"Deactivated"</Badge> }.into_any();
        }
        if edit.editing.get() {
            return view! { <Later part=dropdown /> }.into_any();
        }
        view! {
            <span node_ref=edit.cell><Text edit /></span>
            {move || edit.refused.get().map(|reason| view! { <p class="role-cell__refused" role="alert">{reason}</p> }.into_any())}
        }
        .into_any()
    };
    view! { {move || content()} }
}

impl Edit {
    fn role(self) -> OrgRole {
        self.picked.get().unwrap_or_else(|| self.user.with(|it| it.role))
    }

    fn close(self) {
        self.editing.set(false);
        focus_button(self.cell);
    }

    fn pick(self, dashboard: &Dashboard, role: OrgRole) {
        self.close();
        let (id, now) = self.user.with_untracked(|it| (it.id, it.role));
        if role == now {
            return;
        }
        self.picked.set(Some(role));
        let figures = dashboard.figures;
        spawn_local(async move {
            match set_user_role(id, role).await {
                Ok(saved) => {
                    self.user.try_set(saved);
                    self.refused.try_set(None);
                    figures.refetch();
                }
                Err(error) => {
                    self.refused.try_set(Some(error.to_string()));
                }
            }
            self.picked.try_update(|picked| picked.take_if(|last| *last == role));
        });
    }
}

#[component]
fn Text(edit: Edit) -> impl IntoView {
    let (dashboard, user) = (Dashboard::expect(), edit.user);
    let denied = Signal::derive(move || {
        let figures = dashboard.known()?;
        policy::edit_role(OrgRole::Admin, user.with(domain::user::User::standing), figures.admins)
            .err()
            .map(|denied| denied.to_string())
    });
    let tip = user.with_untracked(|it| format!("role-why-{}", it.id));
    let open = move |_| {
        if denied.read_untracked().is_none() {
            edit.editing.set(true);
        }
    };
    view! {
        <Tooltip id=tip.clone() text=denied>
            <button
                class="role"
                class:role--saving=move || edit.picked.read().is_some()
                type="button"
                aria-label=move || format!("Role of {}: {}. Change", user.with(|it| it.name.clone()), edit.role().label())
                aria-disabled=move || denied.read().is_some().then_some("true")
                aria-describedby=move || denied.read().is_some().then(|| tip.clone())
                on:click=open
            >
                {move || edit.role().label()}
                <Glyph icon=Icon::Pencil />
            </button>
        </Tooltip>
    }
}

/// Gives the focus back to the role once the dropdown is gone.
fn focus_button(cell: NodeRef<html::Span>) {
    request_animation_frame(move || {
        let button = cell.try_get_untracked().flatten().and_then(|cell| cell.query_selector("button").ok().flatten());
        if let Some(button) = button.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
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
    let (dashboard, edit) = (Dashboard::expect(), expect_context::<Edit>());
    let select = NodeRef::<html::Select>::new();
    Effect::new(move || {
        if let Some(select) = select.get() {
            select.focus().ok();
            show_options(&select);
        }
    });
    let change = move |event| {
        if let Ok(role) = event_target_value(&event).parse() {
            edit.pick(&dashboard, role);
        }
    };
    let now = untrack(|| edit.role());
    view! {
        <select
            class="select select--cell"
            aria-label=format!("Role of {}", edit.user.with_untracked(|it| it.name.clone()))
            node_ref=select
            on:change=change
            on:blur=move |_| edit.editing.set(false)
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    edit.close();
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
