//! The program: one binary for the server and for its operator.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}
