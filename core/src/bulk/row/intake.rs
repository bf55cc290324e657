//! Turns each row of a source into a checked message or a refusal.

use std::borrow::Cow;

use super::cell::Cell;
use super::columns::{ColumnMap, RowBuffer};
use crate::bulk::options::BulkOptions;
use crate::error::Error;
use crate::messages::validation::in_words_of;
use crate::model::{Key, Object, Problems, Record, check};
use crate::phone::PhoneRules;
use crate::problem::Problem;
use crate::rules::Rules;

/// Place of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Position {
    /// Position in the source, from 0.
    pub(crate) index: u64,
    /// Line of the file in which the row begins, from 1; 0 if the source is no file.
    pub(crate) line: u64,
}

/// A message that keeps every rule.
pub(crate) struct CheckedMessage<'a> {
    pub(crate) message: &'a Object,
    /// Recipient as it was given.
    pub(crate) to: &'a str,
    /// Digits of the recipient as a number; `None` if it is no phone number.
    pub(crate) phone: Option<u64>,
    /// Id that the message came with.
    pub(crate) own_id: Option<&'a str>,
}

/// A row that cannot be sent.
pub(crate) struct Refusal {
    /// Recipient as far as it could be read.
    pub(crate) to: String,
    pub(crate) id: String,
    pub(crate) rule: String,
    pub(crate) reason: String,
}

impl Refusal {
    pub(crate) fn new(to: impl Into<String>, id: Option<&str>, problem: &Problem) -> Self {
        let reason = if problem.path().is_empty() { problem.message().to_owned() } else { problem.to_string() };
        Self { to: to.into(), id: id.unwrap_or_default().to_owned(), rule: problem.rule().to_owned(), reason }
    }
}

/// Receives the rows of a source in their order.
pub(crate) trait RowSink {
    fn message(&mut self, at: Position, message: CheckedMessage<'_>);
    fn refuse(&mut self, at: Position, refusal: Refusal);
}

/// State of the rows of a run.
pub(crate) struct RowReader {
    columns: ColumnMap,
    rules: Rules,
    templated: bool,
    sender: Option<String>,
    /// Rows so far.
    pub(crate) count: u64,
    /// Blank rows, which `count` leaves out.
    pub(crate) skipped: u64,
    /// Line in which the next row begins.
    line: u64,
    // History of the previous row, used again.
    problems: Vec<Problem>,
    advice: Vec<Problem>,
    buffer: RowBuffer,
}

impl RowReader {
    pub(crate) fn new(options: &BulkOptions, rules: Rules) -> Result<Self, Error> {
        Ok(Self {
            columns: ColumnMap::new(options)?,
            rules,
            templated: options.template.is_some(),
            sender: options.sender.clone(),
            count: 0,
            skipped: 0,
            line: 0,
            problems: Vec::new(),
            advice: Vec::new(),
            buffer: RowBuffer::default(),
        })
    }

    pub(crate) fn intake<'a>(&'a mut self, sink: &'a mut dyn RowSink) -> Intake<'a> {
        Intake { rows: self, sink }
    }

    fn next(&mut self) -> Position {
        let index = self.count;
        self.count = index.saturating_add(1);
        Position { index, line: self.line }
    }
}

/// Takes rows from a [`crate::bulk::Source`].
pub struct Intake<'a> {
    rows: &'a mut RowReader,
    sink: &'a mut dyn RowSink,
}

impl std::fmt::Debug for Intake<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Intake").field("count", &self.rows.count).finish_non_exhaustive()
    }
}

