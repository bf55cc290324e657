//! The file that a report is written to: never the source or the journal, and in its place only as a whole.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal, Read as _, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::time::Duration;

use same_file::Handle;
use tempfile::NamedTempFile;

use super::bulk_report::BulkReport;
use super::format::ReportFormat;
use super::writer::ReportWriter;
use crate::bulk::paths::{folder, resolved, sync_folder, with_end};
#[cfg(unix)]
use crate::clock::{self, Instant, SLICE};
use crate::whole_file;

impl BulkReport {
    /// Writes the report into a file: JSON if its name ends with `.json`, else CSV. Only the owner may read it. It is
    /// written beside its place first, so that a file that stood there is replaced by the whole report or not at all.
    ///
    /// # Errors
    /// If the file cannot be written, or is the source of the campaign, its stop list or its journal. Rows that could be written are
    /// kept in a file beside it, which the error names with their number. The report still has all rows and can be
    /// saved elsewhere.
    pub fn save(&mut self, path: impl AsRef<Path>) -> io::Result<()> {
        ReportFile::create(path, &self.others)?.write(self)
    }

    /// Writes the report into a file as CSV, whatever its name.
    ///
    /// # Errors
    /// As [`BulkReport::save`].
    pub fn save_csv(&mut self, path: impl AsRef<Path>) -> io::Result<()> {
        ReportFile::of_format(path.as_ref(), ReportFormat::Csv, &self.others)?.write(self)
    }

    /// Writes the report into a file as JSON, whatever its name.
    ///
    /// # Errors
    /// As [`BulkReport::save`].
    pub fn save_json(&mut self, path: impl AsRef<Path>) -> io::Result<()> {
        ReportFile::of_format(path.as_ref(), ReportFormat::Json, &self.others)?.write(self)
    }

    /// Writes all rows into a new file for temporary ones that only the owner may read, for a program whose report
    /// cannot be written where it should.
    #[doc(hidden)]
    pub fn rescue(&mut self) -> io::Result<PathBuf> {
        ReportFile::rescue(self)
    }
}

/// A file for a report, made before the campaign so that a place that cannot be written is known before anything is
/// sent. It is written beside its place and put there when it is complete; only its owner may read it.
#[derive(Debug)]
pub struct ReportFile {
    target: Target,
    format: ReportFormat,
}

#[derive(Debug)]
enum Target {
    /// A file that is put in place at the end.
    Beside(NamedTempFile, PathBuf),
    /// A device or a pipe, which is written directly.
    Device(File),
}

impl Target {
    fn open(path: &Path, others: &[PathBuf]) -> io::Result<Self> {
        if path.as_os_str().is_empty() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path of a report must not be empty"));
        }
        let place = resolved(path);
        // By the name as given: that of a pipe behind `/dev/stdout` leads nowhere once it is resolved.
        let device = path.metadata().is_ok_and(|m| !m.is_file() && !m.is_dir());
        let is_other = |other: &PathBuf| {
            // To look into a pipe would wait for who writes into it.
            let is_same = || {
                same_file::is_same_file(&place, other).unwrap_or(false)
                    || (other.as_os_str() == "-" && is_standard_input(&place))
            };
            resolved(other) == place || (!device && is_same())
        };
        if others.iter().any(is_other) {
            let message = "a report cannot be written over the campaign's source, stop list or journal or over another report; name \
                           another file";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        if device {
            return open_device(path).map(Self::Device);
        }
        if place.is_dir() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a report cannot be written over a folder"));
        }
        if !folder(&place).is_dir() {
            let message = "the folder of the report is not there; make it, or name another";
            return Err(io::Error::new(io::ErrorKind::NotFound, message));
        }
        let made = tempfile::Builder::new().prefix(".smsbat-report").tempfile_in(folder(&place));
        let file = made.map_err(without_path)?;
        Ok(Self::Beside(file, place))
    }

    fn file(&mut self) -> &mut File {
        match self {
            Self::Beside(file, _) => file.as_file_mut(),
            Self::Device(file) => file,
        }
    }
}

