//! What Rollcall means, with no word about HTTP, SQL or the DOM.
//!
//! Compiled twice: into the browser bundle and into the server. Everything here is plain data and
//! pure functions, so a rule written once is the rule the page explains and the server enforces.

pub mod activity;
pub mod alert;
pub mod api_key;
pub mod bulk;
pub mod calendar;
pub mod columns;
pub mod email;
pub mod error;
pub mod history;
pub mod home;
pub mod ids;
pub mod invitation;
pub mod last_active;
pub mod mail;
pub mod name;
pub mod notification;
pub mod page;
pub mod password;
pub mod person;
pub mod pin;
pub mod policy;
pub mod project;
pub mod report;
pub mod run;
pub mod service_account;
pub mod session;
pub mod setting;
pub mod sort;
pub mod square;
pub mod storage;
pub mod team;
pub mod text;
pub mod time;
pub mod usage;
pub mod user;

mod closed_set;

pub use error::{Error, Result};