impl Intake<'_> {
    /// Returns the numbers of a table's columns, in its order; `None` for a column that nothing needs.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if a column is missing that every row needs.
    pub fn header(&self, names: &[&str]) -> Result<Vec<Option<usize>>, Error> {
        self.rows.columns.header(names)
    }

    /// Returns the number of a column by its name; `None` if nothing needs it.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.rows.columns.column(name)
    }

    /// Returns the name of a column by its number.
    pub fn name(&self, column: usize) -> &str {
        self.rows.columns.name(column)
    }

    /// Returns the number of the column with the recipient; `None` if the template has it.
    pub fn recipient_column(&self) -> Option<usize> {
        self.rows.columns.recipient_column()
    }

    /// Sets the line of the file in which the next row begins, counted from 1.
    pub fn at_line(&mut self, line: u64) {
        self.rows.line = line;
    }

    /// Counts a blank row, which is passed over.
    pub fn skip(&mut self) {
        self.rows.skipped = self.rows.skipped.saturating_add(1);
    }

    /// Returns true if an object with these keys is a message in the form of the API, and false if it is named values.
    pub fn is_message<'k>(&self, keys: impl Iterator<Item = &'k str>) -> bool {
        self.rows.columns.name_of_api(keys).is_some()
    }

    /// Returns what is wrong with a key that is not needed: with white space around it, a key of the API could be that
    /// of a message or a column.
    pub fn odd_key(&self, key: &str) -> Option<Problem> {
        let name = key.trim();
        let is_odd = name.len() < key.len() && self.is_message(std::iter::once(name));
        is_odd.then(|| Problem::new(name, "columns", "has white space around its name"))
    }

    /// Takes a row of named values: numbers of columns with their values.
    pub fn columns(&mut self, cells: &[(usize, Cell<'_>)]) {
        match self.rows.columns.message(cells, &mut self.rows.buffer) {
            Ok(record) => {
                let message = Object::Typed(record);
                self.take(&message);
                if let Object::Typed(record) = message {
                    self.rows.buffer.record = Some(record);
                }
            }
            Err(problem) => {
                let to = self.recipient(cells);
                self.broken_row(to, &problem);
            }
        }
    }

    /// Returns the recipient of a row that cannot be a message, as it was given.
    pub fn recipient(&self, cells: &[(usize, Cell<'_>)]) -> Option<String> {
        self.rows.columns.recipient(cells)
    }

    /// Takes a row that cannot be read.
    pub fn broken(&mut self, problem: Problem) {
        self.broken_row(None, &problem);
    }

    /// Takes a row of which only the recipient can be read.
    pub fn broken_row(&mut self, to: Option<String>, problem: &Problem) {
        self.sink.refuse(self.rows.next(), Refusal::new(to.unwrap_or_default(), None, problem));
    }

    /// Takes a row that is a message with a field that could not be set.
    pub fn broken_message(&mut self, message: &Object, problem: &Problem) {
        let (to, id) = recipient_and_id(message);
        self.sink.refuse(self.rows.next(), Refusal::new(to, id.as_deref(), problem));
    }

    /// Takes a row that is a message, or an object that goes out as given. A message that names no sender gets that of
    /// the options.
    pub fn message(&mut self, mut message: Object) {
        if let Object::Typed(record) = &mut message {
            if self.rows.templated {
                let (to, _) = recipient_and_id(&message);
                let problem =
                    Problem::new("", "template", "is a message already; a template needs rows of named values");
                return self.broken_row(Some(to.into_owned()), &problem);
            }
            if let (Some(sender), true) = (&self.rows.sender, record.get("sender").as_str().is_none_or(str::is_empty)) {
                record.put("sender", sender.as_str().into());
            }
        }
        self.take(&message);
    }

    fn take(&mut self, message: &Object) {
        let at = self.rows.next();
        let RowReader { columns, rules, problems, advice, .. } = &mut *self.rows;
        problems.clear();
        advice.clear();
        check(message, &mut Problems::new(problems, advice, "", rules));
        let (to, own_id) = recipient_and_id(message);
        if let Some(class) = message.record().map(Record::class).filter(|class| columns.of_class(class).is_none()) {
            let text = format!("is a {}, which is not a message of the SMSBAT API", class.name);
            problems.push(Problem::new("", "type", text));
        }
        if let Some(problem) = problems.first() {
            let mut refusal = Refusal::new(to, own_id.as_deref(), &in_words_of(message, problem.clone()));
            let more = problems.len().saturating_sub(1);
            if more > 0 && !problem.path().is_empty() {
                refusal.reason.push_str(&format!(" (and {more} more)"));
            }
            return self.sink.refuse(at, refusal);
        }
        // A plain object goes out as given, so a national number in it stays one.
        let phones = if message.record().is_some() { rules.phones } else { PhoneRules::LOOSE };
        let phone = phones.digits(&to).ok().and_then(|digits| digits.parse().ok());
        self.sink.message(at, CheckedMessage { message, to: &to, phone, own_id: own_id.as_deref() });
    }
}

/// The recipient, and the message's own id if it has one.
fn recipient_and_id(message: &Object) -> (Cow<'_, str>, Option<Cow<'_, str>>) {
    let (to, own) = match message {
        Object::Typed(record) => (record.recipient().map(Cow::Borrowed), record.own_id().map(Cow::Borrowed)),
        Object::Plain(json) => {
            let [to, recipient, own] = json.scalar_members(["to", "recipient", "customerMessageId"].map(Key::new));
            (to.or(recipient), own)
        }
    };
    (to.unwrap_or_default(), own.filter(|id| !id.is_empty()))
}
