//! Builds the requests of a run: messages that may be sent go into chunks, all others get their outcome here.

use std::collections::BTreeMap;

use super::limits::SendLimits;
use crate::bulk::chunk::{Chunk, ChunkRow};
use crate::bulk::options::BulkOptions;
use crate::bulk::quiet_hours::{NO_ZONE, QuietZones, Zone};
use crate::bulk::report::{BulkPlan, ReportRow};
use crate::bulk::resume::{Earlier, History, JournalRow};
use crate::bulk::row::{CheckedMessage, Position, Refusal, RowSink};
use crate::error::{Error, Outcome};
use crate::messages::only_channel;
use crate::messages::validation::in_words_of;
use crate::model::write_wire;
use crate::problem::Problem;
use crate::rules::Rules;

/// Bytes of a body around its messages, at most.
const AROUND: usize = 64;

/// Rows from which the size of a full request is told. One with fewer takes no more room than it needs.
const SAMPLE: usize = 64;

pub(super) struct ChunkBuilder<'a> {
    limits: SendLimits,
    rules: Rules,
    history: History<'a>,
    resend_unknown: bool,
    chunk_size: usize,
    chunk_bytes: usize,
    /// The chunk that is being filled, of the recipients in one time zone.
    current: Chunk,
    zone: Zone,
    /// Those of other zones.
    parked: BTreeMap<Zone, Chunk>,
    quiet: QuietZones,
    /// Chunks that are full. The run takes them away, and the rows below.
    pub(super) full: Vec<Chunk>,
    /// Rows that have an outcome without being sent, and whether the journal had it.
    pub(super) settled: Vec<(ReportRow, bool)>,
    /// Set in a dry run.
    pub(super) plan: Option<BulkPlan>,
    /// A failure that ends the run.
    pub(super) failure: Option<Error>,
    /// History for the id of a row.
    id: String,
}

/// Decision about a message.
enum Decision {
    Send {
        /// Number of its row in the journal; 0 if it has none.
        journal: i64,
        maybe_sent: bool,
    },
    Refuse(Problem),
    /// The outcome that an earlier run wrote into the journal stays.
    Keep(JournalRow),
}

impl<'a> ChunkBuilder<'a> {
    pub(super) fn new(options: &BulkOptions, rules: Rules, history: History<'a>) -> Result<Self, Error> {
        Ok(Self {
            limits: SendLimits::new(options, &rules)?,
            rules,
            history,
            resend_unknown: options.resend_unknown,
            chunk_size: options.chunk_size,
            chunk_bytes: options.chunk_bytes,
            current: Chunk::default(),
            zone: 0,
            parked: BTreeMap::new(),
            quiet: QuietZones::new(options.quiet_hours.as_ref()),
            full: Vec::new(),
            settled: Vec::new(),
            plan: options.dry_run.then(BulkPlan::default),
            failure: None,
            id: String::new(),
        })
    }

    /// Returns true if messages of this length exceed the size limit of a request.
    fn is_too_long(&self, length: usize) -> bool {
        length.saturating_add(AROUND) > self.chunk_bytes
    }

    /// Closes the chunks that are being filled.
    pub(super) fn flush(&mut self) {
        self.close();
        self.full.extend(std::mem::take(&mut self.parked).into_values().filter(|chunk| !chunk.rows.is_empty()));
    }

    /// Returns true if a chunk is being filled.
    pub(super) fn has_rows(&self) -> bool {
        !self.current.rows.is_empty() || self.parked.values().any(|chunk| !chunk.rows.is_empty())
    }

    /// Goes on with the chunk of a time zone.
    fn turn_to(&mut self, zone: Zone) {
        if zone != self.zone {
            let next = self.parked.remove(&zone).unwrap_or_default();
            self.parked.insert(self.zone, std::mem::replace(&mut self.current, next));
            self.zone = zone;
        }
    }

    /// Closes the chunk that is being filled.
    fn close(&mut self) {
        if !self.current.rows.is_empty() {
            let next = Chunk::as_large_as(&self.current);
            self.full.push(std::mem::replace(&mut self.current, next));
        }
    }

