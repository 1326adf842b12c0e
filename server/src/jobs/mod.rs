//! What the server does by itself, besides answering.

mod activity;
mod alerts;
mod mailer;
mod sweeper;
mod watcher;

pub use activity::write_activity;
pub use alerts::send_alerts;
pub use mailer::{Mailer, send_mails};
pub use sweeper::sweep;
pub use watcher::{tidy_files, watch_runs};
