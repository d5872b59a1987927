//! The `huibiao` command.
fn main() {}
