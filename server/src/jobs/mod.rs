//! What the server does by itself, besides answering.

mod activity;
mod alerts;
mod mailer;
mod sweeper;

pub use activity::write_activity;
pub use alerts::send_alerts;
pub use mailer::{Mailer, send_mails};
pub use sweeper::sweep;
