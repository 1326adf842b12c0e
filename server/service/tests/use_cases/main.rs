//! The use cases, on SQLite, or on PostgreSQL where `TEST_DATABASE_URL` names a server.

mod accounts;
mod activity;
mod api_keys;
mod bulk;
mod check;
mod demo;
mod export;
mod filters;
mod history;
mod history_list;
mod invitations;
mod outbox;
mod password_resets;
mod plans;
mod privacy;
mod projects;
mod races;
mod reports;
mod runs;
mod schema;
mod service_accounts;
mod sessions;
mod storage;
mod teams;
mod usage;
mod users;
