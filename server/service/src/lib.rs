//! The use cases: take the guard row, prove the right, read, decide, write, check, and commit with the history record.

pub mod accounts;
pub mod activity;
pub mod api_keys;
pub mod avatars;
pub mod backup;
pub mod check;
pub mod clock;
pub mod ctx;
pub mod db;
pub mod demo;
pub mod error;
pub mod export;
pub mod history;
pub mod idempotency;
pub mod instance;
pub mod invitations;
pub mod markdown;
pub mod organization;
pub mod outbox;
pub mod password_resets;
pub mod passwords;
pub mod people;
pub mod projects;
pub mod reports;
pub mod runs;
pub mod sealed;
pub mod service_accounts;
pub mod sessions;
pub mod storage;
pub mod teams;
pub mod token;
pub mod usage;
pub mod users;

mod counted;
mod csv;
mod cursor;
mod guard;
mod handles;
mod made;
mod many;
mod outage;
mod sql;

pub use ctx::Ctx;
pub use error::{Error, Result};
pub use instance::Instance;
