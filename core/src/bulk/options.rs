//! Options of a campaign.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, TryLockError};
use std::time::Duration;

use encoding_rs::Encoding;

use super::quiet_hours::QuietHours;
use super::stop_list::StopList;
use crate::bulk::progress::BulkProgress;
use crate::engine::NO_JOURNAL;
use crate::error::Error;
use crate::limits::MAX_MESSAGES;
use crate::model::{Object, Record, Value};
use crate::phone::{Phone, PhoneError};
use crate::rules::Rules;

/// Called with the counts of a run, on the thread that called `send_bulk`.
pub type ProgressFn = Arc<dyn Fn(&BulkProgress) + Send + Sync>;

/// Options of a campaign. `Default` gives the defaults of [`crate::bulk::BULK_OPTIONS`].
#[derive(Clone)]
#[non_exhaustive]
pub struct BulkOptions {
    /// Sender of rows that name none.
    pub sender: Option<String>,
    /// Country code of national numbers, such as `380`. Default: that of the client.
    pub country: Option<String>,
    /// Template that a row's columns are put into: a text with `{column}` for rows that have none, or a message with such
    /// texts ([`Template::message`]). Rows are SMS unless it is a message of another class or a column `type` names one.
    pub template: Option<Template>,
    /// Names of columns that differ from the argument's: `("to", "phone")`.
    pub columns: Vec<(String, String)>,
    /// Encoding of the file, by the option `encoding`.
    pub(crate) encoding: Option<&'static Encoding>,
    /// File that makes the campaign resumable; it is made if it is not there. Needs the feature `journal`.
    pub journal: Option<PathBuf>,
    /// Messages of one request, 1 to 5,000. A connection that breaks makes a whole chunk unknown.
    pub chunk_size: usize,
    /// Bytes of the largest request body.
    pub chunk_bytes: usize,
    /// Requests under way at once, 1 to 64. All share the client's rate limit.
    pub connections: usize,
    /// Has no effect: a report always has the order of the source.
    pub ordered: bool,
    /// Send to a recipient more than once. By default a second row to a recipient is not sent.
    pub allow_duplicates: bool,
    /// Most messages of the campaign; rows beyond it are not sent.
    pub max_messages: Option<u64>,
    /// Most SMS parts of the campaign, counted from the texts; rows beyond it are not sent.
    pub max_parts: Option<u64>,
    /// Most parts of one SMS; a longer row is not sent. `Some(None)` is 255, the most an SMS can have. Default: that of
    /// the client.
    pub max_parts_per_message: Option<Option<u32>>,
    /// Recipients that may be sent to; all other rows are not sent.
    pub allow_list: Option<Vec<Phone>>,
    /// Phones of `allow_list` as text, until the country of its numbers is known.
    pub(crate) allow_texts: Option<Vec<String>>,
    /// Recipients that get nothing.
    pub stop_list: Option<StopList>,
    /// Hours in which nothing is sent: the campaign waits for their end.
    pub quiet_hours: Option<QuietHours>,
    /// Send again what may have been sent before, at the risk of sending it twice.
    pub resend_unknown: bool,
    /// Send nothing, and return what would be: [`crate::bulk::BulkReport::plan`]. Needs no credentials and no network;
    /// a journal is read and left as it is.
    pub dry_run: bool,
    /// Requests that fail one after another before the run is stopped.
    pub max_failures: u32,
    /// Called about ten times a second and at the end, on the calling thread.
    /// [`Self::on_progress`] takes a function that changes what it has captured.
    pub progress: Option<ProgressFn>,
}

/// Template that the columns of a row are put into.
#[derive(Clone, PartialEq, Eq)]
pub enum Template {
    /// Text of an SMS.
    Text(String),
    /// A message whose texts are templates.
    Message(Record),
}

impl From<&str> for Template {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Template {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Template {
    /// A message as a template; a plain object cannot be one. What it sets holds for every row, whatever columns there
    /// are; what it leaves empty comes from the rows' column of the same name. Its recipient is empty or names a column,
    /// as `{phone}`: another would get the texts of all rows, and is refused.
    ///
    /// ```
    /// use smsbat_core::ViberPromo;
    /// use smsbat_core::bulk::Template;
    ///
    /// let template = Template::message(ViberPromo::new("", "MyShop").text("Hi {name}"))?;
    /// # let _ = template;
    /// # Ok::<(), smsbat_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if it is a plain object.
    pub fn message(message: impl Into<Object>) -> Result<Self, Error> {
        match message.into() {
            Object::Typed(mut record) => {
                for position in 0..record.class().fields.len() {
                    if record.at(position).as_str() == Some("") {
                        record.put_at(position, Value::Null);
                    }
                }
                Ok(Self::Message(record))
            }
            Object::Plain(_) => Err(Error::invalid("template", "type", "must be a text or a message, not an object")),
        }
    }
}

impl Default for BulkOptions {
    fn default() -> Self {
        Self {
            sender: None,
            country: None,
            template: None,
            columns: Vec::new(),
            encoding: None,
            journal: None,
            chunk_size: 1000,
            chunk_bytes: 4 << 20,
            connections: 8,
            ordered: false,
            allow_duplicates: false,
            max_messages: None,
            max_parts: None,
            max_parts_per_message: None,
            allow_list: None,
            allow_texts: None,
            stop_list: None,
            quiet_hours: None,
            resend_unknown: false,
            dry_run: false,
            max_failures: 10,
            progress: None,
        }
    }
}

/// No template, sender or number: they belong to the campaign.
impl std::fmt::Debug for BulkOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BulkOptions")
            .field("journal", &self.journal)
            .field("chunk_size", &self.chunk_size)
            .field("connections", &self.connections)
            .finish_non_exhaustive()
    }
}

