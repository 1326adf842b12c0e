//! The pages of somebody who is not signed in.

mod forgot;
mod gate;
mod invite;
mod login;
mod reset;
mod sign_up;

pub use forgot::ForgotPage;
pub use invite::InvitePage;
pub use login::LoginPage;
pub use reset::ResetPage;
pub use sign_up::SignUpPage;
