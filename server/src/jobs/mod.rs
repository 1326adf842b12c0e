//! What the server does by itself, besides answering.

mod activity;
mod mailer;
mod sweeper;

pub use activity::write_activity;
pub use mailer::{Mailer, send_mails};
pub use sweeper::sweep;
