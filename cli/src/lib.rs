//! The command `smsbat`: one behaviour for the plain binary and for the Python wheel's console entry.
#![forbid(unsafe_code)]

/// Runs the command with these arguments, the program's name first, and gives its exit code.
pub fn run(arguments: &[String]) -> u8 {
    let _ = arguments;
    0
}
