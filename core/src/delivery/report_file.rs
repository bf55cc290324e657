//! Reads the rows of a report that was saved as CSV or JSON.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;

use super::table::NewMessage;
use crate::bulk::each_record;
use crate::error::{Error, Outcome};

const NEITHER: &str = "the file is neither a journal nor a report of this library: a report has the columns 'outcome' and \
                       'message_id'";
/// Byte order mark, which spreadsheets and editors put before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Gives each row that was or may have been sent. A row that cannot be read with certainty is refused, because who it
/// is for would be missing.
pub(super) fn each_row(path: &Path, take: &mut dyn FnMut(&NewMessage<'_>)) -> Result<(), Error> {
    let unreadable = |e: io::Error| match e.kind() {
        io::ErrorKind::InvalidData => Error::configuration(NEITHER),
        _ => Error::configuration(format!("the report cannot be read: {}", crate::os_text::why(&e))),
    };
    let mut reader = BufReader::with_capacity(1 << 16, File::open(path).map_err(unreadable)?);
    if reader.fill_buf().map_err(unreadable)?.starts_with(MARK) {
        reader.consume(MARK.len());
    }
    let start = reader.fill_buf().map_err(unreadable)?;
    if start.trim_ascii_start().starts_with(b"{") {
        return json(reader, take);
    }
    drop(reader);
    csv(path, take)
}

#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    index: u64,
    outcome: String,
    message_id: Option<String>,
    #[serde(default)]
    customer_message_id: Option<String>,
    #[serde(default)]
    to: Option<String>,
}

impl Row {
    /// Hands the row on; `place` says where it stands.
    fn hand(&self, place: impl std::fmt::Display, take: &mut dyn FnMut(&NewMessage<'_>)) -> Result<(), Error> {
        let outcome = self.outcome.trim().to_ascii_lowercase().parse().map_err(|_| {
            let message = format!("{place} must have the outcome accepted, rejected, not_sent or unknown");
            Error::invalid("report", "known", message)
        })?;
        if matches!(outcome, Outcome::Accepted | Outcome::Unknown) {
            take(&NewMessage {
                index: self.index,
                message_id: self.message_id.as_deref().unwrap_or_default(),
                customer_message_id: self.customer_message_id.as_deref().unwrap_or_default(),
                to: self.to.as_deref().unwrap_or_default(),
                ..NewMessage::default()
            });
        }
        Ok(())
    }
}

fn json(reader: impl BufRead, take: &mut dyn FnMut(&NewMessage<'_>)) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Report {
        rows: Vec<Row>,
    }
    let report: Report = serde_json::from_reader(reader).map_err(|_| Error::configuration(NEITHER))?;
    report.rows.iter().zip(1..).try_for_each(|(row, number): (_, u64)| row.hand(format_args!("row {number}"), take))
}

fn csv(path: &Path, take: &mut dyn FnMut(&NewMessage<'_>)) -> Result<(), Error> {
    let mut is_table = false;
    let mut columns = None;
    let read = each_record(path, "report", |line, values| {
        is_table = true;
        let Some(columns) = columns else {
            columns = Some(columns_of(values)?);
            return Ok(());
        };
        let [outcome, message_id, index, customer_message_id, to] = columns
            .map(|place: Option<usize>| place.and_then(|place| values.get(place)).map_or("", |value| plain(value)));
        let row = Row {
            index: index.parse().unwrap_or_default(),
            outcome: outcome.to_owned(),
            message_id: Some(message_id.to_owned()),
            customer_message_id: Some(customer_message_id.to_owned()),
            to: Some(to.to_owned()),
        };
        row.hand(format_args!("line {line}"), take)
    });
    // A file without a header is none of a campaign's sources, of which its error speaks.
    read.map_err(|error| if is_table { error } else { Error::configuration(NEITHER) })
}

/// Columns of a report that are read. It has at least the first two.
const COLUMNS: [&str; 5] = ["outcome", "message_id", "index", "customer_message_id", "to"];

/// Returns the place of each column.
fn columns_of(names: &[&str]) -> Result<[Option<usize>; COLUMNS.len()], Error> {
    for column in COLUMNS {
        if names.iter().filter(|name| name.trim() == column).count() > 1 {
            return Err(Error::invalid("report", "columns", format!("has the column '{column}' twice")));
        }
    }
    let found = COLUMNS.map(|column| names.iter().position(|name| name.trim() == column));
    if let [Some(_), Some(_), ..] = found { Ok(found) } else { Err(Error::configuration(NEITHER)) }
}

/// Returns a value without the mark of a text that a spreadsheet would take for a formula.
fn plain(value: &str) -> &str {
    value.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '-', '@', '+', '\t', '\r'])).unwrap_or(value)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(u64, String, String)>, Error> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let mut rows = Vec::new();
        each_row(file.path(), &mut |row| rows.push((row.index, row.message_id.to_owned(), row.to.to_owned())))?;
        Ok(rows)
    }

    #[test]
    fn rows_of_either_format_are_the_same() {
        let expected = vec![(0, "m-1".to_owned(), "+380671234567".to_owned()), (2, String::new(), "a\nb\"".to_owned())];
        let csv = "index,to,outcome,message_id\n0,+380671234567,accepted,m-1\n1,x,rejected,\n2,\"a\nb\"\"\",unknown,\n";
        assert_eq!(read(csv).unwrap(), expected);
        assert_eq!(read(&format!("\u{feff}{}", csv.replace(',', ";").replace('\n', "\r\n"))).unwrap()[0], expected[0]);
        let json = r#"{"total":3,"rows":[{"index":0,"to":"+380671234567","outcome":"accepted","message_id":"m-1"},
            {"index":1,"outcome":"rejected","message_id":null},{"index":2,"to":"a\nb\"","outcome":"unknown","message_id":null}]}"#;
        assert_eq!(read(json).unwrap(), expected);
        assert_eq!(read(&format!("\u{feff}{json}")).unwrap(), expected);
    }

    #[test]
    fn other_files_are_named_as_such() {
        for text in ["", "{}", "[1]", "to,text\n+380671234567,Hi\n", "{\"rows\":[1]}", "\u{0}\u{1}", "a"] {
            let error = read(text).unwrap_err();
            assert!(error.message().contains("neither a journal nor a report"), "{text}: {error}");
        }
    }
}
