//! One row of a report.

use serde::{Serialize, Serializer};

use super::plan::DRY_RUN;
use crate::error::Outcome;
use crate::model::ValueRef;
use crate::shown::shown_json;

/// Result of one row of the source. Its JSON has the fields in the order of [`REPORT_COLUMNS`]; empty texts are null.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReportRow {
    /// Position in the source, from 0. Blank rows of a file have none.
    pub index: u64,
    /// Line of the file in which the row begins, from 1; `None` if the source is no file.
    pub line: Option<u64>,
    /// Recipient, as the source had it; empty if it had none.
    #[serde(serialize_with = "text_or_null")]
    pub to: String,
    /// Outcome of the row.
    #[serde(serialize_with = "word")]
    pub outcome: Outcome,
    /// The provider's own code for its refusal; empty if it gave none.
    #[serde(serialize_with = "text_or_null")]
    pub code: String,
    /// Why the row was not accepted, in words; empty if it was.
    #[serde(serialize_with = "text_or_null")]
    pub reason: String,
    /// Rule that kept the row from being sent, such as `phone`, `duplicate` or `max_messages`; empty if none did.
    #[serde(serialize_with = "text_or_null")]
    pub rule: String,
    /// The provider's id; empty for a row that it did not take.
    #[serde(serialize_with = "text_or_null")]
    pub message_id: String,
    /// The provider's word; empty if it said none.
    #[serde(serialize_with = "text_or_null")]
    pub status: String,
    /// SMS parts, as the provider counts them.
    pub parts: Option<u32>,
    /// The id the row went out with; empty if it did not get that far.
    #[serde(serialize_with = "text_or_null")]
    pub customer_message_id: String,
}

fn text_or_null<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    Some(text).filter(|text| !text.is_empty()).serialize(to)
}

fn word<S: Serializer>(outcome: &Outcome, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(outcome.as_str())
}

/// The recipient is masked, and so are numbers in the provider's texts.
impl std::fmt::Debug for ReportRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReportRow")
            .field("index", &self.index)
            .field("line", &self.line)
            .field("outcome", &self.outcome)
            .field("customer_message_id", &self.customer_message_id)
            .field("to", &crate::phone::mask(&self.to))
            .field("message_id", &self.message_id)
            .field("status", &crate::phone::masked(&self.status))
            .field("parts", &self.parts)
            .field("rule", &self.rule)
            .field("code", &crate::phone::masked(&self.code))
            .field("reason", &crate::phone::masked(&self.reason))
            .finish()
    }
}

impl Default for ReportRow {
    fn default() -> Self {
        let text = String::new;
        Self {
            index: 0,
            line: None,
            outcome: Outcome::NotSent,
            customer_message_id: text(),
            to: text(),
            message_id: text(),
            status: text(),
            parts: None,
            rule: text(),
            code: text(),
            reason: text(),
        }
    }
}

/// Columns of a report, in this order in CSV.
pub const REPORT_COLUMNS: [&str; 11] = [
    "index",
    "line",
    "to",
    "outcome",
    "code",
    "reason",
    "rule",
    "message_id",
    "status",
    "parts",
    "customer_message_id",
];

/// A row whose texts stand elsewhere: the fields of [`ReportRow`]. Not printable, because `to` is personal.
#[doc(hidden)]
#[allow(missing_docs)]
#[derive(Clone, Copy)]
pub struct RowView<'a> {
    pub index: u64,
    pub line: Option<u64>,
    pub to: &'a str,
    pub outcome: Outcome,
    pub code: &'a str,
    pub reason: &'a str,
    pub rule: &'a str,
    pub message_id: &'a str,
    pub status: &'a str,
    pub parts: Option<u32>,
    pub customer_message_id: &'a str,
}