impl BulkOptions {
    /// The client's rules with what the options change in them.
    pub(crate) fn rules(&self, client: &Rules) -> Result<Rules, Error> {
        let mut rules = *client;
        if let Some(country) = &self.country {
            let phones = rules.phones.with_country(country);
            rules.phones = phones.map_err(|e| Error::invalid("country", "country", e.to_string()))?;
        }
        if let Some(most) = self.max_parts_per_message {
            let text = most.map_or_else(|| "none".to_owned(), |most| most.to_string());
            let parts = Rules::read_parts(&text);
            rules.max_parts = parts.ok_or_else(|| Error::invalid("max_parts_per_message", "range", Rules::PARTS))?;
        }
        Ok(rules)
    }

    /// Numbers that may be sent to, without signs.
    pub(crate) fn allowed(&self, rules: &Rules) -> Result<Option<Vec<u64>>, Error> {
        if self.allow_list.is_none() && self.allow_texts.is_none() {
            return Ok(None);
        }
        let known = self.allow_list.iter().flatten();
        let mut allowed: Vec<u64> = known.filter_map(|phone| phone.digits().parse().ok()).collect();
        for (i, text) in self.allow_texts.iter().flatten().enumerate() {
            let wrong = |e: PhoneError| Error::invalid(&format!("allow_list[{i}]"), "phone", e.to_string());
            allowed.extend(rules.phones.digits(text).map_err(wrong)?.parse::<u64>().ok());
        }
        Ok(Some(allowed))
    }

    /// Allows these recipients, whose numbers are read with `country`, and no others.
    #[doc(hidden)]
    pub fn allow(&mut self, phones: impl IntoIterator<Item = String>) {
        self.allow_texts = Some(phones.into_iter().collect());
    }

    /// Calls a function with the counts of a run, about ten times a second and at the end, on the thread that called
    /// `send_bulk`. Two runs with copies of these options call it in turn, and one that finds it busy leaves it out.
    ///
    /// ```
    /// use smsbat_core::bulk::BulkOptions;
    ///
    /// let mut last = 0;
    /// let mut options = BulkOptions::default();
    /// options.on_progress(move |progress| {
    ///     if progress.settled() > last {
    ///         last = progress.settled();
    ///         println!("{last} rows are settled");
    ///     }
    /// });
    /// ```
    pub fn on_progress(&mut self, progress: impl FnMut(&BulkProgress) + Send + 'static) -> &mut Self {
        let progress = Mutex::new(progress);
        self.progress = Some(Arc::new(move |counts| match progress.try_lock() {
            Ok(mut progress) => progress(counts),
            Err(TryLockError::Poisoned(progress)) => (progress.into_inner())(counts),
            Err(TryLockError::WouldBlock) => {}
        }));
        self
    }

    /// The least and the largest number of an option.
    pub(super) fn range(name: &str) -> (u64, u64) {
        match name {
            "chunk_size" => (1, MAX_MESSAGES as u64),
            "chunk_bytes" => (4096, 64 << 20),
            "connections" => (1, 64),
            "max_failures" => (1, u32::MAX.into()),
            _ => (0, u64::MAX),
        }
    }

    /// Checks the number of an option that has a range.
    pub(crate) fn check_range(&self, name: &str) -> Result<(), Error> {
        let value = match name {
            "chunk_size" => self.chunk_size as u64,
            "chunk_bytes" => self.chunk_bytes as u64,
            "connections" => self.connections as u64,
            "max_failures" => self.max_failures.into(),
            _ => return Ok(()),
        };
        let (least, most) = Self::range(name);
        if (least..=most).contains(&value) {
            return Ok(());
        }
        Err(Error::invalid(name, "range", format!("is {value}; must be a whole number from {least} to {most}")))
    }

    /// Every rule of the options, before anything is read.
    pub(crate) fn check(&self) -> Result<(), Error> {
        for name in ["chunk_size", "chunk_bytes", "connections", "max_failures"] {
            self.check_range(name)?;
        }
        if self.journal.is_some() && !cfg!(feature = "journal") {
            return Err(Error::configuration(NO_JOURNAL));
        }
        Ok(())
    }
}

/// Time for one chunk and repeats of it come from the options of the namespace.
pub(crate) const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);
