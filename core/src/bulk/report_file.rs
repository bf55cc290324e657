//! The file that a report is written to: never the source or the journal, never half of it.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use same_file::Handle;
use tempfile::NamedTempFile;

use super::report::BulkReport;

/// A file for a report, made before the campaign so that a place that cannot be written is known before anything is
/// sent. It is written beside its place and put there when it is complete; only its owner may read it.
#[derive(Debug)]
pub struct ReportFile {
    target: Target,
    json: bool,
}

#[derive(Debug)]
enum Target {
    /// What is put in place at the end.
    Beside(NamedTempFile, PathBuf),
    /// A device or a pipe, which nothing can be put in place of.
    Device(File),
}

impl ReportFile {
    /// Makes the file: JSON if its name ends with `.json`, else CSV. `others` are files that must stay as they are, such
    /// as [`protected`] says; through whatever links.
    ///
    /// # Errors
    /// If it is one of the others, or cannot be written.
    pub fn create(path: impl AsRef<Path>, others: &[PathBuf]) -> io::Result<Self> {
        let path = path.as_ref();
        let json = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
        Self::of_form(path, json, others)
    }

    pub(super) fn of_form(path: &Path, json: bool, others: &[PathBuf]) -> io::Result<Self> {
        let place = resolved(path);
        let is_other = |other: &PathBuf| {
            same_file::is_same_file(&place, other).unwrap_or(false)
                || resolved(other) == place
                || (other.as_os_str() == "-" && is_standard_input(&place))
        };
        if others.iter().any(is_other) {
            let message = "a report cannot be written over the campaign's source, its journal or another report; name \
                           another file";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let device = place.metadata().is_ok_and(|m| !m.is_file() && !m.is_dir());
        let target = if device {
            Target::Device(OpenOptions::new().write(true).open(&place)?)
        } else {
            if place.is_dir() {
                return Err(io::Error::new(io::ErrorKind::InvalidInput, "a report cannot be written over a folder"));
            }
            let folder = place.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
            Target::Beside(tempfile::Builder::new().prefix(".smsbat-report").tempfile_in(folder)?, place)
        };
        Ok(Self { target, json })
    }

    /// Writes the report and puts the file in its place.
    ///
    /// # Errors
    /// If a row cannot be read, or the file cannot be written. What stood in its place stays there then.
    pub fn write(self, report: &mut BulkReport) -> io::Result<()> {
        let json = self.json;
        let mut fill = |file: &mut File| {
            let mut out = BufWriter::new(file);
            if json {
                report.write_json(&mut out)?
            } else {
                report.write_csv(&mut out)?
            }
            out.flush()
        };
        match self.target {
            Target::Device(mut file) => fill(&mut file),
            Target::Beside(mut file, place) => {
                fill(file.as_file_mut())?;
                file.persist(place).map(drop).map_err(|e| e.error)
            }
        }
    }
}

/// The files of a campaign that no report may be written over. The source `-` is standard input.
pub fn protected(source: Option<&Path>, journal: Option<&Path>) -> Vec<PathBuf> {
    let with = |path: &Path, end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    // What is beside a journal is beside the file that its name leads to.
    let beside = |journal: &Path| ["", "-journal", ".lock"].map(|end| with(&resolved(journal), end));
    source.map(Path::to_owned).into_iter().chain(journal.map(beside).into_iter().flatten()).collect()
}

/// Whether a file is what the shell has put in place of standard input: `< customers.csv`.
fn is_standard_input(place: &Path) -> bool {
    let same = |input: Handle| Ok(Handle::from_path(place)? == input);
    Handle::stdin().and_then(same).unwrap_or(false)
}

/// Where a path leads, even if there is nothing yet.
pub(super) fn resolved(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    // As many links as Linux follows.
    for _ in 0..40 {
        if let Ok(place) = path.canonicalize() {
            return place;
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        match path.read_link() {
            Ok(target) => path = folder.join(target),
            Err(_) => return path.file_name().map_or_else(|| path.clone(), |name| folder.join(name)),
        }
    }
    path
}
