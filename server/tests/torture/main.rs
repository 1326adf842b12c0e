//! The real program, on real data, over real sockets, while the worst happens to it.
//!
//! A short round of each runs with every `cargo test`; `make torture` runs many, from seeds that it prints.
//! `ROLLCALL_BINARY` names another build of the program, say the release.

#![expect(clippy::unwrap_used, reason = "a test may end where it stands")]

mod client;
mod clock;
mod disk;
mod kill;
mod mail;
mod model;
mod outage;
mod postgres;
mod program;
mod stop;
mod writers;

/// How many rounds to run; a few where nobody says otherwise.
fn rounds(few: usize) -> usize {
    std::env::var("ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(few)
}
