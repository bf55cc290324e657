//! Scenario files: how a sandbox behaves from its start, as TOML. `sandbox/scenario.schema.json` describes them.

use std::fs::File;
use std::io::Read as _;
use std::ops::Range;
use std::path::Path;

use jiff::Timestamp;
use serde::Deserialize;
use toml::Spanned;

use super::script::Scripted;
use crate::error::Error;
use crate::provider::common::check::values::phone_digits;
use crate::provider::common::settings::Settings;
use crate::simulate::clock::{Clock, Millis};
use crate::simulate::recipient::{MAX_TEXT, seconds};
use crate::simulate::rules::{RuleSpec, Rules};

/// Largest file.
const MAX_BYTES: u64 = 4 << 20;

/// The contents of a file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Scenario {
    /// Random seed of rules and message ids.
    pub(crate) seed: Option<u64>,
    /// Time of the clock at the start, RFC 3339.
    start: Option<Spanned<String>>,
    /// Whether the clock begins frozen.
    frozen: Option<bool>,
    settings: Settings,
    rules: Vec<Spanned<RuleSpec>>,
    incoming: Vec<Spanned<IncomingEvent>>,
}

/// A message from a person, about none of the messages that were sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct IncomingEvent {
    /// Seconds after the start.
    #[serde(default)]
    after: f64,
    from: String,
    sender: String,
    text: String,
}

impl Scenario {
    /// Reads and checks a file. The error names file, line and key.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let shown = path.display();
        let failed = |e: std::io::Error| Error::Scenario(format!("{shown}: cannot be read: {e}"));
        let mut bytes = Vec::new();
        // A device has no size, and may have no end.
        File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)).map_err(failed)?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(Error::Scenario(format!("{shown}: must have at most 4 MiB")));
        }
        let text = String::from_utf8(bytes).map_err(|_| Error::Scenario(format!("{shown}: is not UTF-8")))?;
        Self::read(&text).map_err(|(place, problem)| {
            let (line, key) = locate(&text, place);
            let key = if key.is_empty() { String::new() } else { format!(", {key}") };
            Error::Scenario(format!("{shown}, line {line}{key}: {problem}"))
        })
    }

    fn read(text: &str) -> Result<Self, (Range<usize>, String)> {
        let scenario: Self =
            toml::from_str(text).map_err(|e| (e.span().unwrap_or(0..0), e.message().trim().replace('\n', " ")))?;
        if let Some(start) = &scenario.start {
            time(start.get_ref()).map_err(|problem| (start.span(), problem))?;
        }
        let mut rules = Rules::new(0);
        for rule in &scenario.rules {
            rules.add(rule.get_ref().clone()).map_err(|problem| (rule.span(), problem))?;
        }
        for event in &scenario.incoming {
            event.get_ref().scripted().map_err(|problem| (event.span(), problem))?;
        }
        Ok(scenario)
    }

    pub(super) fn settings(&self) -> Settings {
        self.settings
    }

    pub(super) fn rules(&self) -> impl Iterator<Item = &RuleSpec> {
        self.rules.iter().map(Spanned::get_ref)
    }

    /// The incoming messages, each with the milliseconds after the start.
    pub(super) fn incoming(&self) -> impl Iterator<Item = (Millis, Scripted)> {
        self.incoming.iter().filter_map(|event| event.get_ref().scripted().ok())
    }

    /// The clock of the start, or of the options.
    pub(super) fn clock(&self, frozen: bool) -> Clock {
        let frozen = self.frozen.unwrap_or(frozen);
        let start = self.start.as_ref().and_then(|start| time(start.get_ref()).ok());
        start.map_or_else(|| Clock::new(frozen), |at| Clock::starting(at, frozen))
    }
}

impl IncomingEvent {
    fn scripted(&self) -> Result<(Millis, Scripted), String> {
        let after = seconds("after", Some(self.after))?.unwrap_or(0);
        let digits = phone_digits(&self.from).ok_or("from must be a phone number in international form")?;
        for (name, value) in [("sender", &self.sender), ("text", &self.text)] {
            if value.is_empty() || value.len() > MAX_TEXT {
                return Err(format!("{name} must have 1 to {MAX_TEXT} bytes"));
            }
        }
        Ok((after, Scripted::Incoming { digits, sender: self.sender.clone(), text: self.text.clone() }))
    }
}

fn time(text: &str) -> Result<Millis, String> {
    let time: Result<Timestamp, _> = text.parse();
    let millis = time.ok().and_then(|time| Millis::try_from(time.as_millisecond()).ok());
    millis.ok_or_else(|| "start must be a time with a zone since 1970, such as 2026-01-05T10:00:00+02:00".to_owned())
}

/// The line of a place in a file, and its key: that of the line itself, in the table of the last header before it.
fn locate(text: &str, place: Range<usize>) -> (usize, String) {
    let before = text.get(..place.start).unwrap_or(text);
    let number = before.matches('\n').count();
    let mut table = String::new();
    let mut seen: Vec<&str> = Vec::new();
    for line in text.lines().take(number + 1).map(str::trim) {
        if let Some(name) = line.strip_prefix("[[").and_then(|rest| rest.split("]]").next()) {
            table = format!("{name}[{}]", seen.iter().filter(|other| **other == name).count());
            seen.push(name);
        } else if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            name.clone_into(&mut table);
        }
    }
    let line = text.lines().nth(number).unwrap_or_default().trim();
    let key = line.split_once('=').map_or("", |(key, _)| key.trim());
    let is_key =
        !key.is_empty() && !line.starts_with('[') && key.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
    let parts = [table.as_str(), if is_key { key } else { "" }];
    (number + 1, parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("."))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_line_and_key() {
        let problem = |text: &str| {
            let (place, problem) = Scenario::read(text).unwrap_err();
            let (line, key) = locate(text, place);
            format!("{line} {key}: {problem}")
        };
        let start = |text: &str, wanted: &str| {
            let found = problem(text);
            assert!(found.starts_with(wanted), "{found}");
        };
        start("seed = -1", "1 seed: ");
        start("sead = 1", "1 sead: unknown field `sead`");
        start("seed = 1\n\nstart = \"yesterday\"", "3 start: start must be a time");
        start("[settings]\nstrictness = \"loose\"", "2 settings.strictness: ");
        start(
            "[[rules]]\nstatus = \"read\"\n\n[[rules]]\nto = \"38067*\"\nstatus = \"eaten\"",
            "4 rules[1]: status must be",
        );
        start("[[rules]]\nstatsu = \"read\"", "2 rules[0].statsu: unknown field");
        start("[[rules]]\nactions = [{ after = 5 }]", "1 rules[0]: an action needs exactly one");
        start("[[incoming]]\nfrom = \"me\"\nsender = \"a\"\ntext = \"b\"", "1 incoming[0]: from must be");
        start("seed = ", "1 seed: ");
        start("[[rules]\n", "1 ");
    }
}
