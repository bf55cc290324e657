//! One record of a CSV file, byte by byte.

use std::io::BufRead;

use memchr::{memchr, memchr_iter};

use super::text_reader::TextReader;
use crate::problem::Problem;

/// Reason why a record cannot be read with certainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A quote is opened and not closed.
    Open,
    /// Text stands between a closing quote and the separator.
    After,
    /// A quote stands in a value that is not quoted, and the quotes of the record or of one before it do not match.
    Stray,
    /// A quoted value has a line in it that looks like another row.
    Row,
    /// A carriage return stands inside of a line.
    Return,
    /// It is too long.
    Size,
}

impl Fault {
    pub(super) fn problem(self) -> Problem {
        let (rule, message) = self.words();
        Problem::new("", rule, message)
    }

    /// Returns the rule and what is wrong.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Open => ("quotes", "has an opening quote that is not closed"),
            Self::After => {
                ("quotes", "has text behind a closing quote; a quote inside of a quoted value is written twice")
            }
            Self::Stray => (
                "quotes",
                "has a quote in a value that is not quoted; put the value in quotes and write the quote twice",
            ),
            Self::Row => ("quotes", "has a quoted value with a line in it that looks like another row"),
            Self::Return => {
                ("line", "has a carriage return in the middle of a line; end lines with one kind of line end")
            }
            Self::Size => ("size", "is a line of more than 1 MiB"),
        }
    }
}

/// The values of one record.
#[derive(Default)]
pub(super) struct Record {
    separator: u8,
    /// Columns of the table and the place of the recipient, once the header is read.
    pub(super) width: usize,
    pub(super) to: Option<usize>,
    values: Vec<u8>,
    /// Start and end of each value in `values`.
    spans: Vec<(usize, usize)>,
    state: State,
    /// Start of the value that is being read.
    start: usize,
    /// True if the number of quotes so far is odd.
    odd: bool,
    /// Fault that keeps the record from being read any further.
    pub(super) fault: Option<Fault>,
    /// Fault that keeps it from being sent although it can be read.
    doubt: Option<Fault>,
    /// True if the quotes of an earlier record did not match, or those of this one are nobody's.
    pub(super) suspicious: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Before a value, or in the space before it.
    #[default]
    Before,
    Plain,
    Quoted,
    /// Behind a quote in a quoted value, which ends it unless another one follows.
    Quote,
    /// In the space behind a quoted value.
    Behind,
}

/// State of a record after one of its lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum AfterLine {
    Done,
    More,
    /// It cannot be sent, and the next one begins in the next line.
    Fault,
    /// The start of the next record is unknown.
    Lost,
}

