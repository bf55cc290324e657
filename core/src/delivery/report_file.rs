//! Reads the rows of a report that was saved as CSV or JSON.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::Path;

use serde::Deserialize;

use super::table::NewMessage;
use crate::error::Error;

const NEITHER: &str = "the file is neither a journal nor a report of this library: a report has the columns 'outcome' and \
                       'message_id'";
/// Longest record of a CSV report.
const LONGEST: usize = 1 << 20;
/// Byte order mark, which spreadsheets and editors put before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Gives each row that was or may have been sent.
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
    let header = record.clone();
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
    let mut quoted = false;
    loop {
        let start = record.len();
        // One byte more than a record may have.
        let most = LONGEST.saturating_sub(start).saturating_add(1);
        if reader.by_ref().take(most as u64).read_line(record)? == 0 {
            return Ok(!record.is_empty());
        }
        if record.len() > LONGEST {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let quotes = record.bytes().skip(start).filter(|b| *b == b'"').count();
        quoted ^= quotes % 2 == 1;
        if !quoted {
            return Ok(true);
        }
    }
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
        assert_eq!(read(&format!("\u{feff}{json}")).unwrap(), expected);
    }

    #[test]
    fn other_files_are_named_as_such() {
        for text in ["", "{}", "[1]", "to,text\n+380671234567,Hi\n", "{\"rows\":[1]}", "\u{0}\u{1}", "a"] {
            let error = read(text).unwrap_err();
            assert!(error.message().contains("neither a journal nor a report"), "{text}: {error}");
        }
    }

    #[test]
    fn no_more_than_the_longest_record_is_read() {
        let mut left = LONGEST * 4;
        let mut reader = BufReader::new(io::repeat(b'a').take(left as u64));
        assert_eq!(next_record(&mut reader, &mut String::new()).unwrap_err().kind(), io::ErrorKind::InvalidData);
        left -= usize::try_from(reader.into_inner().limit()).unwrap();
        assert!(left < LONGEST * 2, "{left}");
        // A line of the longest length is whole, also one with many lines in quotes.
        for text in ["a".repeat(LONGEST - 1), format!("\"{}\"", "\n".repeat(LONGEST - 3))] {
            let mut record = String::new();
            assert!(next_record(&mut format!("{text}\nb\n").as_bytes(), &mut record).unwrap());
            assert_eq!(record.len(), LONGEST);
        }
    }
}
