//! The edge of the server as a client meets it, with a handful of routes that stand for the real ones.

#![expect(clippy::unwrap_used, reason = "a test may end where it stands")]

mod accept;
mod csrf;
mod headers;
mod hosts;
mod limits;
mod metrics;
mod request_id;
mod support;
mod telemetry;
