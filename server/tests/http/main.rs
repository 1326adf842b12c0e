//! The whole server as a browser meets it: the real router, on SQLite, or on PostgreSQL where `TEST_DATABASE_URL` names
//! a server.

#![recursion_limit = "512"]
#![expect(clippy::unwrap_used, reason = "a test may end where it stands")]

mod alerts;
mod avatars;
mod bulk;
mod calls;
mod coverage;
mod csrf;
mod described;
mod health;
mod history;
mod idempotency;
mod invite;
mod organization;
mod pages;
mod password_reset;
mod profile;
mod rest_cursors;
mod rest_docs;
mod rest_document;
mod rest_hostile;
mod rest_keys;
mod rest_routes;
mod rest_runs;
mod rest_teams;
mod settings;
mod sign_in;
mod sign_out;
mod sign_up;
mod storage;
mod support;
mod team_roles;
mod users;
mod users_csv;
mod work;
