//! The application: what every page shares, and one line a page.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::features::api_keys::authorize;
use crate::features::home::home;
use crate::features::not_found::NotFound;
use crate::features::organization::OrganizationPage;
use crate::features::organization_history::history;
use crate::features::organization_settings::organization_settings;
use crate::features::reports::linked_report;
use crate::features::sign_in::{forgot, invite, login, reset, sign_up};
use crate::features::teams::of_team;
use crate::features::user_settings::user_settings;
use crate::layout::Frame;
use crate::ui::{DownloadRegion, Downloads, Later, Part, ToastRegion, Toasts};
use crate::viewer::Welcome;

/// Every page is rendered whole before its first byte leaves: the status and the cookies are known by then.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    Toasts::provide();
    Downloads::provide();
    Welcome::provide();
    view! {
        <Title formatter=tab />
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/signup") view=page(|| later(sign_up)) ssr=SsrMode::Async />
                <Route path=path!("/login") view=page(|| later(login)) ssr=SsrMode::Async />
                <Route path=path!("/forgot") view=page(|| later(forgot)) ssr=SsrMode::Async />
                <Route path=path!("/reset/:token") view=page(|| later(reset)) ssr=SsrMode::Async />
                <Route path=path!("/invite/:token") view=page(|| later(invite)) ssr=SsrMode::Async />
                <Route path=path!("/public/:token") view=page(|| later(linked_report)) ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=page(|| view! { <Frame /> }.into_any()) ssr=SsrMode::Async>
                    <Route path=path!("/") view=page(|| later(home)) />
                    <Route path=path!("/organization") view=page(|| view! { <OrganizationPage /> }.into_any()) />
                    <Route path=path!("/organization/history") view=page(|| later(history)) />
                    <Route path=path!("/organization/settings") view=page(|| later(organization_settings)) />
                    <Route path=path!("/authorize") view=page(|| later(authorize)) />
                    <Route path=path!("/settings") view=page(|| later(user_settings)) />
                    <Route path=path!("/:team") view=page(|| later(of_team)) />
                    <Route path=path!("/:team/*below") view=page(|| later(of_team)) />
                </ParentRoute>
            </Routes>
        </Router>
        <ToastRegion />
        <DownloadRegion />
    }
}

/// What the browser's tab says. Leptos 0.8 writes it unescaped on the server, and a report may be called anything.
fn tab(title: String) -> String {
    let whole = if title.is_empty() { "Rollcall".to_owned() } else { format!("{title} · Rollcall") };
    if cfg!(feature = "ssr") { whole.replace('&', "&amp;").replace('<', "&lt;") } else { whole }
}

/// Pages of one type, so that the routes are of one type as well.
const fn page(view: fn() -> AnyView) -> fn() -> AnyView {
    view
}

/// A page that the browser fetches by itself. [`arrive`](crate::arrive) does so before it comes alive.
fn later(part: Part) -> AnyView {
    view! { <Later part /> }.into_any()
}
