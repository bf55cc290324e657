//! Files that are read as a whole. A pipe may never come to its end, and a device has none, so neither is read.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Opens a regular file, also through a link.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let file = open_at_once(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is not a regular file")) }
}

/// Opens a file, and does not wait for the writer of a pipe.
pub(crate) fn open_at_once(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits() as i32);
    }
    options.open(path)
}

/// Reads an open file, or refuses it if it has more than `most` bytes, even if it grows meanwhile.
pub(crate) fn read(file: &File, most: u64) -> io::Result<Vec<u8>> {
    let size = file.metadata()?.len();
    let too_large = || io::Error::other(format!("it has more than {most} bytes"));
    if size > most {
        return Err(too_large());
    }
    // No copies are left behind where the buffer grew: it may hold secrets.
    let mut bytes = Vec::with_capacity(usize::try_from(size.saturating_add(1)).unwrap_or_default());
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large()) } else { Ok(bytes) }
}
