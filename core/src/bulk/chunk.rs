//! A chunk: the messages of one request, already written, and their results.

use jiff::Timestamp;

use crate::bulk::quiet_hours::QuietZone;
use crate::clock;
use crate::error::{Error, Outcome};
use crate::http::lacks_descriptors;

/// Text around the list of messages.
const BEFORE: &[u8] = b"{\"messages\":[";
const AFTER: &[u8] = b"]}";

/// Start and end of a piece of [`Texts`], or of a body.
pub(crate) type Span = (u32, u32);

/// Many texts in one string.
#[derive(Debug, Default)]
pub(crate) struct Texts(String);

impl Texts {
    fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    pub(crate) fn reserve(&mut self, bytes: usize) {
        self.0.reserve(bytes);
    }

    pub(crate) fn push(&mut self, text: &str) -> Span {
        let start = self.0.len() as u32;
        if text.is_empty() {
            return (start, start);
        }
        self.0.push_str(text);
        (start, self.0.len() as u32)
    }

    pub(crate) fn get(&self, span: Span) -> &str {
        self.0.get(span.0 as usize..span.1 as usize).unwrap_or_default()
    }
}

/// Messages of one request.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    /// Request body without its end.
    pub(crate) body: Vec<u8>,
    pub(crate) rows: Vec<ChunkRow>,
    /// Ids and recipients.
    pub(crate) texts: Texts,
    /// Hours in which it is not sent.
    quiet: Option<QuietZone>,
}

/// One message of a chunk.
#[derive(Debug)]
pub(crate) struct ChunkRow {
    /// Position in the source.
    pub(crate) index: u64,
    /// Line of the file in which it begins; 0 if the source is no file.
    pub(crate) line: u64,
    pub(crate) id: Span,
    pub(crate) to: Span,
    /// Digits of the recipient as a number; 0 if there are none.
    pub(crate) phone: u64,
    /// Channel of the message, unless a fallback may carry it instead.
    #[cfg_attr(not(feature = "journal"), allow(dead_code))]
    pub(crate) channel: Option<&'static str>,
    /// Place in the body.
    pub(crate) json: Span,
    /// Number in the journal; 0 until it has one.
    #[cfg_attr(not(feature = "journal"), allow(dead_code))]
    pub(crate) journal: i64,
    /// True if an earlier run may have sent it. Then it stays unknown unless it is accepted now.
    pub(crate) maybe_sent: bool,
}

impl ChunkRow {
    /// Returns the outcome of this run, or unknown if an earlier run leaves that doubt.
    pub(crate) fn at_least(&self, outcome: Outcome) -> Outcome {
        // A refusal of this run says nothing of the earlier one.
        if self.maybe_sent && outcome != Outcome::Accepted { Outcome::Unknown } else { outcome }
    }
}

impl Chunk {
    /// An empty chunk with room for what another one holds.
    pub(crate) fn as_large_as(other: &Self) -> Self {
        let with_some_more = |length: usize| length.saturating_add(length / 16);
        Self {
            body: Vec::with_capacity(with_some_more(other.body.len())),
            rows: Vec::with_capacity(other.rows.len()),
            texts: Texts::with_capacity(with_some_more(other.texts.0.len())),
            quiet: None,
        }
    }

    /// Makes room for so many rows like those that it has, in at most so many bytes. Growing step by step copies each row
    /// several times, into memory that the system has to clear.
    pub(crate) fn make_room(&mut self, rows: usize, bytes: usize) {
        let have = self.rows.len().max(1);
        let for_all = |length: usize| length.saturating_mul(rows).div_euclid(have);
        let more = |length: usize| for_all(length.saturating_add(length / 16)).min(bytes).saturating_sub(length);
        self.body.reserve(more(self.body.len()));
        self.texts.reserve(more(self.texts.0.len()));
        self.rows.reserve(rows.saturating_sub(self.rows.len()));
    }

