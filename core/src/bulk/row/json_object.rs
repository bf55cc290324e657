//! A row that is a JSON object: a message in the form of the API, or named values.

use serde::de::IgnoredAny;

use super::cell::Cell;
use super::intake::Intake;
use crate::model::{Json, members};
use crate::problem::Problem;

impl Intake<'_> {
    /// Takes a row that is a JSON object: a message in the form of the API, or named values.
    pub fn json(&mut self, text: &str) {
        let Some(members) = members(text) else {
            // Not what the parser says of it, which may repeat what is in the line.
            let other = !text.trim_start().starts_with('{') && serde_json::from_str::<IgnoredAny>(text).is_ok();
            let message =
                if other { "must be a JSON object" } else { "is not JSON; each line must hold one whole object" };
            return self.broken(Problem::new("", "json", message));
        };
        // Readers take the first of two or the last; nobody knows which one is meant.
        let twice = |key: &str| members.iter().filter(|(other, _)| other == key).count() > 1;
        if self.is_message(members.iter().map(|(key, _)| &**key)) {
            if let Some((key, _)) = members.iter().find(|(key, _)| twice(key)) {
                return self.broken(Problem::new(&crate::shown::line(key.to_string()), "columns", "is given twice"));
            }
            return self.message(Json::trusted(text).into());
        }
        let texts: Vec<_> = members
            .iter()
            .filter_map(|(key, raw)| Some((self.column(key.trim())?, key, raw.as_str(), raw.string())))
            .collect();
        let cells: Vec<_> = texts.iter().map(|(column, _, raw, text)| (*column, cell(raw, text.as_deref()))).collect();
        if let Some(problem) = members.iter().find_map(|(key, _)| self.odd_key(key)) {
            return self.broken_row(self.recipient(&cells), &problem);
        }
        // A half of a surrogate pair is JSON, and no text.
        if let Some((_, key, ..)) = texts.iter().find(|(.., raw, text)| text.is_none() && raw.starts_with('"')) {
            let problem = Problem::new(key, "unicode", "is not Unicode: it has half of a surrogate pair");
            return self.broken_row(self.recipient(&cells), &problem);
        }
        self.columns(&cells);
    }
}

fn cell<'a>(raw: &'a str, text: Option<&'a str>) -> Cell<'a> {
    match (raw.as_bytes().first(), text) {
        (_, Some(text)) => Cell::Text(text),
        (Some(b't' | b'f'), _) => Cell::Bool(raw == "true"),
        (Some(b'{' | b'['), _) => Cell::Json(raw),
        (Some(b'n'), _) => Cell::Null,
        _ => raw.parse().map_or(Cell::Number(raw), Cell::Int),
    }
}
