//! Masks credentials in headers, queries and bodies, wherever requests are shown.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::http::{HeaderMap, Uri};
use serde_json::Value;

use crate::provider::common::body::is_form;
use crate::provider::common::credentials::is_secret;

/// Fields that hold a credential: tokens of TurboSMS, ChatHub and its hub, Messagio's sign, ChatHub's password.
const FIELDS: [&str; 4] = ["token", "sign", "password", "access_token"];
pub(super) const MASK: &str = "***";

/// The query of a request, masked.
pub(crate) fn query(uri: &Uri) -> Option<String> {
    uri.query().map(|query| if has_secrets(uri) { form(query) } else { query.to_owned() })
}

/// The body of a request as text, masked.
pub(crate) fn body<'a>(uri: &Uri, headers: &HeaderMap, body: &'a [u8]) -> Cow<'a, str> {
    let text = String::from_utf8_lossy(body);
    if !has_secrets(uri) || !FIELDS.iter().any(|field| text.contains(field)) {
        return text;
    }
    if is_form(headers) && !text.trim_start().starts_with('{') {
        return form(&text).into();
    }
    let fields = serde_json::from_slice::<Value>(body).unwrap_or_default();
    let secrets = FIELDS.iter().filter_map(|field| fields.get(field)?.as_str()).filter(|secret| !secret.is_empty());
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

/// Returns true if a query or a form has a masked credential.
pub(crate) fn has_masked(text: &str) -> bool {
    unmask(text, "") != text
}

/// Puts `value` in the place of each masked credential.
pub(crate) fn unmask(text: &str, value: &str) -> String {
    FIELDS.iter().fold(text.to_owned(), |text, field| {
        text.replace(&format!("{field}={MASK}"), &format!("{field}={value}"))
            .replace(&format!("\"{field}\":\"{MASK}\""), &format!("\"{field}\":\"{value}\""))
    })
}

fn form(text: &str) -> String {
    let masked = text.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if FIELDS.contains(&name) => format!("{name}={MASK}"),
        _ => pair.to_owned(),
    });
    masked.collect::<Vec<_>>().join("&")
}
