//! Paths of the files of a campaign.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::error::Error;

pub(crate) fn folder(place: &Path) -> &Path {
    place.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a new name outlast a power cut, where folders can be opened.
pub(crate) fn sync_folder(place: &Path) {
    let _ = File::open(folder(place)).and_then(|folder| folder.sync_all());
}

/// End of the name of the file that has the delivery of a journal's messages.
pub(crate) const DELIVERY_END: &str = "-delivery";

/// Extension of the default name of a journal, behind the name of its source.
const JOURNAL: &str = "journal";

/// Returns the place of a journal whose name nobody gave.
pub fn default_journal(source: &Path) -> PathBuf {
    let mut name = source.to_owned().into_os_string();
    name.push(".");
    name.push(JOURNAL);
    name.into()
}

/// Returns the source to which a journal belongs by its default name.
pub(crate) fn source_of(journal: &Path) -> Option<PathBuf> {
    journal.extension().filter(|end| *end == JOURNAL).map(|_| journal.with_extension(""))
}

/// Returns the files of a campaign that no report may be written over: source, stop lists, journal and the files beside
/// it, wherever the program goes. The source `-` is standard input.
pub fn protected(source: Option<&Path>, stop_lists: &[PathBuf], journal: Option<&Path>) -> Vec<PathBuf> {
    // Files beside a journal are beside the target of its links.
    let beside = |journal: &Path| {
        ["", "-journal", "-wal", "-shm", ".lock", DELIVERY_END].map(|end| with_end(&absolute(&resolved(journal)), end))
    };
    let source = source.map(|path| if path.as_os_str() == "-" { path.to_owned() } else { absolute(path) });
    let stop_lists = stop_lists.iter().map(|path| absolute(path));
    source.into_iter().chain(stop_lists).chain(journal.map(beside).into_iter().flatten()).collect()
}

/// The path from the root, which leads to the same file after the program has changed its folder.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Refuses a path that cannot be that of a journal, or beside which is what cannot be opened. Its file need not exist yet.
pub(crate) fn check_journal(path: &Path) -> Result<(), Error> {
    check_named(path)?;
    let path = resolved(path);
    if !folder(&path).is_dir() {
        return Err(Error::configuration("the folder of the journal is not there; make it, or name another"));
    }
    // To open a pipe would wait for a process at its other end, without a limit and deaf to an interrupt.
    let is_other = |end| with_end(&path, end).metadata().is_ok_and(|there| !there.is_file());
    if ["", "-journal", ".lock"].into_iter().any(is_other) {
        return Err(Error::configuration("the journal cannot be a folder or a device; name a file"));
    }
    Ok(())
}

/// Refuses an empty path of a journal.
pub(crate) fn check_named(path: &Path) -> Result<(), Error> {
    if path.as_os_str().is_empty() {
        return Err(Error::invalid("journal", "not_empty", "must not be empty"));
    }
    Ok(())
}

/// A path whose last part goes on with `end`.
pub(crate) fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Resolves the links of a path, even if its file does not exist yet.
pub(crate) fn resolved(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    // As many links as Linux follows.
    for _ in 0..40 {
        if let Ok(place) = path.canonicalize() {
            return place;
        }
        let folder = folder(&path);
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        match path.read_link() {
            Ok(target) => path = folder.join(target),
            Err(_) => return path.file_name().map_or_else(|| path.clone(), |name| folder.join(name)),
        }
    }
    path
}
