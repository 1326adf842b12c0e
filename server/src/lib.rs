//! The server: HTTP on one side, the use cases on the other.

#![recursion_limit = "512"]

pub mod accept;
mod avatars;
pub mod cli;
pub mod client;
pub mod config;
pub mod csrf;
pub mod headers;
pub mod hosts;
pub mod jobs;
pub mod limits;
pub mod metrics;
pub mod rate_limit;
pub mod request_id;
pub mod router;
pub mod site;
pub mod stack;
pub mod telemetry;
pub mod words;

mod csv_file;
mod download;
mod health;
mod history_csv;
mod pages;
mod rest;
mod session;
mod throttle;
mod usage_csv;
mod users_csv;
