//! The program: one binary for the server and for its operator.

use std::process::ExitCode;

/// Rendering a page allocates thousands of small things; the C library's allocator took a third of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::cli::run()
}
