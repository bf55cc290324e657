//! The data of a request: JSON, a form, or GET parameters with brackets (`docs/provider/turbosms-codes.md` §0).

use std::borrow::Cow;

use axum::body::Bytes;
use axum::http::Method;
use axum::http::request::Parts;
use serde_json::{Map, Value};

use super::codes::{self, Code};
use crate::filled::filled;
use crate::provider::common::body::{is_form, media_type};

/// The field that holds a token.
pub(super) const TOKEN: &str = "token";

/// Most characters of the path and the parameters of a GET request.
const MAX_URL: usize = 2_000;
/// Most brackets in a name.
const MAX_DEPTH: usize = 6;

/// Fields that are numbers; a form has only text.
const NUMBERS: &[&str] = &["ttl", "file_id", "hybrid_ttl"];
const FLAGS: &[&str] = &["is_flash", "count_clicks", "is_transactional"];

/// The fields of a request, without the token.
pub(super) fn data(parts: &Parts, body: &Bytes, native: bool) -> Result<Map<String, Value>, Code> {
    let mut fields = if !native && media_type(&parts.headers) != "application/json" {
        return Err(codes::FAILED_PARSE_BODY);
    } else if parts.method == Method::GET {
        let url = parts.uri.path_and_query().map_or(0, |path| path.as_str().len());
        if url > MAX_URL {
            return Err(codes::INVALID_REQUEST);
        }
        form(parts.uri.query().unwrap_or_default().as_bytes())
    } else {
        body_fields(parts, body)?
    };
    fields.remove(TOKEN);
    if fields.is_empty() { Err(codes::REQUIRED_CONTENT) } else { Ok(fields) }
}

/// The fields of a body.
pub(super) fn body_fields(parts: &Parts, body: &Bytes) -> Result<Map<String, Value>, Code> {
    let trimmed = body.trim_ascii();
    if trimmed.is_empty() {
        return Ok(Map::new());
    }
    if is_form(&parts.headers) && !trimmed.starts_with(b"{") {
        return Ok(form(trimmed));
    }
    match serde_json::from_slice(trimmed) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(codes::INVALID_REQUEST),
        Err(_) => Err(codes::FAILED_PARSE_BODY),
    }
}

/// Names and values of a form.
pub(super) fn pairs(form: &[u8]) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    form_urlencoded::parse(form)
}

/// Reads a form as a tree: `sms[text]=…`, `recipients[0]=…`, `recipients[]=…`.
fn form(form: &[u8]) -> Map<String, Value> {
    let mut root = Map::new();
    for (name, value) in pairs(form) {
        let (first, rest) = name.split_once('[').unwrap_or((&name, ""));
        let inner = rest.strip_suffix(']').unwrap_or(rest);
        let mut keys = vec![first];
        if !inner.is_empty() || name.ends_with("[]") {
            keys.extend(inner.split("]["));
        }
        if keys.len() <= MAX_DEPTH {
            insert(&mut root, &keys, &value);
        }
    }
    filled(root.into_iter().map(|(key, value)| (key, lists(value))))
}

fn insert(map: &mut Map<String, Value>, keys: &[&str], value: &str) {
    let Some((key, rest)) = keys.split_first() else { return };
    let key = if key.is_empty() { map.len().to_string() } else { (*key).to_owned() };
    if rest.is_empty() {
        let typed = typed(&key, value);
        map.insert(key, typed);
        return;
    }
    let child = map.entry(key).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(child) = child {
        insert(child, rest, value);
    }
}

fn typed(key: &str, value: &str) -> Value {
    match value {
        "1" | "true" if FLAGS.contains(&key) => true.into(),
        "0" | "false" if FLAGS.contains(&key) => false.into(),
        _ if NUMBERS.contains(&key) => value.parse::<i64>().map_or_else(|_| value.into(), Value::from),
        _ => value.into(),
    }
}

/// Turns objects whose keys are all numbers into lists, in the order of the numbers.
fn lists(value: Value) -> Value {
    let Value::Object(map) = value else { return value };
    let mut items: Vec<(Option<u64>, String, Value)> =
        map.into_iter().map(|(key, value)| (key.parse().ok(), key, lists(value))).collect();
    if items.iter().any(|(number, _, _)| number.is_none()) {
        return filled::<Map<_, _>, _>(items.into_iter().map(|(_, key, value)| (key, value))).into();
    }
    items.sort_unstable_by(|(one, one_key, _), (other, other_key, _)| (one, one_key).cmp(&(other, other_key)));
    items.into_iter().map(|(_, _, value)| value).collect::<Vec<_>>().into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn brackets() {
        let fields = form(
            b"recipients[0]=380670000201&recipients[1]=%2B380670000202&sms[sender]=Nova&sms%5Bis_flash%5D=1\
              &viber[ttl]=600&viber[survey][]=Yes&viber[survey][]=No&text=a+b&viber[carousel][0][title]=Lamp",
        );
        assert_eq!(
            Value::Object(fields),
            json!({
                "recipients": ["380670000201", "+380670000202"],
                "sms": {"sender": "Nova", "is_flash": true},
                "viber": {"ttl": 600, "survey": ["Yes", "No"], "carousel": [{"title": "Lamp"}]},
                "text": "a b",
            })
        );
    }
}