impl RowView<'_> {
    /// Returns true if a rule or a limit kept the row from being sent.
    pub fn is_problem(&self) -> bool {
        !matches!(self.rule, "" | DRY_RUN)
    }

    /// Returns the value of one of [`REPORT_COLUMNS`] by its position; null for what the row does not have.
    pub fn at(&self, column: usize) -> ValueRef<'_> {
        let number = |number: Option<u64>| number.map_or(ValueRef::Null, |number| ValueRef::Int(number as i64));
        let text = |text| if str::is_empty(text) { ValueRef::Null } else { ValueRef::Text(text) };
        match column {
            0 => number(Some(self.index)),
            1 => number(self.line),
            2 => text(self.to),
            3 => ValueRef::Outcome(self.outcome),
            4 => text(self.code),
            5 => text(self.reason),
            6 => text(self.rule),
            7 => text(self.message_id),
            8 => text(self.status),
            9 => number(self.parts.map(u64::from)),
            10 => text(self.customer_message_id),
            _ => ValueRef::Null,
        }
    }

    pub(super) fn to_row(self) -> ReportRow {
        ReportRow {
            index: self.index,
            line: self.line,
            to: self.to.to_owned(),
            outcome: self.outcome,
            code: self.code.to_owned(),
            reason: self.reason.to_owned(),
            rule: self.rule.to_owned(),
            message_id: self.message_id.to_owned(),
            status: self.status.to_owned(),
            parts: self.parts,
            customer_message_id: self.customer_message_id.to_owned(),
        }
    }
}

impl ReportRow {
    pub(crate) fn view(&self) -> RowView<'_> {
        RowView {
            index: self.index,
            line: self.line,
            to: &self.to,
            outcome: self.outcome,
            code: &self.code,
            reason: &self.reason,
            rule: &self.rule,
            message_id: &self.message_id,
            status: &self.status,
            parts: self.parts,
            customer_message_id: &self.customer_message_id,
        }
    }

    /// Returns true if a rule or a limit kept the row from being sent.
    pub fn is_problem(&self) -> bool {
        self.view().is_problem()
    }

    /// Returns the values of [`REPORT_COLUMNS`] as text.
    pub fn values(&self) -> [String; 11] {
        [
            self.index.to_string(),
            self.line.map(|line| line.to_string()).unwrap_or_default(),
            self.to.clone(),
            self.outcome.to_string(),
            self.code.clone(),
            self.reason.clone(),
            self.rule.clone(),
            self.message_id.clone(),
            self.status.clone(),
            self.parts.map(|p| p.to_string()).unwrap_or_default(),
            self.customer_message_id.clone(),
        ]
    }

    /// Appends the row as a JSON object. Characters that a terminal would obey are escaped.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(shown_json(self).as_bytes());
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::shown::is_order;

    #[test]
    fn json_has_the_columns_and_null_for_what_is_empty() {
        let row = ReportRow { to: "+380671234567".into(), line: Some(2), ..ReportRow::default() };
        let mut json = Vec::new();
        row.write_json(&mut json);
        let json = String::from_utf8(json).unwrap();
        let start = "{\"index\":0,\"line\":2,\"to\":\"+380671234567\",\"outcome\":\"not_sent\",\"code\":null,";
        assert!(json.starts_with(start), "{json}");
        let places: Vec<_> = REPORT_COLUMNS.iter().map(|name| json.find(&format!("\"{name}\":")).unwrap()).collect();
        assert!(places.is_sorted(), "{json}");
        assert_eq!(json.matches("\":").count(), REPORT_COLUMNS.len());
    }

    #[test]
    fn a_column_is_found_by_its_position() {
        let texts = ["to", "code", "reason", "rule", "message_id", "status", "customer_message_id"].map(str::to_owned);
        let [to, code, reason, rule, message_id, status, customer_message_id] = texts;
        let row = ReportRow {
            index: 7,
            line: Some(8),
            to,
            outcome: Outcome::Rejected,
            code,
            reason,
            rule,
            message_id,
            status,
            parts: Some(9),
            customer_message_id,
        };
        for (position, name) in REPORT_COLUMNS.into_iter().enumerate() {
            let value = match name {
                "index" => ValueRef::Int(7),
                "line" => ValueRef::Int(8),
                "parts" => ValueRef::Int(9),
                "outcome" => ValueRef::Outcome(Outcome::Rejected),
                name => ValueRef::Text(name),
            };
            assert_eq!(row.view().at(position), value, "{name}");
            let is_set = ["index", "outcome"].contains(&name);
            assert_eq!(ReportRow::default().view().at(position).is_null(), !is_set, "{name}");
        }
        assert!(row.view().at(REPORT_COLUMNS.len()).is_null());
    }

    #[test]
    fn a_terminal_gets_no_orders() {
        let row = ReportRow { reason: "a\u{1b}[2J\u{9b}2J\u{202e}\u{2028}".into(), ..ReportRow::default() };
        let mut json = Vec::new();
        row.write_json(&mut json);
        let text = String::from_utf8(json).unwrap();
        assert!(!text.contains(is_order) && text.contains(r"a\u001b[2J\u009b2J\u202e\u2028"), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap()["reason"], row.reason);
    }
}
