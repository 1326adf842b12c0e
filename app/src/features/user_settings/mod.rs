//! My own settings: profile, e-mail address, picture, password, sessions, keys, notifications, theme.

mod confirm_email;
mod email;
mod notifications;
mod password;
mod picture;
mod profile;
mod sessions;

use leptos::prelude::*;
use leptos_meta::Title;

use crate::features::api_keys::own_keys;
use crate::ui::{Later, ThemeSelect, part};
use email::EmailSection;
use notifications::NotificationsSection;
use password::PasswordSection;
use picture::PictureSection;
use profile::ProfileSection;
use sessions::SessionsSection;

pub use confirm_email::ConfirmEmail;

part!(pub user_settings in forms => view! { <UserSettingsPage /> });

#[component]
fn UserSettingsPage() -> impl IntoView {
    view! {
        <Title text="User settings" />
        <header class="page__head"><h1>"User settings"</h1></header>
        <div class="settings">
            <nav class="side" aria-label="Settings">
                <a class="side__link" href="#profile">"Profile"</a>
                <a class="side__link" href="#email">"E-mail"</a>
                <a class="side__link" href="#picture">"Picture"</a>
                <a class="side__link" href="#password">"Password"</a>
                <a class="side__link" href="#sessions">"Sessions"</a>
                <a class="side__link" href="#api-keys">"API keys"</a>
                <a class="side__link" href="#notifications">"Notifications"</a>
                <a class="side__link" href="#theme">"Theme"</a>
            </nav>
            <div class="sections">
                <ProfileSection />
                <EmailSection />
                <PictureSection />
                <PasswordSection />
                <SessionsSection />
                <Later part=own_keys />
                <NotificationsSection />
                <section class="card section" id="theme">
                    <header class="section__head"><h2>"Theme"</h2><p>"Kept in this browser."</p></header>
                    <div class="section__body"><ThemeSelect /></div>
                </section>
            </div>
        </div>
    }
}
