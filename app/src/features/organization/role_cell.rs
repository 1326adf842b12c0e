//! A role, changed in place by whoever may.

use domain::policy::{self, OrgRole};
use domain::user::{Status, User};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Dashboard;
use crate::api::users::set_user_role;
use crate::ui::{Badge, Glyph, Icon, Tooltip};

/// Text with a pencil; the pencil opens a dropdown. A pick shows at once, and if the server refuses it the saved role
/// comes back with the reason.
#[component]
pub fn RoleCell(user: RwSignal<User>) -> impl IntoView {
    let editing = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let dashboard = Dashboard::expect();
    let change = Action::new(move |role: &OrgRole| {
        let (id, role) = (user.with_untracked(|it| it.id), *role);
        async move {
            match set_user_role(id, role).await {
                Ok(saved) => {
                    user.set(saved);
                    refused.set(None);
                    dashboard.figures.refetch();
                }
                Err(error) => refused.set(Some(error.to_string())),
            }
        }
    });
    let role = Signal::derive(move || change.input().get().unwrap_or_else(|| user.with(|it| it.role)));
    let cell = NodeRef::<html::Span>::new();
    let close = move |()| {
        editing.set(false);
        focus_button(cell);
    };
    let pick = move |role: OrgRole| {
        close(());
        if role != user.with_untracked(|it| it.role) {
            change.dispatch(role);
        }
    };
    move || {
        if user.with(|it| it.status == Status::Deactivated) {
            return view! { <Badge>"Deactivated"</Badge> }.into_any();
        }
        if editing.get() {
            return view! { <Dropdown user role editing pick=Callback::new(pick) close=Callback::new(close) /> }
                .into_any();
        }
        view! {
            <span node_ref=cell><Text user role editing saving=change.pending() /></span>
            {move || refused.get().map(|reason| view! { <p class="role-cell__refused" role="alert">{reason}</p> })}
        }
        .into_any()
    }
}

#[component]
fn Text(user: RwSignal<User>, role: Signal<OrgRole>, editing: RwSignal<bool>, saving: Memo<bool>) -> impl IntoView {
    let dashboard = Dashboard::expect();
    let denied = Signal::derive(move || {
        let figures = dashboard.known()?;
        policy::edit_role(OrgRole::Admin, user.with(domain::user::User::standing), figures.admins)
            .err()
            .map(|denied| denied.to_string())
    });
    let tip = user.with_untracked(|it| format!("role-why-{}", it.id));
    let open = move |_| {
        if denied.read_untracked().is_none() {
            editing.set(true);
        }
    };
    view! {
        <Tooltip id=tip.clone() text=denied>
            <button
                class="role"
                class:role--saving=saving
                type="button"
                aria-label=move || format!("Role of {}: {}. Change", user.with(|it| it.name.clone()), role.get().label())
                aria-disabled=move || denied.read().is_some().then_some("true")
                aria-describedby=move || denied.read().is_some().then(|| tip.clone())
                on:click=open
            >
                {move || role.get().label()}
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

#[component]
fn Dropdown(
    user: RwSignal<User>,
    role: Signal<OrgRole>,
    editing: RwSignal<bool>,
    pick: Callback<OrgRole>,
    close: Callback<()>,
) -> impl IntoView {
    let select = NodeRef::<html::Select>::new();
    Effect::new(move || {
        if let Some(select) = select.get() {
            select.focus().ok();
            show_options(&select);
        }
    });
    let change = move |event| {
        if let Ok(role) = event_target_value(&event).parse() {
            pick.run(role);
        }
    };
    let now = role.get_untracked();
    view! {
        <select
            class="select select--cell"
            aria-label=format!("Role of {}", user.with_untracked(|it| it.name.clone()))
            node_ref=select
            on:change=change
            on:blur=move |_| editing.set(false)
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    close.run(());
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
