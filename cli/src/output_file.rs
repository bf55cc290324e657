//! Options that name a file or folder to write.

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser};

/// Takes any path but `-`: elsewhere that means standard output, so a file of this name is most likely not meant.
pub(crate) fn output_file() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| match path.as_os_str() == "-" {
        true => Err("names no file; a file of this name is ./-"),
        false => Ok(path),
    })
}
