//! A campaign that follows from a seed: its rows, the options of each run, and the provider's habits.

use std::path::Path;
use std::time::Duration;

use smsbat_core::bulk::{BulkOptions, BulkReport, Rows};
use smsbat_core::{Client, Error, Sms};

use crate::random::{Random, hash};

/// One row of the source.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// As it goes over the wire, with its sign.
    pub(crate) to: String,
    pub(crate) text: String,
    own_id: Option<String>,
    /// True if it breaks a rule and is therefore never sent.
    pub(crate) broken: bool,
}

/// Fault of the provider for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    None,
    /// Answers late.
    Slow,
    /// Takes the messages and closes the connection.
    Silent,
    /// Takes the messages and closes the connection in the middle of the answer.
    Half,
    /// Closes the connection before it has read the request.
    Deaf,
    /// 429 and 503, with nothing taken.
    Busy,
    Failed,
}

/// Decision of the provider about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Accepted,
    Rejected,
    /// Refuses the whole request because of it.
    Poison,
}

/// A campaign.
#[derive(Debug, Clone)]
pub(crate) struct Scenario {
    pub(crate) seed: u64,
    pub(crate) rows: Vec<Row>,
    pub(crate) allow_duplicates: bool,
    pub(crate) resend_unknown: bool,
    /// Each run after the first has the rows in another order.
    shuffled: bool,
    /// Requests in a hundred that the provider does not just answer.
    trouble: usize,
    /// True if some messages make the provider refuse the whole request.
    poison: bool,
}

/// Chunks and connections of one run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) chunk: usize,
    pub(crate) connections: usize,
}

impl Shape {
    /// Most rows that a run has taken and not settled, which a crash makes unknown. The core takes some more chunks
    /// than it has connections, so that none of them waits for the disk.
    pub(crate) fn most_taken(self) -> usize {
        (self.connections + self.connections.div_ceil(4)) * self.chunk
    }
}

impl Scenario {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random::new(seed, &[1]);
        let count = random.one_of(&[16, 24, 40, 60, 90]);
        let (own_ids, allow_duplicates) = (random.once_in(3), random.once_in(4));
        let repeats = allow_duplicates || random.once_in(4);
        let broken = random.once_in(4);
        let mut rows: Vec<Row> = Vec::with_capacity(count);
        for i in 0..count {
            let mut row = Row {
                to: format!("+{}", 380_671_000_000 + seed % 1000 * 1000 + i as u64),
                text: format!("Hello {i}"),
                own_id: own_ids.then(|| format!("own-{i}")),
                broken: broken && random.once_in(9),
            };
            if row.broken {
                row.to = "+12".to_owned();
            } else if let (true, Some(other)) = (repeats && random.once_in(6), rows.last()) {
                row.to.clone_from(&other.to);
                row.broken = other.broken;
                if random.once_in(2) {
                    row.text.clone_from(&other.text);
                }
            }
            rows.push(row);
        }
        Self {
            seed,
            rows,
            allow_duplicates,
            resend_unknown: random.once_in(8),
            shuffled: random.once_in(3),
            trouble: random.one_of(&[0, 0, 10, 30]),
            poison: random.once_in(3),
        }
    }

    pub(crate) fn shape(&self, run: usize) -> Shape {
        let mut random = Random::new(self.seed, &[2, run as u64]);
        Shape { chunk: random.one_of(&[1, 3, 5, 8, 13]).max(self.rows.len() / 12), connections: 1 + random.below(4) }
    }

    /// The rows' positions in the order in which a run reads them.
    pub(crate) fn order(&self, run: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        if self.shuffled && run > 0 {
            Random::new(self.seed, &[3, run as u64]).shuffle(&mut order);
        }
        order
    }

    pub(crate) fn fate(&self, to: &str) -> Fate {
        match Random::new(self.seed, &[4, hash(to.as_bytes())]).below(32) {
            0 if self.poison => Fate::Poison,
            1..3 => Fate::Rejected,
            _ => Fate::Accepted,
        }
    }

    /// Fault of a request, by its number.
    pub(crate) fn trouble(&self, request: u64) -> Trouble {
        use Trouble::{Busy, Deaf, Failed, Half, None, Silent, Slow};
        let mut random = Random::new(self.seed, &[5, request]);
        if random.below(100) < self.trouble {
            random.one_of(&[Slow, Slow, Silent, Half, Deaf, Busy, Failed])
        } else {
            None
        }
    }

    /// Runs the campaign, for the time that `run` says, with the client that `url` leads to.
    pub(crate) fn send(&self, run: usize, url: &str, journal: &Path) -> Result<BulkReport, Error> {
        let client = Client::builder()
            .api_key("test-key")
            .base_url(url)
            .max_retries(0)
            .rate_limit(None)
            .timeout(Duration::from_secs(20))
            .ignore_environment()
            .build()?;
        let shape = self.shape(run);
        let mut options = BulkOptions::default();
        options.sender = Some("MyShop".to_owned());
        options.journal = Some(journal.to_owned());
        options.chunk_size = shape.chunk;
        options.connections = shape.connections;
        options.allow_duplicates = self.allow_duplicates;
        options.resend_unknown = self.resend_unknown;
        options.max_failures = u32::MAX;
        let rows = self.order(run).into_iter().map(|i| {
            let Row { to, text, own_id, .. } = &self.rows[i];
            let sms = Sms::new(to.as_str(), "", text.as_str());
            match own_id {
                Some(id) => sms.customer_message_id(id.as_str()),
                None => sms,
            }
        });
        client.messages().send_bulk(Rows::new(rows), &options)
    }
}
