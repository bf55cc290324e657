//! Credentials from a file or from the terminal.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use smsbat_core::Error;
use smsbat_core::bulk::Input;

/// Longest secret in bytes; a token of ChatHub has a few hundred.
const LONGEST: u64 = 64 * 1024;

/// Reads the first line of the file that an option, such as `--api-key-file`, or an argument names. For `-`, asks for it
/// without echo, or reads it from standard input.
pub(crate) fn read(option: &str, file: &Path) -> Result<String, Error> {
    let refuse = |message: String| Error::invalid(option, "file", message);
    let place = match file.as_os_str() == "-" {
        true => "standard input".to_owned(),
        false => file.display().to_string(),
    };
    let unreadable = |e: io::Error| refuse(format!("cannot be read from {place}: {e}"));
    let mut bytes = Vec::new();
    if file.as_os_str() != "-" {
        File::open(file).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    } else if io::stdin().is_terminal() {
        let name = option.trim_start_matches("--").trim_end_matches("-file").replace('-', " ");
        bytes = rpassword::prompt_password(format!("{name}: ")).map_err(unreadable)?.into_bytes();
    } else {
        // The next line may be for another option, or the first of the campaign's rows.
        let mut input = Input::standard().map_err(unreadable)?;
        let mut byte = [0];
        while bytes.len() as u64 <= LONGEST && !bytes.ends_with(b"\n") {
            match input.read(&mut byte).map_err(unreadable)? {
                0 => break,
                _ => bytes.extend(byte),
            }
        }
    }
    if bytes.len() as u64 > LONGEST {
        return Err(refuse(format!("has more than {LONGEST} bytes, too many for a secret")));
    }
    let text = smsbat_core::text_of_file(&bytes).map_err(|why| refuse(why.to_owned()))?;
    match text.split(['\r', '\n']).next() {
        Some(line) if !line.is_empty() => Ok(line.to_owned()),
        _ => Err(refuse(format!("has no secret: the first line of {place} is empty"))),
    }
}
