//! What this server asks of others by addresses that people typed: only where it may, and nothing of its own network.

mod address;
mod client;
mod place;

pub(crate) use address::is_allowed;
pub(crate) use client::{Internal, builder};
pub(crate) use place::{Refusal, check};
