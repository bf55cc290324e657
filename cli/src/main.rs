//! The plain binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(smsbat_cli::run(std::env::args_os()))
}
