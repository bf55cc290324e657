//! Code that makes a request again, with credentials from the environment.

use serde_json::{Value, json};

use super::snippet::{
    JAVASCRIPT_BASIC, c_program, javascript_call, messagio_arguments, python_literal, python_messagio, python_program,
    shell,
};
use crate::provider::common::body::is_form;
use crate::requests::{LoggedRequest, masking};

/// Returns the code in a language of [`super::snippet::LANGUAGES`]; none for another one.
pub(super) fn write(request: &LoggedRequest, origin: &str, language: &str) -> Option<String> {
    match language {
        "curl" => Some(curl(request, origin)),
        "python" => Some(python(request)),
        "c" => Some(c(request)),
        "javascript" => Some(javascript(request, origin)),
        _ => None,
    }
}

/// Path and query, masked.
fn target(request: &LoggedRequest) -> String {
    match masking::query(&request.uri) {
        Some(query) => format!("{}?{query}", request.uri.path()),
        None => request.uri.path().to_owned(),
    }
}

/// The header with the credentials of an API: its name, and its value around a variable.
fn credentials(request: &LoggedRequest) -> Option<(&'static str, &'static str)> {
    match request.api {
        "messagio" => None,
        _ if masking::has_masked(&target(request)) => None,
        "chathub" => Some(("Authorization", "Bearer ")),
        "turbosms" => Some(("Authorization", "Bearer ")),
        _ if request.headers.contains_key("x-authorization-key") => Some(("X-Authorization-Key", "")),
        _ if request.headers.contains_key("authorization") => Some(("Authorization", "Basic ")),
        _ => Some(("X-Authorization-Key", "")),
    }
}

fn media_type(request: &LoggedRequest) -> Option<&str> {
    request.headers.get("content-type")?.to_str().ok()
}

/// A body of JSON; none if it is something else.
fn json_body(request: &LoggedRequest) -> Option<Value> {
    serde_json::from_str(&request.masked_body()).ok()
}

fn curl(request: &LoggedRequest, origin: &str) -> String {
    let mut call = format!("curl {}", key(&shell(&format!("{origin}{}", target(request)))));
    let method = request.method.as_str();
    if method != "GET" && (method != "POST" || request.body.is_empty()) {
        call.push_str(&format!(" \\\n  -X {method}"));
    }
    match credentials(request) {
        Some(("Authorization", "Basic ")) => call.push_str(" \\\n  -u \"@:$SMSBAT_API_KEY\""),
        Some((name, prefix)) => call.push_str(&format!(" \\\n  -H \"{name}: {prefix}$SMSBAT_API_KEY\"")),
        None => {}
    }
    if let Some(media_type) = media_type(request) {
        call.push_str(&format!(" \\\n  -H {}", shell(&format!("Content-Type: {media_type}"))));
    }
    if !request.body.is_empty() {
        call.push_str(&format!(" \\\n  --data-raw {}", key(&shell(&request.masked_body()))));
    }
    call + "\n"
}

/// Puts a variable in the place of a masked credential of a quoted text.
fn key(quoted: &str) -> String {
    masking::unmask(quoted, "'\"$SMSBAT_API_KEY\"'")
}

/// The messages of a send, for which the library has a method.
fn messages(request: &LoggedRequest) -> Option<Value> {
    let body = json_body(request)?;
    let is_send = request.method == "POST" && request.uri.path() == "/bat/messagelist";
    let messages = if body.is_array() { body } else { body.get("messages")?.clone() };
    is_send.then_some(messages)
}

/// The fields of a form, for Messagio's API.
fn form(request: &LoggedRequest) -> Option<Value> {
    let fields = form_urlencoded::parse(&request.body).map(|(name, value)| (name.into_owned(), Value::from(&*value)));
    (request.api == "messagio").then(|| Value::Object(fields.collect()))
}

/// The API whose URL and credentials the library uses; GMS has those of SMSBAT.
fn library_api(request: &LoggedRequest) -> &'static str {
    if request.api == "gms" { "messages" } else { request.api }
}

fn python(request: &LoggedRequest) -> String {
    if let Some(messages) = messages(request) {
        return python_program("", &format!("client.send({})", python_literal(&messages)));
    }
    if let Some(form) = form(request) {
        return python_program("", &python_messagio(&form));
    }
    let settings = if request.api == "gms" { "api_key_as_password=True" } else { "" };
    let mut call = format!("client.request({}, {}", json!(request.method.as_str()), json!(target(request)));
    if let Some(body) = json_body(request) {
        call.push_str(&format!(", json={}", python_literal(&body)));
    }
    if library_api(request) != "messages" {
        call.push_str(&format!(", api={}", json!(library_api(request))));
    }
    python_program(settings, &(call + ")"))
}

fn c(request: &LoggedRequest) -> String {
    if let Some(messages) = messages(request) {
        return c_program("messages.send", &json!({"messages": messages}), false);
    }
    if let Some(form) = form(request) {
        return c_program("messagio.send", &messagio_arguments(&form), false);
    }
    let mut arguments =
        json!({"method": request.method.as_str(), "path": target(request), "api": library_api(request)});
    if let Some(body) = json_body(request) {
        arguments["json"] = body;
    }
    c_program("request", &arguments, request.api == "gms")
}

fn javascript(request: &LoggedRequest, origin: &str) -> String {
    let header = credentials(request).map(|(name, prefix)| match prefix {
        "Basic " => (name, JAVASCRIPT_BASIC.to_owned()),
        "" => (name, "process.env.SMSBAT_API_KEY".to_owned()),
        prefix => (name, format!("`{prefix}${{process.env.SMSBAT_API_KEY}}`")),
    });
    let body = (!request.body.is_empty()).then(|| match json_body(request) {
        Some(body) if !is_form(&request.headers) => {
            let text = serde_json::to_string_pretty(&body).unwrap_or_default();
            format!("JSON.stringify({})", text.replace('\n', "\n  "))
        }
        _ => Value::from(request.masked_body()).to_string(),
    });
    let url = format!("{origin}{}", target(request));
    javascript_call(request.method.as_str(), &url, header, media_type(request), body.as_deref())
}
