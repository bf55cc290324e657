//! Credentials that come from a file or from the person at the terminal.

use std::io::{self, IsTerminal};
use std::path::Path;

use smsbat_core::{Error, binding};

/// Longest secret that is read; a token of ChatHub has some hundred bytes.
const LONGEST: u64 = 64 * 1024;

/// The first line of the file; `-` asks for it without showing it, or reads it from standard input.
pub(crate) fn read(option: &str, file: &Path) -> Result<String, Error> {
    let refuse = |message: String| binding::validation(vec![binding::problem(option, "file", message)]);
    let unreadable = |e: io::Error| refuse(format!("cannot be read: {e}"));
    let text = if file.as_os_str() != "-" {
        let size = std::fs::metadata(file).map_err(unreadable)?.len();
        if size > LONGEST {
            return Err(refuse(format!("has {size} bytes, too many for a secret")));
        }
        std::fs::read_to_string(file).map_err(unreadable)?
    } else if io::stdin().is_terminal() {
        let name = option.trim_end_matches("-file").replace('-', " ");
        rpassword::prompt_password(format!("{name}: ")).map_err(unreadable)?
    } else {
        let mut line = String::new();
        io::stdin().read_line(&mut line).map_err(unreadable)?;
        line
    };
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(line.to_owned()),
        _ => Err(refuse("its first line is empty".to_owned())),
    }
}