    /// Writes what stands before the first message.
    pub(crate) fn begin(&mut self, quiet: Option<QuietZone>) {
        self.body.extend_from_slice(BEFORE);
        self.quiet = quiet;
    }

    /// Returns true if it may not be sent now.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet.as_ref().is_some_and(|quiet| quiet.hold(clock::timestamp()))
    }

    /// Returns when it may be sent, if it may not be now.
    pub(crate) fn quiet_until(&self) -> Option<Timestamp> {
        self.quiet.as_ref()?.until(clock::timestamp())
    }

    /// Adds the id to a message that has none; it stands at the end of the body, from `start` on.
    pub(crate) fn add_id(&mut self, start: usize, id: &str) {
        add_id(&mut self.body, start, id);
    }

    /// Moves the last message, which begins at `start` with its comma, into a chunk of its own, and this one to
    /// those that are full.
    pub(crate) fn carry_over(&mut self, start: usize, full: &mut Vec<Self>) {
        let mut next = Self::default();
        next.begin(self.quiet.clone());
        next.body.extend_from_slice(self.body.get(start.saturating_add(1)..).unwrap_or_default());
        self.body.truncate(start);
        full.push(std::mem::replace(self, next));
    }

    /// The body of a request with some of the messages.
    pub(crate) fn body_of(&mut self, rows: std::ops::Range<usize>) -> Vec<u8> {
        if rows.len() == self.rows.len() {
            // With all of them it is there already; it is put back afterwards, in case they must be split.
            let mut body = std::mem::take(&mut self.body);
            body.extend_from_slice(AFTER);
            return body;
        }
        let rows = self.rows.get(rows).unwrap_or_default();
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Vec::new() };
        let list = self.body.get(first.json.0 as usize..last.json.1 as usize).unwrap_or_default();
        [BEFORE, list, AFTER].concat()
    }

    /// Gives back what [`Chunk::body_of`] gave for all messages.
    pub(crate) fn restore(&mut self, mut body: Vec<u8>) {
        body.truncate(body.len().saturating_sub(AFTER.len()));
        self.body = body;
    }
}

/// Adds the id to a message that has none; it stands at the end of a text, from `start` on.
pub(crate) fn add_id(body: &mut Vec<u8>, start: usize, id: &str) {
    let end = body.iter().rposition(|b| *b == b'}').unwrap_or(start);
    let empty = body.get(start..end).is_none_or(|before| before.trim_ascii() == b"{");
    body.truncate(end);
    if !empty {
        body.push(b',');
    }
    body.extend_from_slice(b"\"customerMessageId\":");
    crate::model::write_string(body, id);
    body.push(b'}');
}

/// A chunk whose messages have their results.
#[derive(Debug)]
pub(crate) struct ChunkResult {
    pub(crate) chunk: Chunk,
    /// Results by the rows of the chunk.
    pub(crate) rows: Vec<RowResult>,
    /// Message ids, statuses and reasons.
    pub(crate) texts: Texts,
    /// Last failure of a request.
    pub(crate) error: Option<Error>,
    /// True if no request had a response with rows.
    pub(crate) failed: bool,
    /// True once a request had a response, or may have been sent.
    pub(crate) answered: bool,
    /// Rule of all rows; empty for none.
    pub(crate) rule: &'static str,
    /// True if it was not sent because of quiet hours, and is to be sent after them.
    pub(crate) held: bool,
    /// True if the journal of the run does not have it.
    pub(crate) unkept: bool,
}

/// Result of one message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowResult {
    pub(crate) outcome: Outcome,
    pub(crate) message_id: Span,
    pub(crate) status: Span,
    pub(crate) parts: Option<u32>,
    /// Provider's code of a refusal.
    pub(crate) code: Span,
    pub(crate) reason: Span,
}