/// Longest wait for the reader of a pipe, who may come a moment later.
#[cfg(unix)]
const READER: Duration = Duration::from_secs(10);

/// Opens a device or a pipe.
fn open_device(place: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
        use rustix::io::Errno;
        use std::os::unix::fs::OpenOptionsExt as _;

        options.custom_flags(OFlags::NONBLOCK.bits() as i32);
        let begun = Instant::now();
        let file = loop {
            match options.open(place) {
                Err(e) if e.raw_os_error() == Some(Errno::NXIO.raw_os_error()) => match begun.elapsed() {
                    waited if waited < READER => clock::sleep(SLICE),
                    _ => return Err(io::Error::other("nobody reads this pipe")),
                },
                opened => break opened?,
            }
        };
        fcntl_setfl(&file, fcntl_getfl(&file)?.difference(OFlags::NONBLOCK))?;
        Ok(file)
    }
    #[cfg(not(unix))]
    options.open(place)
}

/// Tells from the first bytes of a file, at most [`HEAD`], whether a new file may replace it.
pub(crate) type IsReplaceable = fn(&[u8]) -> bool;

/// Bytes of a file that tell what it is.
const HEAD: u64 = 256;

/// Refuses to replace a file that is neither empty nor of the kind of the new one: it may be the only copy of something.
fn check_replaceable(target: &Target, is_replaceable: IsReplaceable) -> io::Result<()> {
    let Target::Beside(_, place) = target else { return Ok(()) };
    let file = match whole_file::open(place) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        opened => opened?,
    };
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head)?;
    if head.is_empty() || is_replaceable(&head) {
        return Ok(());
    }
    let message =
        "the file is there and is no earlier report of the same kind; name another file, or move this one away";
    Err(io::Error::new(io::ErrorKind::AlreadyExists, message))
}

/// Writes a file beside its place and puts it there as a whole, where only its owner may read it. It is none of `others`,
/// and replaces only what `is_replaceable` recognizes.
pub(crate) fn write_beside(
    path: &Path,
    others: &[PathBuf],
    is_replaceable: IsReplaceable,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let mut target = Target::open(path, others)?;
    check_replaceable(&target, is_replaceable)?;
    fill(target.file())?;
    if let Target::Beside(file, place) = target {
        file.as_file().sync_all()?;
        file.persist(&place).map_err(|e| e.error)?;
        sync_folder(&place);
    }
    Ok(())
}

/// Checks that [`write_beside`] can make its file. A device is not opened: a pipe would end for its reader.
pub(crate) fn check_beside(path: &Path, others: &[PathBuf], is_replaceable: IsReplaceable) -> io::Result<()> {
    let device = path.metadata().is_ok_and(|m| !m.is_file() && !m.is_dir());
    if device { Ok(()) } else { check_replaceable(&Target::open(path, others)?, is_replaceable) }
}

impl ReportFile {
    /// Makes the file: JSON if its name ends with `.json`, else CSV. `others` are files that must stay as they are, such
    /// as [`crate::bulk::protected`] says; through whatever links. Its first line is written at once.
    ///
    /// # Errors
    /// If it is one of the others, or cannot be written.
    pub fn create(path: impl AsRef<Path>, others: &[PathBuf]) -> io::Result<Self> {
        let path = path.as_ref();
        let json = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
        Self::of_format(path, if json { ReportFormat::Json } else { ReportFormat::Csv }, others)
    }

    fn of_format(path: &Path, format: ReportFormat, others: &[PathBuf]) -> io::Result<Self> {
        let mut target = Target::open(path, others)?;
        target.file().write_all(&format.start())?;
        if let Target::Beside(file, _) = &target {
            // Some file systems look for room only now.
            file.as_file().sync_all()?;
        }
        Ok(Self { target, format })
    }

