//! How a campaign is sent.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use encoding_rs::Encoding;

use crate::bulk::progress::BulkProgress;
use crate::bulk::row::columns::Plan;
use crate::bulk::send::limits::QuietHours;
use crate::error::Error;
use crate::limits::MAX_MESSAGES;
use crate::model::{Object, Record};
use crate::phone::{Phone, PhoneError, PhoneRules};
use crate::rules::Rules;

/// Called with the counts of a run, on the thread that called `send_bulk`.
pub type ProgressFn = Arc<dyn Fn(&BulkProgress) + Send + Sync>;

/// What the text of an option is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BulkOptionKind {
    /// Any text, or a form of its own.
    Text,
    /// A whole number of 0 or more.
    Count,
    /// `true` or `false`.
    Flag,
}

/// One option of a bulk send that can be given as text.
#[derive(Debug)]
pub struct BulkOption {
    /// Name in every language.
    pub name: &'static str,
    /// What its text is.
    pub kind: BulkOptionKind,
    /// Value when nothing is given; empty for none.
    pub default: &'static str,
    /// Documentation.
    pub doc: &'static str,
}

const fn option(name: &'static str, kind: BulkOptionKind, default: &'static str, doc: &'static str) -> BulkOption {
    BulkOption { name, kind, default, doc }
}

/// Every option that can be given as text, for languages and commands that pass names and values.
pub const BULK_OPTIONS: &[BulkOption] = {
    use BulkOptionKind::{Count, Flag, Text};
    &[
        option("sender", Text, "", "Sender of rows that name none."),
        option("country", Text, "", "Country code of national numbers, such as `380`. Default: that of the client."),
        option(
            "template",
            Text,
            "",
            "Text of rows that have none, with columns in braces: `Hi {name}`. `{{` is a brace.",
        ),
        option("columns", Text, "", "Names of columns that differ from the argument's, as `to=phone, text=body`."),
        option(
            "encoding",
            Text,
            "",
            "Encoding of a file that is neither UTF-8 nor UTF-16 with a mark, such as `windows-1251`.",
        ),
        option("journal", Text, "", "File that makes the campaign resumable; it is made if it is not there."),
        option(
            "chunk_size",
            Count,
            "1000",
            "Messages of one request, 1 to 5000. A connection that breaks makes one chunk unknown.",
        ),
        option("chunk_bytes", Count, "4194304", "Bytes of the largest request body."),
        option("connections", Count, "8", "Requests under way at once, 1 to 64."),
        option("ordered", Flag, "false", "Has no effect: a report always has the order of the source."),
        option("allow_duplicates", Flag, "false", "Send to a recipient more than once."),
        option("max_messages", Count, "", "Most messages of the campaign; rows beyond it are not sent."),
        option(
            "max_parts",
            Count,
            "",
            "Most SMS parts of the campaign, counted from the texts; rows beyond it are not sent.",
        ),
        option(
            "max_parts_per_message",
            Text,
            "",
            "Most parts of one SMS, `none` for 255. Default: that of the client.",
        ),
        option(
            "allow_list",
            Text,
            "",
            "Recipients that may be sent to, with commas between them; all other rows are not sent.",
        ),
        option("quiet_hours", Text, "", "Hours in which nothing is sent, with their UTC offset: `21:00-08:00+03:00`."),
        option(
            "resend_unknown",
            Flag,
            "false",
            "Send again what may have been sent before, at the risk of sending it twice.",
        ),
        option("max_failures", Count, "10", "Requests that fail one after another before the run is stopped."),
    ]
};

/// How a campaign is sent. `Default` gives the defaults of [`BULK_OPTIONS`].
#[derive(Clone)]
#[non_exhaustive]
pub struct BulkOptions {
    /// Sender of rows that name none.
    pub sender: Option<String>,
    /// Country code of national numbers, such as `380`. Default: that of the client.
    pub country: Option<String>,
    /// What a row's columns are put into: a text with `{column}`, or a message with such texts. Rows are SMS
    /// unless it is a message of another class or a column `type` names one.
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
    /// The same as text, until the country of its numbers is known.
    pub(crate) allow_texts: Option<String>,
    /// Hours in which nothing is sent; rows that come up in them are not sent.
    pub quiet_hours: Option<QuietHours>,
    /// Send again what may have been sent before, at the risk of sending it twice.
    pub resend_unknown: bool,
    /// Requests that fail one after another before the run is stopped.
    pub max_failures: u32,
    /// Called about ten times a second and at the end, on the calling thread.
    pub progress: Option<ProgressFn>,
}