impl RowResult {
    pub(crate) const UNKNOWN: Self = Self {
        outcome: Outcome::Unknown,
        message_id: (0, 0),
        status: (0, 0),
        parts: None,
        code: (0, 0),
        reason: (0, 0),
    };
}

impl ChunkResult {
    pub(crate) fn new(chunk: Chunk) -> Self {
        let rows = vec![RowResult::UNKNOWN; chunk.rows.len()];
        Self {
            chunk,
            rows,
            texts: Texts::default(),
            error: None,
            failed: true,
            answered: false,
            rule: "",
            held: false,
            unkept: false,
        }
    }

    /// True if nothing of it was sent because the system has no descriptor for a connection.
    pub(crate) fn lacks_descriptors(&self) -> bool {
        // Outcomes of rows cannot tell: one that an earlier run may have sent is unknown either way.
        !self.answered && self.error.as_ref().is_some_and(lacks_descriptors)
    }

    /// Gives rows the outcome of their failed request.
    pub(crate) fn fail(&mut self, rows: std::ops::Range<usize>, error: Error) {
        let reason = self.texts.push(&error.to_string());
        let results = self.rows.iter_mut().zip(&self.chunk.rows).take(rows.end).skip(rows.start);
        for (result, row) in results {
            *result = RowResult { outcome: row.at_least(error.outcome()), reason, ..RowResult::UNKNOWN };
        }
        self.error = Some(error);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(messages: &[&str]) -> Chunk {
        let mut chunk = Chunk::default();
        chunk.begin(None);
        for (i, message) in messages.iter().enumerate() {
            if i > 0 {
                chunk.body.push(b',');
            }
            let start = chunk.body.len();
            chunk.body.extend_from_slice(message.as_bytes());
            chunk.add_id(start, &format!("i{i}"));
            let json = (start as u32, chunk.body.len() as u32);
            chunk.rows.push(ChunkRow {
                index: i as u64,
                line: 0,
                id: (0, 0),
                to: (0, 0),
                phone: 0,
                channel: None,
                json,
                journal: 0,
                maybe_sent: false,
            });
        }
        chunk
    }

    fn text(body: &[u8]) -> &str {
        std::str::from_utf8(body).unwrap_or_default()
    }

    #[test]
    fn a_message_that_is_too_much_begins_the_next_chunk() {
        let mut chunk = chunk(&[r#"{"a":1}"#, r#"{"b":2}"#]);
        let start = chunk.body.iter().rposition(|b| *b == b',').unwrap_or_default();
        // The comma before the last message, not the one before its id.
        let start = chunk.body[..start].iter().rposition(|b| *b == b',').unwrap_or_default();
        let mut full = Vec::new();
        chunk.rows.pop();
        chunk.carry_over(start, &mut full);
        assert_eq!(text(&full[0].body), r#"{"messages":[{"a":1,"customerMessageId":"i0"}"#);
        assert_eq!(text(&chunk.body), r#"{"messages":[{"b":2,"customerMessageId":"i1"}"#);
        assert_eq!((full.len(), full[0].rows.len(), chunk.rows.len()), (1, 1, 0));
    }

    #[test]
    fn ids_are_added_and_parts_can_be_sent_alone() {
        let mut chunk = chunk(&[r#"{"a":1}"#, "{} ", r#"{"b":"}"}"#]);
        let all = chunk.body_of(0..3);
        let expected = r#"{"messages":[{"a":1,"customerMessageId":"i0"},{"customerMessageId":"i1"},{"b":"}","customerMessageId":"i2"}]}"#;
        assert_eq!(text(&all), expected);
        chunk.restore(all);
        assert_eq!(text(&chunk.body_of(1..2)), r#"{"messages":[{"customerMessageId":"i1"}]}"#);
        assert_eq!(
            text(&chunk.body_of(1..3)),
            r#"{"messages":[{"customerMessageId":"i1"},{"b":"}","customerMessageId":"i2"}]}"#
        );
    }
}
