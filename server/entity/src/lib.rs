//! The tables, one module each.

pub mod active_users_day;
pub mod active_users_month;
pub mod activity_day;
pub mod api_key;
pub mod handle;
pub mod history;
pub mod history_word;
pub mod instance;
pub mod last_active_day;
pub mod mail;
pub mod password_reset;
pub mod project;
pub mod report;
pub mod run;
pub mod run_file;
pub mod run_log;
pub mod run_metric;
pub mod run_point;
pub mod service_account;
pub mod session;
pub mod spent_invitation;
pub mod team;
pub mod team_bucket;
pub mod team_member;
pub mod user;
pub mod user_prefix;
