//! Reads the rows of a report that was saved as CSV or JSON.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;

use super::table::NewMessage;
use crate::error::Error;

const NEITHER: &str = "the file is neither a journal nor a report of this library: a report has the columns 'outcome' and \
                       'message_id'";
/// Longest record of a CSV report.
const LONGEST: usize = 1 << 20;

/// Gives each row that was or may have been sent.
pub(super) fn each_row(path: &Path, take: &mut dyn FnMut(&NewMessage<'_>)) -> Result<(), Error> {
    let unreadable = |e: io::Error| match e.kind() {
        io::ErrorKind::InvalidData => Error::configuration(NEITHER),
        _ => Error::configuration(format!("the report cannot be read: {e}")),
    };
    let mut reader = BufReader::with_capacity(1 << 16, File::open(path).map_err(unreadable)?);
    let start = reader.fill_buf().map_err(unreadable)?;
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    if start.trim_ascii_start().starts_with(b"{") {
        return json(reader, take);
    }
    csv(reader, take).map_err(unreadable)
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
    fn hand(&self, take: &mut dyn FnMut(&NewMessage<'_>)) {
        if matches!(self.outcome.as_str(), "accepted" | "unknown") {
            take(&NewMessage {
                index: self.index,
                message_id: self.message_id.as_deref().unwrap_or_default(),
                customer_message_id: self.customer_message_id.as_deref().unwrap_or_default(),
                to: self.to.as_deref().unwrap_or_default(),
                ..NewMessage::default()
            });
        }
    }
}

fn json(reader: impl BufRead, take: &mut dyn FnMut(&NewMessage<'_>)) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Report {
        rows: Vec<Row>,
    }
    let report: Report = serde_json::from_reader(reader).map_err(|_| Error::configuration(NEITHER))?;
    report.rows.iter().for_each(|row| row.hand(take));
    Ok(())
}

fn csv(mut reader: impl BufRead, take: &mut dyn FnMut(&NewMessage<'_>)) -> io::Result<()> {
    let neither = || io::Error::from(io::ErrorKind::InvalidData);
    let mut record = String::new();
    next_record(&mut reader, &mut record)?;
    let header = record.trim_start_matches('\u{feff}').to_owned();
    // A spreadsheet may have saved it again with another separator.
    let separator = [',', ';', '\t'].into_iter().find(|c| header.contains(*c)).ok_or_else(neither)?;
    let names = values(&header, separator);
    let column = |name: &str| names.iter().position(|each| each == name);
    let (outcome, message_id) = column("outcome").zip(column("message_id")).ok_or_else(neither)?;
    let others = ["index", "customer_message_id", "to"].map(column);
    while next_record(&mut reader, &mut record)? {
        let values = values(&record, separator);
        let get = |place: Option<usize>| place.and_then(|place| values.get(place)).cloned().unwrap_or_default();
        let [index, customer_message_id, to] = others.map(get);
        Row {
            index: index.parse().unwrap_or_default(),
            outcome: get(Some(outcome)),
            message_id: Some(get(Some(message_id))),
            customer_message_id: Some(customer_message_id),
            to: Some(to),
        }
        .hand(take);
    }
    Ok(())
}

/// Reads a record, with the lines of its quoted values. False at the end of the file.
fn next_record(reader: &mut impl BufRead, record: &mut String) -> io::Result<bool> {
    record.clear();
    while reader.read_line(record)? > 0 {
        if record.len() > LONGEST {
            return Err(io::ErrorKind::InvalidData.into());
        }
        if record.bytes().filter(|b| *b == b'"').count() % 2 == 0 {
            return Ok(true);
        }
    }
    Ok(!record.is_empty())
}

fn values(record: &str, separator: char) -> Vec<String> {
    let (mut values, mut value, mut quoted) = (Vec::new(), String::new(), false);
    let mut characters = record.trim_end_matches(['\n', '\r']).chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                value.push('"');
            }
            '"' => quoted = !quoted,
            c if c == separator && !quoted => values.push(std::mem::take(&mut value)),
            c => value.push(c),
        }
    }
    values.push(value);
    // The mark of a text that a spreadsheet would take for a formula.
    values.iter_mut().for_each(|value| {
        if value.strip_prefix('\'').is_some_and(|rest| rest.starts_with(['=', '-', '@', '+', '\t', '\r'])) {
            value.remove(0);
        }
    });
    values
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
    }

    #[test]
    fn other_files_are_named_as_such() {
        for text in ["", "{}", "[1]", "to,text\n+380671234567,Hi\n", "{\"rows\":[1]}", "\u{0}\u{1}", "a"] {
            let error = read(text).unwrap_err();
            assert!(error.message().contains("neither a journal nor a report"), "{text}: {error}");
        }
    }
}
