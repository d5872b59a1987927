//! The `huibiao` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    huibiao::cli::run(std::env::args_os())
}
