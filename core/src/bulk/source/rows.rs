//! Sources of rows, and rows of iterators.

use std::path::Path;

use super::input::Stopped;
use super::unchanged::Changed;
use crate::bulk::options::BulkOptions;
use crate::bulk::row::Cell;
use crate::bulk::row::Intake;
use crate::error::{Error, ErrorKind};
use crate::model::Object;
use crate::problem::Problem;

/// A supply of rows. [`Rows`] makes one from an iterator; [`crate::bulk::CsvRows`] and [`crate::bulk::JsonRows`] read files.
pub trait Source {
    /// Checks what can be known of the whole source. Called once, before anything is read.
    ///
    /// # Errors
    /// If the source cannot be used. Nothing is sent.
    fn start(&mut self, options: &BulkOptions) -> Result<(), Error> {
        let _ = options;
        Ok(())
    }

    /// Puts up to `most` rows into `intake`. Returns false at the end.
    ///
    /// # Errors
    /// If the source itself fails: the run is ended. A row that cannot be read is given to
    /// [`Intake::broken`] instead.
    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error>;

    /// Returns the file that is read, if it is one: no report is written over it.
    fn path(&self) -> Option<&Path> {
        None
    }

    /// Returns the part of the source that is read, from 0 to 1, if that is known.
    fn fraction(&self) -> Option<f64> {
        None
    }
}

impl<S: Source + ?Sized> Source for Box<S> {
    fn start(&mut self, options: &BulkOptions) -> Result<(), Error> {
        (**self).start(options)
    }

    fn path(&self) -> Option<&Path> {
        (**self).path()
    }

    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        (**self).read(intake, most)
    }

    fn fraction(&self) -> Option<f64> {
        (**self).fraction()
    }
}

/// Rows of an iterator: messages, or problems of rows that could not be made into one.
///
/// ```
/// use smsbat_core::Sms;
/// use smsbat_core::bulk::{BulkOptions, Problem, Row, Rows};
/// # use smsbat_core::{Client, testing::MockTransport};
///
/// # let mock = MockTransport::new();
/// # mock.reply(200, r#"{"messages": [{"messageId": "m-1", "status": "accepted"}]}"#);
/// # let client = Client::builder().api_key("test-key").transport(&mock).build()?;
/// let birthdays = [("+380671234567", Some("Ada")), ("+380501234567", None)];
/// let rows = birthdays.iter().map(|(to, name)| match name {
///     Some(name) => Row::from(Sms::new(*to, "MyShop", format!("Happy birthday, {name}!"))),
///     None => Row::Broken(Problem::new("name", "required", "is not known")),
/// });
/// let report = client.messages().send_bulk(Rows::new(rows), &BulkOptions::default())?;
/// assert_eq!((report.accepted(), report.not_sent()), (1, 1));
/// # Ok::<(), smsbat_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Rows<I> {
    rows: I,
    read: usize,
}

impl<I: Iterator> Rows<I> {
    /// The rows of anything that can be iterated.
    pub fn new(rows: impl IntoIterator<IntoIter = I>) -> Self {
        Self { rows: rows.into_iter(), read: 0 }
    }
}

impl<I: Iterator<Item = M>, M: Into<Row>> Source for Rows<I> {
    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        for _ in 0..most {
            match self.rows.next().map(Into::into) {
                Some(Row::Message(object)) => intake.message(object),
                Some(Row::Broken(problem)) => intake.broken(problem),
                None => return Ok(false),
            }
            self.read = self.read.saturating_add(1);
        }
        Ok(true)
    }

    fn fraction(&self) -> Option<f64> {
        fraction(&self.rows, self.read)
    }
}

/// The part of an iterator that is read, if it knows its length.
pub(super) fn fraction(rows: &impl Iterator, read: usize) -> Option<f64> {
    let (least, most) = rows.size_hint();
    (most == Some(least)).then(|| read as f64 / read.saturating_add(least).max(1) as f64)
}

/// One row of [`Rows`].
#[derive(Debug)]
pub enum Row {
    /// A message, or a plain object that goes out as given.
    Message(Object),
    /// A row that could not be made into one, and why.
    Broken(Problem),
}

impl<M: Into<Object>> From<M> for Row {
    fn from(message: M) -> Self {
        Self::Message(message.into())
    }
}

impl From<Problem> for Row {
    fn from(problem: Problem) -> Self {
        Self::Broken(problem)
    }
}

impl<M: Into<Object>> From<Result<M, Problem>> for Row {
    fn from(row: Result<M, Problem>) -> Self {
        match row {
            Ok(message) => Self::Message(message.into()),
            Err(problem) => Self::Broken(problem),
        }
    }
}

/// The error of a run that its interrupt ended.
pub(crate) fn stopped() -> Error {
    Error::new(ErrorKind::Cancelled, "the run was stopped")
}

/// The error of a file that cannot be read.
pub(super) fn unreadable(why: impl std::fmt::Display) -> Error {
    Error::invalid("source", "readable", format!("cannot be read: {why}"))
}

/// The same, for the error of the system.
pub(super) fn unread(error: std::io::Error) -> Error {
    if error.get_ref().is_some_and(|error| error.is::<Changed>()) {
        let message = "changed while it was read; no program may write to it until the run has ended";
        return Error::invalid("source", "changed", message);
    }
    if error.get_ref().is_some_and(|error| error.is::<Stopped>()) {
        return stopped();
    }
    unreadable(crate::os_text::why(&error))
}

/// Text of a cell with the numbers of its column, for sources of tables.
pub(super) type NumberedCell<'a> = (usize, Cell<'a>);

#[cfg(test)]
mod tests {
    use super::fraction;

    #[test]
    fn an_iterator_may_promise_more_rows_than_can_be_counted() {
        let read = fraction(&std::iter::repeat_n((), usize::MAX), 2);
        assert!(read.is_some_and(|fraction| (0.0..1e-9).contains(&fraction)));
    }
}
