//! A file that must stay as it is while it is read.

use std::fs::{File, Metadata};
use std::io;
use std::time::SystemTime;

/// Size and time of the last change of a file.
type State = (u64, Option<SystemTime>);

/// The state of a file when it was opened, to compare it with.
pub(super) struct Unchanged<R> {
    opened: State,
    file: fn(&R) -> &File,
}

impl<R> Unchanged<R> {
    /// `file` gets the open file of its reader: its name may lead to another one meanwhile.
    pub(super) fn new(opened: &Metadata, file: fn(&R) -> &File) -> Self {
        Self { opened: state(opened), file }
    }

    /// # Errors
    /// [`Changed`] if the file is not as it was.
    pub(super) fn check(&self, reader: &R) -> io::Result<()> {
        let now = state(&(self.file)(reader).metadata()?);
        if now == self.opened { Ok(()) } else { Err(io::Error::other(Changed)) }
    }
}

/// Not every system knows the time.
fn state(file: &Metadata) -> State {
    (file.len(), file.modified().ok())
}

/// A file that was written to while it was read.
#[derive(Debug, thiserror::Error)]
#[error("changed while it was read")]
pub(super) struct Changed;
