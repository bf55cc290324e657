//! Masks credentials in headers, queries and bodies, wherever requests are shown.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use axum::http::{HeaderMap, Uri};

use super::fields::{top_level, unparsed};
use crate::provider::common::body::is_form;
use crate::provider::common::credentials::{KEY_HEADER, TELEGRAM_BOT_HEADER, VIBER_BOT_HEADER, is_secret};

/// Fields that hold a credential: those of TurboSMS, Messagio and ChatHub, and what a program may send by mistake, such as
/// a header among the parameters.
const FIELDS: [&str; 12] = [
    "token",
    "sign",
    "password",
    "access_token",
    "connectiontoken",
    "api_key",
    "apikey",
    "key",
    KEY_HEADER,
    VIBER_BOT_HEADER,
    TELEGRAM_BOT_HEADER,
    "authorization",
];
pub(crate) const MASK: &str = "***";

/// Replaces the value of a field with a credential.
pub(crate) type Put<'a> = &'a dyn Fn(&str) -> String;

/// The mask of a view.
pub(crate) fn stars(_: &str) -> String {
    MASK.to_owned()
}

/// Returns true if a field holds a credential.
pub(crate) fn is_field(name: &str) -> bool {
    FIELDS.iter().any(|field| field.eq_ignore_ascii_case(name))
}

/// The query of a request, with what `put` returns for the name of a field in the place of its credential.
pub(crate) fn query(uri: &Uri, put: Put<'_>) -> Option<String> {
    uri.query().map(|query| form(query, put))
}

/// A query without its credentials; none if nothing is left.
pub(crate) fn query_without(uri: &Uri) -> Option<String> {
    let rest: Vec<_> = uri.query()?.split('&').filter(|pair| secret_of(pair).is_none()).collect();
    (!rest.is_empty()).then(|| rest.join("&"))
}

/// Returns true if a query has a credential.
pub(crate) fn has_secret(uri: &Uri) -> bool {
    uri.query().is_some_and(|query| query.split('&').any(|pair| secret_of(pair).is_some()))
}

/// A body as text, with what `put` returns for the name of a field in the place of its credential. In a body that cannot be
/// parsed, something else may look like a credential, so that it gets stars.
pub(crate) fn body<'a>(headers: &HeaderMap, body: &'a [u8], put: Put<'_>) -> Cow<'a, str> {
    let text = String::from_utf8_lossy(body);
    if let Some(fields) = top_level(&text) {
        let secrets = fields.into_iter().filter(|(name, _)| is_field(name));
        let secrets: Vec<_> = secrets.map(|(name, place)| (place, format!("\"{}\"", put(&name)))).collect();
        return replaced(text, &secrets);
    }
    if is_form(headers) && !text.trim_start().starts_with(['{', '[']) {
        return form(&text, put).into();
    }
    // A list of messages has no credential beside them.
    if serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok() {
        return text;
    }
    let secrets: Vec<_> = unparsed(&text, is_field).into_iter().map(|place| (place, MASK.to_owned())).collect();
    replaced(text, &secrets)
}

fn replaced<'a>(text: Cow<'a, str>, secrets: &[(Range<usize>, String)]) -> Cow<'a, str> {
    if secrets.is_empty() {
        return text;
    }
    let (mut whole, mut end) = (String::with_capacity(text.len()), 0);
    for (place, mask) in secrets {
        whole.push_str(text.get(end..place.start).unwrap_or_default());
        whole.push_str(mask);
        end = place.end;
    }
    whole.push_str(text.get(end..).unwrap_or_default());
    whole.into()
}

