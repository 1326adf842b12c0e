//! The program: one binary for the server and for its operator.

use std::process::ExitCode;

/// Rendering a page allocates thousands of small things, and SQLite some for each value of a row. What comes back is given
/// out again first, while the processor still has it at hand.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    server::cli::run()
}