    /// Writes a message into the chunk, unless it is not to be sent. `id` is an empty buffer.
    fn add(&mut self, at: Position, row: &CheckedMessage<'_>, id: &mut String) {
        let zone = self.quiet.zone(row.phone);
        self.turn_to(zone.unwrap_or(0));
        if self.current.rows.is_empty() {
            // A refused row may have begun it before its zone was known.
            self.current.body.clear();
            self.current.begin(self.quiet.of(self.zone));
        }
        let start = self.current.body.len();
        if !self.current.rows.is_empty() {
            self.current.body.push(b',');
        }
        let json = self.current.body.len();
        write_wire(row.message, None, &self.rules, &mut self.current.body);
        match row.own_id {
            Some(own) => id.push_str(own),
            None => self.history.make_id(self.current.body.get(json..).unwrap_or_default(), at.index, id),
        }
        if row.own_id.is_none() {
            self.current.add_id(json, id);
        }
        let length = self.current.body.len().saturating_sub(json);
        let (journal, maybe_sent) = match self.decide(row, id, length, zone.is_some()) {
            Ok(Decision::Send { journal, maybe_sent }) => (journal, maybe_sent),
            other => {
                self.current.body.truncate(start);
                match other {
                    Ok(Decision::Refuse(problem)) => {
                        let problem = in_words_of(row.message, problem);
                        self.refuse(at, Refusal::new(row.to, row.own_id, &problem));
                    }
                    Ok(Decision::Keep(earlier)) => {
                        let (customer_message_id, to) = (id.clone(), row.to.to_owned());
                        let earlier = earlier.report();
                        let row = ReportRow { customer_message_id, to, ..earlier };
                        self.settle(at, row, true);
                    }
                    // The row has no place in the report; rows behind it keep theirs.
                    Err(error) => drop(self.failure.get_or_insert(error)),
                    Ok(Decision::Send { .. }) => {}
                }
                return;
            }
        };
        if !self.current.rows.is_empty() && self.is_too_long(self.current.body.len()) {
            self.current.carry_over(start, &mut self.full);
        }
        if let Some(plan) = &mut self.plan {
            plan.add(row.message);
        }
        let end = self.current.body.len();
        let (id, to) = (self.current.texts.push(id), self.current.texts.push(row.to));
        self.current.rows.push(ChunkRow {
            index: at.index,
            line: at.line,
            id,
            to,
            phone: row.phone.unwrap_or(0),
            channel: only_channel(row.message),
            json: (end.saturating_sub(length) as u32, end as u32),
            journal,
            maybe_sent,
        });
        if self.current.rows.len() == SAMPLE && self.current.rows.capacity() < self.chunk_size {
            self.current.make_room(self.chunk_size, self.chunk_bytes);
        }
        if self.current.rows.len() >= self.chunk_size {
            self.close();
        }
    }

    /// The journal comes first: what an earlier run sent was sent, whatever the limits of this run are.
    fn decide(&mut self, row: &CheckedMessage<'_>, id: &str, length: usize, has_zone: bool) -> Result<Decision, Error> {
        let CheckedMessage { message, to, phone, own_id } = *row;
        let earlier = self.history.look_up(id, own_id.is_none() && phone.is_some())?;
        if let Earlier::Row(known) = &earlier {
            // If a row is corrected and keeps its id, the id is that of somebody else's message.
            if phone.is_some_and(|phone| known.recipient != 0 && known.recipient != phone) {
                let message =
                    "is that of a message to another recipient in the journal; give this row an id of its own";
                return Ok(Decision::Refuse(Problem::new("customerMessageId", "duplicate", message)));
            }
        }
        let resend = |outcome| outcome == Outcome::NotSent || (outcome == Outcome::Unknown && self.resend_unknown);
        let earlier = match earlier {
            Earlier::Row(known) if !resend(known.outcome) => {
                self.limits.count(phone, message);
                return Ok(Decision::Keep(known));
            }
            other => other,
        };
        // The limits come last, because they count a row that they let pass.
        let refused = self.history.served(phone).or_else(|| match earlier {
            Earlier::Twice => Some(Problem::new("customerMessageId", "duplicate", "is that of an earlier row")),
            _ if self.is_too_long(length) => {
                let message = format!("takes {length} bytes; a request may have {}", self.chunk_bytes);
                Some(Problem::new("", "size", message))
            }
            _ if !has_zone => Some(Problem::new("to", "quiet_hours", NO_ZONE)),
            _ => self.limits.refuse(to, phone, message),
        });
        Ok(match (refused, earlier) {
            // It may have been sent then, so it cannot be called not sent now.
            (Some(_), Earlier::Row(known)) if known.outcome == Outcome::Unknown => Decision::Keep(known),
            (Some(problem), _) => Decision::Refuse(problem),
            (None, Earlier::Row(known)) => {
                Decision::Send { journal: known.id, maybe_sent: known.outcome == Outcome::Unknown }
            }
            (None, Earlier::New | Earlier::Twice) => Decision::Send { journal: 0, maybe_sent: false },
        })
    }

    fn settle(&mut self, at: Position, row: ReportRow, resumed: bool) {
        let line = (at.line > 0).then_some(at.line);
        self.settled.push((ReportRow { index: at.index, line, ..row }, resumed));
    }
}

impl RowSink for ChunkBuilder<'_> {
    fn message(&mut self, at: Position, message: CheckedMessage<'_>) {
        let mut id = std::mem::take(&mut self.id);
        id.clear();
        self.add(at, &message, &mut id);
        self.id = id;
    }

    fn refuse(&mut self, at: Position, refusal: Refusal) {
        let Refusal { to, id, rule, reason } = refusal;
        let outcome = Outcome::NotSent;
        let row = ReportRow { outcome, customer_message_id: id, to, rule, reason, ..ReportRow::default() };
        self.settle(at, row, false);
    }
}
