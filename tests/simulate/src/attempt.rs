//! One request to the provider: its fault, the rows of its response, and what the client can know of it.

use std::collections::HashMap;
use std::fmt::Write;
use std::time::Duration;

use smsbat_core::Outcome;

use crate::random::Random;

/// Fault of a request.
#[derive(Debug, Clone)]
pub(crate) enum Fate {
    Answer,
    /// Is cut when this share of it has arrived.
    CutRequest(f64),
    /// Is refused with a status that says that nothing was done.
    Refuse(u16),
    /// An error of the server, before or after the messages were taken.
    Fail(u16, bool),
    /// No answer, whether the messages were taken or not, and a reset or not.
    Silent {
        accept: bool,
        reset: bool,
    },
    /// Messages are taken, and the answer is cut.
    CutAnswer {
        share: f64,
        reset: bool,
    },
    /// Messages are taken, and the answer is no answer.
    Garbage(u8),
    /// All is well, but late.
    Late(Duration),
    /// All is well, but slow.
    Slow,
}

/// Identifiers in the rows of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    Both,
    Ids,
    People,
    /// One row this, another one that.
    Any,
    /// They stand in the order of the request.
    Nothing,
}

impl Names {
    pub(crate) const ALL: [Self; 7] =
        [Self::Both, Self::Both, Self::Ids, Self::People, Self::People, Self::Any, Self::Nothing];

    /// Two flags: the row has our id; the row has the recipient.
    pub(crate) fn of_row(self, random: &mut Random) -> (bool, bool) {
        match self {
            Self::Both => (true, true),
            Self::Ids => (true, false),
            Self::People => (false, true),
            Self::Any => (random.chance(0.4), random.chance(0.7)),
            Self::Nothing => (false, false),
        }
    }
}

/// One row of an answer.
pub(crate) struct Answered {
    /// Whose it is; `None` if it is of nobody in the request.
    pub(crate) row: Option<usize>,
    pub(crate) id: Option<String>,
    /// With `+`.
    pub(crate) to: Option<String>,
    pub(crate) said: String,
}

impl Answered {
    pub(crate) fn json(&self, random: &mut Random) -> String {
        let mut json = format!("{{{}", self.said);
        if let Some(id) = &self.id {
            let _ = write!(json, r#","customerMessageId":"{id}""#);
        }
        if let Some(to) = &self.to {
            // Each form names the same person.
            let to = *random.pick(&[to.as_str(), &to[1..], &to[3..]]);
            let _ = write!(json, r#","to":"{to}""#);
        }
        json + "}"
    }
}

/// One request on one connection.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) process: usize,
    pub(crate) connection: usize,
    pub(crate) fate: Fate,
    /// Bytes that the client has written.
    pub(crate) bytes: Vec<u8>,
    /// Bytes of the whole, once its head says.
    pub(crate) total: Option<usize>,
    pub(crate) arrived: usize,
    /// Rows whose texts are in what was written.
    pub(crate) rows: Vec<usize>,
    pub(crate) scanned: usize,
    /// Rows that were taken.
    pub(crate) accepted: Vec<usize>,
    /// Results of rows in a valid response: the outcome and the provider's id.
    pub(crate) says: HashMap<usize, (Outcome, String)>,
    /// The answer is a refusal of all.
    pub(crate) refuses: bool,
    /// Ends of the head and the body of the response, counted in all bytes to the client.
    pub(crate) head_end: Option<u64>,
    pub(crate) body_end: Option<u64>,
    pub(crate) ends_with_connection: bool,
    pub(crate) read_head: bool,
    pub(crate) read_body: bool,
}

impl Attempt {
    /// Returns true if the client has written all of it.
    pub(crate) fn is_whole(&self) -> bool {
        self.total == Some(self.bytes.len())
    }

    /// The client has read so many bytes of its connection.
    pub(crate) fn client_read(&mut self, read: u64) {
        self.read_head |= self.head_end.is_some_and(|end| read >= end);
        self.read_body |= !self.ends_with_connection && self.body_end.is_some_and(|end| read >= end);
    }

    /// The client has read the end of its connection.
    pub(crate) fn client_read_end(&mut self) {
        self.read_body |= self.ends_with_connection && self.body_end.is_some();
    }

    /// Returns true if the client can know that no message of it was accepted.
    pub(crate) fn is_known_refusal(&self) -> bool {
        self.refuses && self.read_head
    }

    /// Result of a row that the client received.
    pub(crate) fn told(&self, row: usize) -> Option<&(Outcome, String)> {
        self.says.get(&row).filter(|_| self.read_body)
    }

    /// True if the client cannot know what became of a row.
    pub(crate) fn leaves_doubt(&self, row: usize) -> bool {
        self.rows.contains(&row) && !self.refuses && self.told(row).is_none()
    }
}