impl Record {
    pub(super) fn begin(&mut self, separator: u8, suspicious: bool) {
        self.separator = separator;
        self.values.clear();
        self.spans.clear();
        (self.state, self.start, self.odd, self.suspicious) = (State::Before, 0, false, suspicious);
        (self.fault, self.doubt) = (None, None);
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &[u8]> {
        self.spans.iter().map(|(start, end)| self.values.get(*start..*end).unwrap_or_default())
    }

    pub(super) fn count(&self) -> usize {
        self.spans.len()
    }

    pub(super) fn end_value(&mut self) {
        self.spans.push((self.start, self.values.len()));
        self.start = self.values.len();
        self.state = State::Before;
    }

    /// Takes a line of the record.
    pub(super) fn take<R: BufRead>(&mut self, text: &TextReader<R>, line: &[u8]) -> AfterLine {
        let content = text.content(line);
        if self.state == State::Before && self.fault.is_none() && memchr(b'"', content).is_none() {
            return self.take_plain(content);
        }
        // Up to where the line belongs to a value of the line before, and from where on to one that goes on.
        let (mut closed, mut opened) = (0, content.len());
        let mut is_first = self.state == State::Quoted;
        for (place, byte) in content.iter().enumerate() {
            self.odd ^= *byte == b'"';
            if self.fault.is_none() {
                self.byte(*byte);
            }
            match self.state {
                State::Quoted | State::Quote if is_first => closed = place.saturating_add(1),
                State::Quoted | State::Quote => opened = opened.min(place),
                _ => (is_first, opened) = (false, content.len()),
            }
        }
        if self.fault.is_some() {
            return if self.odd || !self.ends_closed(content) { AfterLine::Lost } else { AfterLine::Fault };
        }
        if self.is_row(content, closed, opened) {
            self.doubt = Some(Fault::Row);
        }
        if self.state == State::Quoted {
            self.values.extend_from_slice(line.get(content.len()..).unwrap_or_default());
            return AfterLine::More;
        }
        self.end_value();
        self.fault = match self.doubt {
            // As many quotes as there should be are meant as they stand, unless others before were not.
            Some(Fault::Stray) if !self.odd && !self.suspicious => None,
            doubt => doubt,
        };
        if self.fault.is_some() { AfterLine::Fault } else { AfterLine::Done }
    }

    /// True if a line that is not a whole record could be a row: a quoted value that crosses its start or its end holds
    /// a phone number, and the columns before and after it are at least as many as the table has. There may be more,
    /// because a value can contain separators.
    pub(super) fn is_row(&self, content: &[u8], closed: usize, opened: usize) -> bool {
        let crosses = closed > 0 || self.state == State::Quoted;
        let Some(to) = self.to.filter(|_| crosses) else { return false };
        let count = memchr_iter(self.separator, content).count().saturating_add(1);
        let mut start = 0;
        content.split(|byte| *byte == self.separator).enumerate().any(|(place, value)| {
            let inside = start < closed || (self.state == State::Quoted && start > opened);
            start = start.saturating_add(value.len()).saturating_add(1);
            let fits = place >= to && count.saturating_sub(place) >= self.width.saturating_sub(to);
            // Behind a quote the value may have ended.
            let value = value.split(|byte| *byte == b'"').next().unwrap_or_default();
            inside && fits && std::str::from_utf8(value).is_ok_and(is_like_phone)
        })
    }

    /// Returns true if the last quote of a broken line opens no value, so that the next line is a new record.
    pub(super) fn ends_closed(&self, content: &[u8]) -> bool {
        let Some(quote) = content.iter().rposition(|b| *b == b'"') else { return true };
        content.get(..quote).and_then(|before| before.trim_ascii_end().last()).is_some_and(|b| *b != self.separator)
    }

    /// Takes a line without quotes.
    pub(super) fn take_plain(&mut self, content: &[u8]) -> AfterLine {
        let end = memchr(b'\r', content);
        let content = end.and_then(|end| content.get(..end)).unwrap_or(content);
        self.values.extend_from_slice(content);
        let mut start = 0;
        for end in memchr_iter(self.separator, content) {
            self.spans.push((start, end));
            start = end.saturating_add(1);
        }
        if end.is_some() {
            self.fault = Some(Fault::Return);
            return AfterLine::Fault;
        }
        self.spans.push((start, content.len()));
        AfterLine::Done
    }

    pub(super) fn byte(&mut self, byte: u8) {
        use State::{Before, Behind, Plain, Quote, Quoted};
        let space = byte == b' ' || byte == b'\t';
        match (self.state, byte) {
            (Quoted, b'"') => self.state = Quote,
            (Quoted, _) => self.values.push(byte),
            (Quote, b'"') => {
                self.values.push(byte);
                self.state = Quoted;
            }
            (_, _) if byte == self.separator => self.end_value(),
            (Quote | Behind, _) if space => self.state = Behind,
            (Quote | Behind, _) => self.fault = Some(Fault::After),
            (Before, b'"') => {
                // Space before a quote belongs to no value.
                self.values.truncate(self.start);
                self.state = Quoted;
            }
            (_, b'\r') => self.fault = Some(Fault::Return),
            (Before, _) if space => self.values.push(byte),
            (Before | Plain, _) => {
                if byte == b'"' {
                    self.doubt.get_or_insert(Fault::Stray);
                    // Nobody means two side by side: a quoted value has lost its start to this one.
                    self.suspicious |= self.values.get(self.start..).is_some_and(|value| value.ends_with(b"\""));
                }
                self.values.push(byte);
                self.state = Plain;
            }
        }
    }
}

/// Returns true if a value could be meant as a phone number, in any form.
pub(super) fn is_like_phone(value: &str) -> bool {
    value.bytes().filter(u8::is_ascii_digit).count() >= 7 && !value.contains(|c: char| c.is_alphabetic())
}
