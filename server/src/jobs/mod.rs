//! What the server does by itself, besides answering.

mod activity;
mod mailer;

pub use activity::write_activity;
pub use mailer::{Mailer, send_mails};
