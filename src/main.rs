//! The `huibiao` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    // What a shell does elsewhere a program does itself on Windows: `*.docx` is many files.
    #[cfg(windows)]
    let arguments = wild::args_os();
    #[cfg(not(windows))]
    let arguments = std::env::args_os();
    huibiao::cli::run(arguments)
}
