//! Options that name a file to write.

use std::path::PathBuf;

/// Takes the name of a file to write. Elsewhere `-` means standard output, so a file of that name is most likely not meant.
pub(crate) fn output_file(path: PathBuf) -> Result<PathBuf, &'static str> {
    if path.as_os_str() == "-" {
        return Err("names no file; a file of this name is ./-");
    }
    Ok(path)
}
