//! The application: what every page shares, and one line a page.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::features::home::HomePage;
use crate::features::not_found::NotFound;
use crate::features::organization::OrganizationPage;
use crate::features::organization_history::OrganizationHistoryPage;
use crate::features::organization_settings::OrganizationSettingsPage;
use crate::features::sign_in::{ForgotPage, InvitePage, LoginPage, ResetPage, SignUpPage};
use crate::features::user_settings::UserSettingsPage;
use crate::layout::Frame;
use crate::ui::{DownloadRegion, Downloads, ToastRegion, Toasts};
use crate::viewer::Welcome;

/// Every page is rendered whole before its first byte leaves: the status and the cookies are known by then.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    Toasts::provide();
    Downloads::provide();
    Welcome::provide();
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Rollcall".to_owned() } else { format!("{title} · Rollcall") } />
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/signup") view=SignUpPage ssr=SsrMode::Async />
                <Route path=path!("/login") view=LoginPage ssr=SsrMode::Async />
                <Route path=path!("/forgot") view=ForgotPage ssr=SsrMode::Async />
                <Route path=path!("/reset/:token") view=ResetPage ssr=SsrMode::Async />
                <Route path=path!("/invite/:token") view=InvitePage ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("/") view=HomePage />
                    <Route path=path!("/organization") view=OrganizationPage />
                    <Route path=path!("/organization/history") view=OrganizationHistoryPage />
                    <Route path=path!("/organization/settings") view=OrganizationSettingsPage />
                    <Route path=path!("/settings") view=UserSettingsPage />
                </ParentRoute>
            </Routes>
        </Router>
        <ToastRegion />
        <DownloadRegion />
    }
}