    /// Writes the report and puts the file in its place.
    ///
    /// # Errors
    /// If a row cannot be read, or the file cannot be written. A file of that name stays as it is then. Rows that could
    /// be written are kept in a file beside it, which the error names with their number.
    pub fn write(self, report: &mut BulkReport) -> io::Result<()> {
        match self.target {
            Target::Device(mut file) => {
                let shown = file.is_terminal();
                let mut writing = ReportWriter::new(&mut file, self.format, shown);
                writing.write(report).map_err(|e| {
                    let rows = writing.whole_rows().first().map_or(0, |(rows, _)| *rows);
                    saying(&e, &format!("{rows} of its rows were written"))
                })
            }
            Target::Beside(mut file, place) => {
                let what = match fill(file.as_file_mut(), self.format, report) {
                    Err((why, 0)) => return Err(saying(&why, "none of its rows were written")),
                    Err((why, rows)) => return Err(keep(file, &place, &why, &format!("its first {rows} rows are"))),
                    Ok(()) => "all of it is",
                };
                if let Err(why) = file.as_file().sync_all() {
                    return Err(keep(file, &place, &why, "what could be written is"));
                }
                match file.persist(&place) {
                    Ok(_) => sync_folder(&place),
                    Err(e) => return Err(keep(e.file, &place, &e.error, what)),
                }
                Ok(())
            }
        }
    }

    /// The whole report in a new file in the folder for temporary ones.
    fn rescue(report: &mut BulkReport) -> io::Result<PathBuf> {
        let mut file = tempfile::Builder::new().prefix("smsbat-report-").suffix(".csv").tempfile()?;
        file.write_all(&ReportFormat::Csv.start())?;
        fill(file.as_file_mut(), ReportFormat::Csv, report).map_err(|(why, _)| why)?;
        file.as_file().sync_all()?;
        Ok(file.keep()?.1)
    }
}

/// Writes a report behind its start. On failure the file has whole rows and the end of the format; says how many.
fn fill(file: &mut File, format: ReportFormat, report: &mut BulkReport) -> Result<(), (io::Error, u64)> {
    let mut writing = ReportWriter::new(file, format, false);
    let Err(why) = writing.write(report) else { return Ok(()) };
    let cut = |file: &mut File, end: u64| {
        file.set_len(end)?;
        file.seek(SeekFrom::Start(end))?;
        file.write_all(format.end())?;
        file.sync_all()
    };
    // The end needs room as well, if need be that of a row.
    let rows = writing.whole_rows().into_iter().find(|(_, end)| cut(file, *end).is_ok());
    Err((why, rows.map_or(0, |(rows, _)| rows)))
}

/// Keeps what was written under a name that says so, and completes the error with it.
fn keep(mut file: NamedTempFile, place: &Path, why: &io::Error, what: &str) -> io::Error {
    for number in 1..100 {
        let end = if number > 1 { format!(".partial-{number}") } else { ".partial".to_owned() };
        let name = with_end(place, &end);
        // One that is there is of an earlier campaign.
        match file.persist_noclobber(&name) {
            Ok(_) => return saying(why, &format!("{what} in {}", name.display())),
            Err(e) => file = e.file,
        }
    }
    match file.keep() {
        // The folder may be gone, and the file with it.
        Ok((_, path)) if path.is_file() => saying(why, &format!("{what} in {}", path.display())),
        _ => saying(why, "what was written is lost"),
    }
}

/// The error of a temporary file without its path, which nobody chose.
fn without_path(why: io::Error) -> io::Error {
    let inner = why.get_ref().and_then(|why| why.source()).and_then(|why| why.downcast_ref::<io::Error>());
    match inner {
        Some(inner) => io::Error::new(why.kind(), crate::os_text::why(inner)),
        None => why,
    }
}

fn saying(why: &io::Error, more: &str) -> io::Error {
    io::Error::new(why.kind(), format!("{}; {more}", crate::os_text::why(why)))
}

/// Returns true if a file is standard input, as with `< customers.csv`.
fn is_standard_input(place: &Path) -> bool {
    let same = |input: Handle| Ok(Handle::from_path(place)? == input);
    Handle::stdin().and_then(same).unwrap_or(false)
}
