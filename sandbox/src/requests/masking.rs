//! Credentials that stand in a query or a body, masked where requests are shown.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::http::{HeaderMap, Uri};
use serde_json::Value;

use crate::provider::common::body::media_type;
use crate::provider::common::credentials::is_secret;

/// Fields that hold a credential: the native TurboSMS token and ChatHub's, Messagio's sign, ChatHub's password.
const FIELDS: [&str; 3] = ["token", "sign", "password"];
pub(super) const MASK: &str = "***";

/// The query of a request.
pub(crate) fn query(uri: &Uri) -> Option<String> {
    uri.query().map(|query| if has_secrets(uri) { form(query) } else { query.to_owned() })
}

/// The body of a request, as text.
pub(crate) fn body<'a>(uri: &Uri, headers: &HeaderMap, body: &'a [u8]) -> Cow<'a, str> {
    let text = String::from_utf8_lossy(body);
    if !has_secrets(uri) || !FIELDS.iter().any(|field| text.contains(field)) {
        return text;
    }
    if media_type(headers) == "application/x-www-form-urlencoded" && !text.trim_start().starts_with('{') {
        return form(&text).into();
    }
    let fields = serde_json::from_slice::<Value>(body).unwrap_or_default();
    let secrets = FIELDS.iter().filter_map(|field| fields.get(field)?.as_str()).filter(|secret| !secret.is_empty());
    // As in the text, so that nothing else of it changes.
    secrets.fold(text, |text, secret| text.replace(&Value::from(secret).to_string(), &format!("\"{MASK}\"")).into())
}

/// Lower-case names; values of one name are joined by a comma; credentials are masked unless asked for.
pub(crate) fn headers(headers: &HeaderMap, secrets: bool) -> BTreeMap<&str, String> {
    let mut map = BTreeMap::new();
    for name in headers.keys() {
        let values: Vec<_> = headers.get_all(name).iter().map(|v| String::from_utf8_lossy(v.as_bytes())).collect();
        let shown = if is_secret(name.as_str()) && !secrets { mask(&values[0]) } else { values.join(", ") };
        map.insert(name.as_str(), shown);
    }
    map
}

/// The scheme of an `Authorization` header stays, which tells what kind of credential was sent.
fn mask(value: &str) -> String {
    match value.split_once(' ') {
        Some((scheme @ ("Basic" | "Bearer"), _)) => format!("{scheme} {MASK}"),
        _ => MASK.to_owned(),
    }
}

/// The SMSBAT API itself has no such fields.
fn has_secrets(uri: &Uri) -> bool {
    uri.path().starts_with("/api/")
}

fn form(text: &str) -> String {
    let masked = text.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if FIELDS.contains(&name) => format!("{name}={MASK}"),
        _ => pair.to_owned(),
    });
    masked.collect::<Vec<_>>().join("&")
}