/// What the columns of a row are put into.
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
    /// A message as a template; a plain object cannot be one.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if it is a plain object.
    pub fn message(message: impl Into<Object>) -> Result<Self, Error> {
        match message.into() {
            Object::Typed(record) => Ok(Self::Message(record)),
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
            quiet_hours: None,
            resend_unknown: false,
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
    /// Sets any option of [`BULK_OPTIONS`] by its name, as text.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if there is no such option or the value is not one of it.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match name {
            "sender" => self.sender = Some(value.to_owned()),
            "template" => self.template = Some(value.into()),
            "columns" => {
                for pair in value.split(',').filter(|p| !p.trim().is_empty()) {
                    let Some((argument, column)) = pair.split_once('=') else {
                        return Err(Error::invalid(name, "form", "must be like 'to=phone, text=body'"));
                    };
                    self.columns.push((argument.trim().to_owned(), column.trim().to_owned()));
                }
            }
            "encoding" => self.encoding = Some(crate::bulk::source::text_reader::encoding(value)?),
            "journal" => self.journal = Some(value.into()),
            "chunk_size" => self.chunk_size = number(name, value)?,
            "chunk_bytes" => self.chunk_bytes = number(name, value)?,
            "connections" => self.connections = number(name, value)?,
            "ordered" => self.ordered = flag(name, value)?,
            "allow_duplicates" => self.allow_duplicates = flag(name, value)?,
            "max_messages" => self.max_messages = Some(number(name, value)?),
            "max_parts" => self.max_parts = Some(number(name, value)?),
            "country" => {
                PhoneRules::new(Some(value), true).map_err(|e| Error::invalid(name, "country", e.to_string()))?;
                self.country = Some(value.to_owned());
            }
            "max_parts_per_message" => {
                let most = match value.trim() {
                    "none" => None,
                    value => Some(number(name, value)?),
                };
                self.max_parts_per_message = Some(most);
            }
            "allow_list" => self.allow_texts = Some(value.to_owned()),
            "quiet_hours" => self.quiet_hours = Some(QuietHours::parse(value)?),
            "resend_unknown" => self.resend_unknown = flag(name, value)?,
            "max_failures" => self.max_failures = number(name, value)?,
            _ => {
                let names: Vec<_> = BULK_OPTIONS.iter().map(|o| o.name).collect();
                return Err(Error::invalid(name, "known", format!("is not one of: {}", names.join(", "))));
            }
        }
        Ok(())
    }

    /// For each column of a table, whether a campaign with these options reads it. A source can leave out the others.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if a column is missing that every row needs, or is there twice.
    pub fn needed_columns(&self, names: &[&str]) -> Result<Vec<bool>, Error> {
        let numbers = Plan::new(self)?.header(names)?;
        Ok(numbers.iter().map(Option::is_some).collect())
    }

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
        let texts = self.allow_texts.iter().flat_map(|list| list.split(',')).map(str::trim).filter(|t| !t.is_empty());
        for (i, text) in texts.enumerate() {
            let wrong = |e: PhoneError| Error::invalid(&format!("allow_list[{i}]"), "phone", e.to_string());
            allowed.extend(rules.phones.digits(text).map_err(wrong)?.parse::<u64>().ok());
        }
        Ok(Some(allowed))
    }

    /// Every rule of the options, before anything is read.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let range = |name: &str, value: usize, least: usize, most: usize| {
            if (least..=most).contains(&value) {
                return Ok(());
            }
            Err(Error::invalid(name, "range", format!("is {value}; must be {least} to {most}")))
        };
        range("chunk_size", self.chunk_size, 1, MAX_MESSAGES)?;
        range("chunk_bytes", self.chunk_bytes, 4096, 64 << 20)?;
        range("connections", self.connections, 1, 64)?;
        range("max_failures", self.max_failures as usize, 1, u32::MAX as usize)?;
        if self.journal.is_some() && !cfg!(feature = "journal") {
            return Err(Error::configuration("this build has no journals: turn on the feature 'journal'"));
        }
        Ok(())
    }
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, Error> {
    value.trim().parse().map_err(|_| Error::invalid(name, "number", "must be a whole number of 0 or more"))
}

fn flag(name: &str, value: &str) -> Result<bool, Error> {
    match value.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" => Ok(false),
        _ => Err(Error::invalid(name, "flag", "must be true or false")),
    }
}

/// Time for one chunk and repeats of it come from the options of the namespace.
pub(crate) const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_option_and_the_defaults() {
        let mut options = BulkOptions::default();
        for option in BULK_OPTIONS {
            let value = match option.name {
                "columns" => "to=phone",
                "encoding" => "windows-1251",
                "allow_list" => "+380671234567",
                "quiet_hours" => "21:00-08:00+03:00",
                "max_messages" | "max_parts" | "max_parts_per_message" => "5",
                "country" => "380",
                _ => option.default,
            };
            assert!(options.set(option.name, value).is_ok(), "{}", option.name);
        }
        let defaults = BulkOptions::default();
        assert_eq!(
            (options.chunk_size, options.chunk_bytes, options.connections, options.max_failures),
            (defaults.chunk_size, defaults.chunk_bytes, defaults.connections, defaults.max_failures)
        );
        assert!(options.set("no_such", "1").is_err());
        for option in BULK_OPTIONS {
            let takes = |options: &mut BulkOptions, text| options.set(option.name, text).is_ok();
            match option.kind {
                BulkOptionKind::Count => assert!(!takes(&mut options, "-1") && takes(&mut options, "7")),
                BulkOptionKind::Flag => assert!(!takes(&mut options, "7") && takes(&mut options, "true")),
                BulkOptionKind::Text => {}
            }
        }
    }
}
