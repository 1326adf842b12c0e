//! My own settings: profile, password, sessions, theme.

mod password;
mod picture;
mod sessions;

use leptos::prelude::*;
use leptos_meta::Title;

use crate::features::api_keys::own_keys;
use crate::ui::{Later, ThemeSelect, part};
use crate::viewer::viewer;
use password::PasswordSection;
use picture::PictureSection;
use sessions::SessionsSection;

part!(pub user_settings in forms => view! { <UserSettingsPage /> });

#[component]
fn UserSettingsPage() -> impl IntoView {
    let viewer = viewer();
    let role = viewer.as_ref().map(|it| it.role.label());
    let (name, username, email) = viewer.map(|it| (it.name, it.username, it.email)).unwrap_or_default();
    view! {
        <Title text="User settings" />
        <header class="page__head"><h1>"User settings"</h1></header>
        <div class="settings">
            <nav class="side" aria-label="Settings">
                <a class="side__link" href="#profile">"Profile"</a>
                <a class="side__link" href="#picture">"Picture"</a>
                <a class="side__link" href="#password">"Password"</a>
                <a class="side__link" href="#sessions">"Sessions"</a>
                <a class="side__link" href="#api-keys">"API keys"</a>
                <a class="side__link" href="#theme">"Theme"</a>
            </nav>
            <div class="sections">
                <section class="card section" id="profile">
                    <header class="section__head"><h2>"Profile"</h2></header>
                    <dl class="section__body facts">
                        <dt>"Name"</dt> <dd>{name}</dd>
                        <dt>"Username"</dt> <dd>{username}</dd>
                        <dt>"E-mail"</dt> <dd>{email}</dd>
                        <dt>"Role"</dt> <dd>{role}</dd>
                    </dl>
                </section>
                <PictureSection />
                <PasswordSection />
                <SessionsSection />
                <Later part=own_keys />
                <section class="card section" id="theme">
                    <header class="section__head"><h2>"Theme"</h2><p>"Kept in this browser."</p></header>
                    <div class="section__body"><ThemeSelect /></div>
                </section>
            </div>
        </div>
    }
}
