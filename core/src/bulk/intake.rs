//! Where a source puts its rows: each is checked, counted against the limits and written into a chunk at once.

use std::borrow::Cow;

use super::cell::Cell;
use super::chunk::{Chunk, ChunkRow};
use super::columns::{Plan, Spare};
use super::guard::Guard;
use super::journal::KnownRow;
use super::memory::{Earlier, Memory};
use super::options::BulkOptions;
use super::report::ReportRow;
use crate::error::{Error, Outcome};
use crate::model::{Object, Problems, check, write_wire};
use crate::phone::PhoneRules;
use crate::problem::Problem;
use crate::rules::Rules;

/// Keys that only a message in the form of the API has.
const MESSAGE_KEYS: [&str; 2] = ["from", "recipient"];

/// Takes rows from a [`super::Source`].
pub struct Intake<'a> {
    plan: Plan,
    guard: Guard,
    rules: Rules,
    memory: Memory<'a>,
    resend_unknown: bool,
    templated: bool,
    sender: Option<String>,
    chunk_size: usize,
    chunk_bytes: usize,
    current: Chunk,
    /// Chunks that are full, and rows whose outcome is known without sending; the run takes both away.
    pub(super) full: Vec<Chunk>,
    pub(super) settled: Vec<(ReportRow, bool)>,
    /// A failure that ends the run.
    pub(super) failure: Option<Error>,
    /// Rows taken so far.
    pub(super) index: u64,
    /// Blank rows, which are none.
    pub(super) skipped: u64,
    /// Line of the file in which the row that comes next begins; 0 if it is of no file.
    line: u64,
    problems: Vec<Problem>,
    advice: Vec<Problem>,
    /// Memory of the row before, for the next one.
    spare: Spare,
    id: String,
}

impl std::fmt::Debug for Intake<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Intake").field("index", &self.index).finish_non_exhaustive()
    }
}

impl<'a> Intake<'a> {
    pub(super) fn new(options: &BulkOptions, rules: Rules, memory: Memory<'a>) -> Result<Self, Error> {
        Ok(Self {
            plan: Plan::new(options)?,
            guard: Guard::new(options, &rules)?,
            rules,
            memory,
            resend_unknown: options.resend_unknown,
            templated: options.template.is_some(),
            sender: options.sender.clone(),
            chunk_size: options.chunk_size,
            chunk_bytes: options.chunk_bytes,
            current: Chunk::default(),
            full: Vec::new(),
            settled: Vec::new(),
            failure: None,
            index: 0,
            skipped: 0,
            line: 0,
            problems: Vec::new(),
            advice: Vec::new(),
            spare: Spare::default(),
            id: String::new(),
        })
    }

    /// Numbers of a table's columns, in its order; `None` for one that nothing needs.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if a column is missing that every row needs.
    pub fn header(&self, names: &[&str]) -> Result<Vec<Option<usize>>, Error> {
        self.plan.header(names)
    }