/// Headers by lower-case name. Values of one name are joined by a comma; credentials are masked unless `secrets`.
pub(crate) fn headers(headers: &HeaderMap, secrets: bool) -> BTreeMap<&str, String> {
    let mut map = BTreeMap::new();
    for name in headers.keys() {
        let values: Vec<_> = headers.get_all(name).iter().map(|v| String::from_utf8_lossy(v.as_bytes())).collect();
        let is_secret = is_secret(name.as_str()) || is_field(name.as_str());
        let shown = if is_secret && !secrets { mask(&values[0]) } else { values.join(", ") };
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

/// The name of a pair of a query or form, if it has a credential; names may be escaped.
fn secret_of(pair: &str) -> Option<(&str, String)> {
    let (written, value) = pair.split_once('=')?;
    let (name, _) = form_urlencoded::parse(written.as_bytes()).next()?;
    (is_field(&name) && !value.is_empty()).then(|| (written, name.into_owned()))
}

fn form(text: &str, put: Put<'_>) -> String {
    let masked = text.split('&').map(|pair| match secret_of(pair) {
        Some((written, name)) => format!("{written}={}", put(&name)),
        None => pair.to_owned(),
    });
    masked.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn shown(media_type: &'static str, text: &str) -> String {
        let media_type = HeaderValue::from_static(media_type);
        let headers = HeaderMap::from_iter([(axum::http::header::CONTENT_TYPE, media_type)]);
        body(&headers, text.as_bytes(), &|field| format!("<{field}>")).into_owned()
    }

    #[test]
    fn the_credentials_of_json_are_replaced_by_place() {
        for (text, right) in [
            (r#"{"token":"R","text":"R"}"#, r#"{"token":"<token>","text":"R"}"#),
            (r#"{"token" : "a\/b\u002B" , "x":1}"#, r#"{"token" : "<token>" , "x":1}"#),
            (r#"{"sign":123456,"n":123456}"#, r#"{"sign":"<sign>","n":123456}"#),
            (r#"{"tok\u0065n":"R"}"#, r#"{"tok\u0065n":"<token>"}"#),
            (r#"{"token":"R","token":"S"}"#, r#"{"token":"<token>","token":"<token>"}"#),
            (r#"{"Api_Key":["R"]}"#, r#"{"Api_Key":"<Api_Key>"}"#),
            (r#"{"templateParams":{"password":"P"}}"#, r#"{"templateParams":{"password":"P"}}"#),
            (r#"{"text":"x?token=R"}"#, r#"{"text":"x?token=R"}"#),
            (r#"{"my_token":"R","design":"S","token":null}"#, r#"{"my_token":"R","design":"S","token":null}"#),
            (r#"[{"text":"token=R"}]"#, r#"[{"text":"token=R"}]"#),
            ("", ""),
        ] {
            assert_eq!(shown("application/json", text), right);
            assert_eq!(shown("text/plain", text), right);
        }
        let form = "application/x-www-form-urlencoded";
        assert_eq!(shown(form, r#"{"token":"R"}"#), r#"{"token":"<token>"}"#);
        assert_eq!(
            shown(form, "user=t&sign=R&t%6Fken=R&text=token%3DR"),
            "user=t&sign=<sign>&t%6Fken=<token>&text=token%3DR"
        );
        assert_eq!(shown(form, "design=R&token="), "design=R&token=");
    }

    #[test]
    fn a_body_that_cannot_be_parsed_shows_no_credential() {
        let part =
            "--x\r\nContent-Disposition: form-data; name=\"sign\"\r\nContent-Type: text/plain\r\n\r\nREAL\r\n--x--\r\n";
        for text in [
            r#"{"token": "REAL", "text": "Hi",}"#,
            r#"{"text": "Hi", "token": "REAL"#,
            r#"{"text": "a"b", "token" : "REAL"}"#,
            r#"{"text": "cut", "token": "RE\"AL"#,
            r#"{"tok\u0065n": "REAL",}"#,
            r#"{"token": 5550123REAL,}"#,
            "\u{feff}{\"token\": \"REAL\"}",
            "{'token': 'REAL'}",
            "{token: \"REAL\"}",
            "user=test&sign=REAL&txt=Hi",
            "token=REAL",
            "<token>REAL</token>",
            "token: REAL\n",
            part,
            "--x\nContent-Disposition: form-data; name=sign\n\nREAL",
        ] {
            let shown = shown("text/plain", text);
            assert!(!shown.contains("REAL") && !shown.contains("AL") && shown.contains(MASK), "{text}: {shown}");
        }
        assert_eq!(shown("text/plain", "user=test&sign=REAL&txt=Hi"), "user=test&sign=***&txt=Hi");
        assert_eq!(shown("text/plain", r#"{"token": "REAL", "text": "Hi",}"#), r#"{"token": "***", "text": "Hi",}"#);
        assert!(shown("multipart/form-data", part).ends_with("\r\n\r\n***\r\n--x--\r\n"));
        for plain in [
            "Hello, key people",
            "design=R",
            "mytoken=R",
            "a token of thanks",
            "key",
            "token",
            "{\"token\"",
            "\"token\":",
        ] {
            assert_eq!(shown("text/plain", plain), plain);
        }
    }
}
