//! Masks credentials in headers, queries and bodies, wherever requests are shown.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::http::{HeaderMap, Uri};
use serde_json::Value;

use crate::provider::common::body::is_form;
use crate::provider::common::credentials::is_secret;

/// Fields that hold a credential, and the environment variable for it in code: TurboSMS's token, Messagio's sign, ChatHub's
/// password, the hub's token.
const FIELDS: [(&str, &str); 4] = [
    ("token", "SMSBAT_API_KEY"),
    ("sign", "SMSBAT_MESSAGIO_SIGN"),
    ("password", "SMSBAT_PASSWORD"),
    ("access_token", "SMSBAT_COMPANY_TOKEN"),
];
pub(super) const MASK: &str = "***";

fn is_field(name: &str) -> bool {
    FIELDS.iter().any(|(field, _)| *field == name)
}

/// The query of a request, masked.
pub(crate) fn query(uri: &Uri) -> Option<String> {
    uri.query().map(|query| if has_secrets(uri) { form(query) } else { query.to_owned() })
}

/// The body of a request as text, masked.
pub(crate) fn body<'a>(uri: &Uri, headers: &HeaderMap, body: &'a [u8]) -> Cow<'a, str> {
    let text = String::from_utf8_lossy(body);
    if !has_secrets(uri) || !FIELDS.iter().any(|(field, _)| text.contains(field)) {
        return text;
    }
    if is_form(headers) && !text.trim_start().starts_with('{') {
        return form(&text).into();
    }
    let fields = serde_json::from_slice::<Value>(body).unwrap_or_default();
    let secrets =
        FIELDS.iter().filter_map(|(field, _)| fields.get(field)?.as_str()).filter(|secret| !secret.is_empty());
    // Replaced in the text, so that the rest of it stays as it came.
    secrets.fold(text, |text, secret| text.replace(&Value::from(secret).to_string(), &format!("\"{MASK}\"")).into())
}

/// Headers by lower-case name. Values of one name are joined by a comma; credentials are masked unless `secrets`.
pub(crate) fn headers(headers: &HeaderMap, secrets: bool) -> BTreeMap<&str, String> {
    let mut map = BTreeMap::new();
    for name in headers.keys() {
        let values: Vec<_> = headers.get_all(name).iter().map(|v| String::from_utf8_lossy(v.as_bytes())).collect();
        let shown = if is_secret(name.as_str()) && !secrets { mask(&values[0]) } else { values.join(", ") };
        map.insert(name.as_str(), shown);
    }
    map
}

/// Keeps the scheme of an `Authorization` header, which shows the kind of credential.
fn mask(value: &str) -> String {
    match value.split_once(' ') {
        Some((scheme @ ("Basic" | "Bearer"), _)) => format!("{scheme} {MASK}"),
        _ => MASK.to_owned(),
    }
}

/// The SMSBAT API itself has no such fields.
fn has_secrets(uri: &Uri) -> bool {
    uri.path().starts_with("/api/") || uri.path().starts_with("/chathub")
}

/// Puts what `make` gives for a variable in the place of each masked credential of a query, a form or JSON.
pub(crate) fn unmask(text: &str, mut make: impl FnMut(&str) -> String) -> String {
    let is_json = text.trim_start_matches('\'').trim_start().starts_with(['{', '[']);
    let mut parts = text.split(MASK);
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match FIELDS.iter().find(|(field, _)| is_value_of(field, &whole, is_json)) {
            Some((_, variable)) => whole.push_str(&make(variable)),
            None => whole.push_str(MASK),
        }
        whole.push_str(part);
    }
    whole
}

/// Returns true if the value of this field follows. In JSON, `token=***` is a part of some text, such as a message's.
fn is_value_of(field: &str, before: &str, is_json: bool) -> bool {
    let in_json = || {
        let before = before.strip_suffix('"')?.trim_end().strip_suffix(':')?;
        before.trim_end().strip_suffix('"')?.strip_suffix(field)?.strip_suffix('"')
    };
    let in_form = || before.strip_suffix('=')?.strip_suffix(field);
    if is_json {
        return in_json().is_some();
    }
    in_form().is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// A query or form without its masked credentials; none if nothing is left.
pub(crate) fn without_masked(text: &str) -> Option<String> {
    let is_masked = |pair: &&str| pair.split_once('=').is_some_and(|(name, value)| is_field(name) && value == MASK);
    let rest: Vec<_> = text.split('&').filter(|pair| !is_masked(pair)).collect();
    (!rest.is_empty()).then(|| rest.join("&"))
}

fn form(text: &str) -> String {
    let masked = text.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if is_field(name) => format!("{name}={MASK}"),
        _ => pair.to_owned(),
    });
    masked.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_and_nothing_else_get_a_variable() {
        let variable = |name: &str| format!("<{name}>");
        for (masked, right) in [
            ("token=***", "token=<SMSBAT_API_KEY>"),
            (r#"{"text":"x?token=***"}"#, r#"{"text":"x?token=***"}"#),
            (r#"'{"text":"x?token=***"}'"#, r#"'{"text":"x?token=***"}'"#),
            ("/ping?a=***&token=***&b=1", "/ping?a=***&token=<SMSBAT_API_KEY>&b=1"),
            ("access_token=***", "access_token=<SMSBAT_COMPANY_TOKEN>"),
            ("user=test&sign=***", "user=test&sign=<SMSBAT_MESSAGIO_SIGN>"),
            (r#"{"token" : "***", "text": "***"}"#, r#"{"token" : "<SMSBAT_API_KEY>", "text": "***"}"#),
            (r#"{"my_token":"***","password":"***"}"#, r#"{"my_token":"***","password":"<SMSBAT_PASSWORD>"}"#),
            ("design=***", "design=***"),
            ("", ""),
        ] {
            assert_eq!(unmask(masked, variable), right);
        }
        assert_eq!(without_masked("token=***&a=1").as_deref(), Some("a=1"));
        assert_eq!(without_masked("token=***"), None);
    }
}