    /// Number of a column by its name; `None` if nothing needs it.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.plan.column(name)
    }

    /// Name of a column by its number.
    pub fn name(&self, column: usize) -> &str {
        self.plan.name(column)
    }

    /// Number of the column with the recipient; `None` if the template has it.
    pub fn recipient_column(&self) -> Option<usize> {
        self.plan.recipient_column()
    }

    /// Says in which line of a file the next row begins, counted from 1.
    pub fn at_line(&mut self, line: u64) {
        self.line = line;
    }

    /// Counts a row without a value, which is passed over.
    pub fn skip(&mut self) {
        self.skipped += 1;
    }

    /// Whether an object with these keys is a message in the form of the API, rather than named values.
    pub fn is_message<'k>(&self, mut keys: impl Iterator<Item = &'k str>) -> bool {
        !self.templated && keys.any(|key| MESSAGE_KEYS.contains(&key) && self.column(key).is_none())
    }

    /// A row of named values: numbers of columns with their values.
    pub fn columns(&mut self, cells: &[(usize, Cell<'_>)]) {
        match self.plan.message(cells, &mut self.spare) {
            Ok(record) => {
                let message = Object::Typed(record);
                self.take(&message);
                if let Object::Typed(record) = message {
                    self.spare.record = Some(record);
                }
            }
            Err(problem) => {
                let to = self.plan.recipient(cells);
                self.broken_row(to, &problem);
            }
        }
    }

    /// The recipient of a row that cannot be a message, as it was given.
    pub fn recipient(&self, cells: &[(usize, Cell<'_>)]) -> Option<String> {
        self.plan.recipient(cells)
    }

    /// A row that is a JSON object: a message in the form of the API, or named values.
    pub fn json(&mut self, text: &str) {
        super::json_lines::object(self, text);
    }

    /// A row that cannot be read.
    pub fn broken(&mut self, problem: Problem) {
        self.broken_row(None, &problem);
    }

    /// A row of which no more than the recipient can be read.
    pub fn broken_row(&mut self, to: Option<String>, problem: &Problem) {
        self.refuse(to.unwrap_or_default(), None, problem);
    }

    /// A row that is a message, or an object that goes out as given. A message that names no sender has that of the
    /// options.
    pub fn message(&mut self, mut message: Object) {
        if let Object::Typed(record) = &mut message {
            if self.templated {
                let (to, _) = identity(&message);
                let problem =
                    Problem::new("", "template", "is a message already; a template needs rows of named values");
                return self.broken_row(Some(to.into_owned()), &problem);
            }
            if let (Some(sender), true) = (&self.sender, record.get("sender").as_str().is_none_or(str::is_empty)) {
                record.put("sender", sender.as_str().into());
            }
        }
        self.take(&message);
    }

    fn take(&mut self, message: &Object) {
        self.problems.clear();
        self.advice.clear();
        check(message, &mut Problems::new(&mut self.problems, &mut self.advice, "", &self.rules));
        let (to, own) = identity(message);
        if let Object::Typed(record) = message {
            if !self.plan.knows(record.class()) {
                let text = format!("is a {}, which is not a message of the SMSBAT API", record.class().name);
                self.problems.push(Problem::new("", "type", text));
            }
        }
        if let Some(problem) = self.problems.first().cloned() {
            return self.refuse(to.into(), own.map(Cow::into_owned), &problem);
        }
        // A plain object goes out as given: a national number in it is no number of ours.
        let phones = if message.record().is_some() { self.rules.phones } else { PhoneRules::LOOSE };
        let phone = phones.digits(&to).ok().and_then(|digits| digits.parse().ok());
        let mut id = std::mem::take(&mut self.id);
        self.write(message, own.as_deref(), &to, phone, &mut id);
        self.id = id;
    }

    /// Writes a good row into the chunk, unless the journal knows it or a limit keeps it from being sent.
    ///
    /// The journal is asked first: what an earlier run sent was sent, whatever the limits of this one are.
    /// `id` is memory for the row's id.
    fn write(&mut self, message: &Object, own: Option<&str>, to: &str, phone: Option<u64>, id: &mut String) {
        if self.current.body.is_empty() {
            self.current.begin();
        }
        let start = self.current.body.len();
        if !self.current.rows.is_empty() {
            self.current.body.push(b',');
        }
        let json = self.current.body.len();
        write_wire(message, None, &self.rules, &mut self.current.body);
        id.clear();
        match own {
            Some(own) => id.push_str(own),
            None => self.memory.make_id(&self.current.body[json..], self.index, id),
        }
        let earlier = match self.memory.look_up(id, own.is_none() && phone.is_some()) {
            Ok(earlier) => earlier,
            Err(error) => {
                self.current.body.truncate(start);
                self.failure.get_or_insert(error);
                // It has no place in the report, but rows behind it keep theirs.
                self.next();
                return;
            }
        };
        let resend = |outcome| outcome == Outcome::NotSent || (outcome == Outcome::Unknown && self.resend_unknown);
        let maybe_sent = matches!(&earlier, Earlier::Row(row) if row.outcome == Outcome::Unknown);
        let journal = match earlier {
            // The id of a row that is corrected is kept, and then it is somebody else's.
            Earlier::Row(row) if phone.is_some_and(|phone| row.recipient != 0 && row.recipient != phone) => {
                self.current.body.truncate(start);
                let message =
                    "is that of a message to another recipient in the journal; give this row an id of its own";
                let problem = Problem::new("customerMessageId", "duplicate", message);
                return self.refuse(to.to_owned(), own.map(str::to_owned), &problem);
            }
            Earlier::Row(row) if !resend(row.outcome) => {
                self.current.body.truncate(start);
                self.guard.count(phone, message);
                return self.known(row, id.clone(), to.to_owned());
            }
            earlier => {
                let refused = self.memory.served(phone).or_else(|| self.guard.refuse(phone, message));
                let refused = refused.or_else(|| match earlier {
                    Earlier::Twice => Some(Problem::new("customerMessageId", "duplicate", "is that of an earlier row")),
                    _ => None,
                });
                match (refused, earlier) {
                    (None, Earlier::Row(row)) => row.id,
                    (None, _) => 0,
                    (Some(problem), earlier) => {
                        self.current.body.truncate(start);
                        return match earlier {
                            // It may have been sent then, so it cannot be called not sent now.
                            Earlier::Row(row) if row.outcome == Outcome::Unknown => {
                                self.known(row, id.clone(), to.to_owned());
                            }
                            _ => self.refuse(to.to_owned(), own.map(str::to_owned), &problem),
                        };
                    }
                }
            }
        };
        if own.is_none() {
            self.current.add_id(json, id);
        }
        let length = self.current.body.len() - json;
        if length + 64 > self.chunk_bytes {
            self.current.body.truncate(start);
            let message = format!("takes {length} bytes; a request may have {}", self.chunk_bytes);
            return self.refuse(to.to_owned(), Some(id.clone()), &Problem::new("", "size", message));
        }
        if !self.current.rows.is_empty() && self.current.body.len() + 64 > self.chunk_bytes {
            self.current.carry_over(start, &mut self.full);
        }
        let json = self.current.body.len() - length;
        let end = self.current.body.len();
        let (id, to) = (self.current.keep(id), self.current.keep(to));
        let (index, line) = self.next();
        self.current.rows.push(ChunkRow {
            index,
            line,
            id,
            to,
            phone: phone.unwrap_or(0),
            json: (json as u32, end as u32),
            journal,
            maybe_sent,
        });
        if self.current.rows.len() >= self.chunk_size {
            self.flush();
        }
    }

    /// A row of which an earlier run wrote what became of it.
    fn known(&mut self, row: KnownRow, id: String, to: String) {
        let (index, line) = self.next();
        let report = ReportRow { index, line: (line > 0).then_some(line), customer_message_id: id, to, ..row.report() };
        self.settled.push((report, true));
    }

    /// Position and line of the row that is being taken.
    fn next(&mut self) -> (u64, u64) {
        self.index += 1;
        (self.index - 1, self.line)
    }

    /// A row that is settled without sending it.
    fn refuse(&mut self, to: String, id: Option<String>, problem: &Problem) {
        let reason = match (problem.path(), self.problems.len()) {
            ("", _) => problem.message().to_owned(),
            (_, 0 | 1) => problem.to_string(),
            (_, more) => format!("{problem} (and {} more)", more - 1),
        };
        self.problems.clear();
        let (index, line) = self.next();
        let row = ReportRow {
            index,
            line: (line > 0).then_some(line),
            outcome: Outcome::NotSent,
            customer_message_id: id.unwrap_or_default(),
            to,
            rule: problem.rule().to_owned(),
            reason,
            ..ReportRow::default()
        };
        self.settled.push((row, false));
    }

    /// Closes the chunk that is being filled.
    pub(super) fn flush(&mut self) {
        if !self.current.rows.is_empty() {
            let next = Chunk::as_large_as(&self.current);
            self.full.push(std::mem::replace(&mut self.current, next));
        }
    }
}

/// The recipient, and the message's own id if it has one.
fn identity(message: &Object) -> (Cow<'_, str>, Option<Cow<'_, str>>) {
    let (to, own) = match message {
        Object::Typed(record) => (record.get("to").as_str().map(Cow::Borrowed), record.own_id().map(Cow::Borrowed)),
        Object::Plain(json) => {
            let [to, recipient, own] = json.text_members(["to", "recipient", "customerMessageId"]);
            (to.or(recipient), own)
        }
    };
    (to.unwrap_or_default(), own.filter(|id| !id.is_empty()))
}
