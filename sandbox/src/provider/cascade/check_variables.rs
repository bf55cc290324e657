//! The rules that a variable must keep (`docs/provider/cascade-api.md` §5).

use serde_json::{Map, Value};

use super::variables::{SHORT_LINKS, Variable, VariableType};
use crate::provider::common::check::problems::{Path, Problems, Rule};
use crate::provider::common::check::values::is_url;
use crate::provider::common::check::{integer_field, object, open_object, required, text, text_field};

/// Checks a variable of `/api/items`.
pub(super) fn uploaded(item: &Value, at: &Path<'_>, problems: &mut Problems) -> Option<Variable> {
    let map = object(item, at, &["id", "type", "value"], problems)?;
    required(map, at, "type", problems);
    variable(map, at, problems)
}

/// Checks a variable inside a message.
pub(super) fn inline(item: &Value, at: &Path<'_>, problems: &mut Problems) -> Option<Variable> {
    variable(open_object(item, at, &["id", "type", "value"], problems)?, at, problems)
}

fn variable(map: &Map<String, Value>, at: &Path<'_>, problems: &mut Problems) -> Option<Variable> {
    required(map, at, "id", problems);
    let id = integer_field(map, at, "id", problems);
    let r#type = text_field(map, at, "type", false, problems).and_then(|word| {
        let found = VariableType::parse(word);
        if found.is_none() {
            problems.add(&at.key("type"), Rule::Format, "the types are name, url, short_url");
        }
        found
    });
    let path = at.key("value");
    let value = text(required(map, at, "value", problems)?, &path, problems)?;
    match r#type {
        Some(VariableType::Url | VariableType::ShortUrl) if !is_url(value) => {
            problems.add(&path, Rule::Format, "must be a URL that starts with https:// or http://");
        }
        Some(VariableType::ShortUrl) if value.starts_with(SHORT_LINKS) => {
            problems.add(&path, Rule::Meaning, "is a short link already");
        }
        Some(VariableType::Name) if has_markup(value) => {
            problems.add(&path, Rule::Meaning, "must have no HTML");
        }
        _ => {}
    }
    Some(Variable { id: id?, r#type, value: value.to_owned() })
}

fn has_markup(value: &str) -> bool {
    value.split('<').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')))
}

#[cfg(test)]
mod tests {
    use super::has_markup;

    #[test]
    fn markup() {
        assert!(has_markup("a <b>bold</b>") && has_markup("</p>"));
        assert!(!has_markup("5 < 6 <3"));
    }
}
