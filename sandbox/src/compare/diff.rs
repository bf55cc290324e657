//! Finds the fields in which two answers differ.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::report::{Difference, DifferenceKind};
use crate::filled::filled;

/// Most items of a list that are compared.
const MAX_ITEMS: usize = 100;
/// Most differences of one call.
const MAX_FOUND: usize = 200;
/// Fields with an id, which only have to be of one form, by their names in lower case.
const IDS: &[&str] = &["messageid", "message_id", "messagelistid", "id", "msg_id", "iduuid", "callerid", "pattern"];
/// Fields of which only the type is compared: the sandbox invents prices.
const INVENTED: &[&str] = &["cost", "price", "amount", "balance", "currency"];

/// Compares answers, and learns which id of the sandbox stands for which of the provider.
pub(super) struct Diff<'a> {
    pub(super) ids: &'a mut HashMap<String, String>,
    pub(super) found: Vec<Difference>,
}

impl Diff<'_> {
    pub(super) fn add(&mut self, field: &str, kind: DifferenceKind, provider: &Value, sandbox: &Value) {
        if self.found.len() < MAX_FOUND {
            let (provider, sandbox) = (provider.clone(), sandbox.clone());
            self.found.push(Difference { field: field.to_owned(), kind, provider, sandbox });
        }
    }

    fn compare_form(&mut self, field: &str, provider: &str, sandbox: &str) {
        if form(provider) != form(sandbox) {
            self.add(field, DifferenceKind::Form, &provider.into(), &sandbox.into());
        }
    }

    pub(super) fn compare(&mut self, field: &str, provider: &Value, sandbox: &Value) {
        let name = field.rsplit('.').next().unwrap_or_default().to_lowercase();
        match (provider, sandbox) {
            (Value::Object(one), Value::Object(other)) => {
                for key in filled::<BTreeSet<_>, _>(one.keys().chain(other.keys())) {
                    let field = if field.is_empty() { key.clone() } else { format!("{field}.{key}") };
                    match (one.get(key), other.get(key)) {
                        (Some(provider), Some(sandbox)) => self.compare(&field, provider, sandbox),
                        (Some(provider), None) => self.add(&field, DifferenceKind::Missing, provider, &Value::Null),
                        (None, Some(sandbox)) => self.add(&field, DifferenceKind::Extra, &Value::Null, sandbox),
                        (None, None) => {}
                    }
                }
            }
            (Value::Array(one), Value::Array(other)) => {
                if one.len() != other.len() {
                    let length = format!("{field}.length");
                    self.add(&length, DifferenceKind::Value, &one.len().into(), &other.len().into());
                }
                for (index, (provider, sandbox)) in one.iter().zip(other).take(MAX_ITEMS).enumerate() {
                    self.compare(&format!("{field}[{index}]"), provider, sandbox);
                }
            }
            _ if std::mem::discriminant(provider) != std::mem::discriminant(sandbox) => {
                self.add(field, DifferenceKind::Type, provider, sandbox);
            }
            _ if INVENTED.contains(&name.as_str()) => {}
            (Value::String(one), Value::String(other)) if IDS.contains(&name.as_str()) => {
                self.ids.insert(one.clone(), other.clone());
                self.compare_form(field, one, other);
            }
            (Value::Number(one), Value::Number(other)) if IDS.contains(&name.as_str()) => {
                self.ids.insert(one.to_string(), other.to_string());
            }
            (Value::String(one), Value::String(other)) if has_date(one) && has_date(other) => {
                self.compare_form(field, one, other);
            }
            _ if provider != sandbox => self.add(field, DifferenceKind::Value, provider, sandbox),
            _ => {}
        }
    }
}

fn has_date(text: &str) -> bool {
    form(text).starts_with("9-9-9")
}

/// The form of an id or a time: runs of digits and of letters, and what stands between them. Hexadecimal mixes both.
fn form(text: &str) -> String {
    let mut form = String::new();
    let is_date = text.as_bytes().get(4) == Some(&b'-') && text.as_bytes().get(7) == Some(&b'-');
    for c in text.chars() {
        let class = match c {
            '0'..='9' => '9',
            'T' | 'Z' if is_date => c,
            c if c.is_alphabetic() && is_date => 'a',
            // Letters and digits of an id are one class, because they come at random.
            c if c.is_alphabetic() => '9',
            c => c,
        };
        if !form.ends_with(class) {
            form.push(class);
        }
    }
    form
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn differences_have_a_field_and_a_kind() {
        let mut ids = HashMap::new();
        let mut diff = Diff { ids: &mut ids, found: Vec::new() };
        let provider = json!({"messages": [{"messageId": "m-1a", "status": "accepted", "parts": "1", "at": "2026-11-27T10:00:00Z",
            "cost": 1.5, "new": 1}]});
        let sandbox = json!({"messages": [{"messageId": "m-2b", "status": "sent", "parts": 1, "at": "2026-11-27 11:00:00",
            "cost": 0.4, "own": true}]});
        diff.compare("", &provider, &sandbox);
        let found: Vec<_> = diff.found.iter().map(|found| (found.field.as_str(), found.kind)).collect();
        let expected = [
            ("messages[0].at", DifferenceKind::Form),
            ("messages[0].new", DifferenceKind::Missing),
            ("messages[0].own", DifferenceKind::Extra),
            ("messages[0].parts", DifferenceKind::Type),
            ("messages[0].status", DifferenceKind::Value),
        ];
        assert_eq!(found, expected);
        assert_eq!(ids["m-1a"], "m-2b");
    }
}
