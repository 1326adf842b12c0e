//! The pages of somebody who is not signed in.

mod forgot;
mod gate;
mod invite;
mod login;
mod reset;
mod sign_up;

use leptos::prelude::*;

use crate::ui::part;
use forgot::ForgotPage;
use invite::InvitePage;
use login::LoginPage;
use reset::ResetPage;
use sign_up::SignUpPage;

part!(pub forgot in forms => view! { <ForgotPage /> });
part!(pub invite in forms => view! { <InvitePage /> });
part!(pub login in forms => view! { <LoginPage /> });
part!(pub reset in forms => view! { <ResetPage /> });
part!(pub sign_up in forms => view! { <SignUpPage /> });
