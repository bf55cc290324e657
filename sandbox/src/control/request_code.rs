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

/// Path and query without credentials: the library sends its own.
fn library_target(request: &LoggedRequest) -> String {
    match masking::query(&request.uri).as_deref().and_then(masking::without_masked) {
        Some(query) => format!("{}?{query}", request.uri.path()),
        None => request.uri.path().to_owned(),
    }
}

/// The header with the credentials of an API: its name, the start of its value, and the variable of the rest.
fn credentials(request: &LoggedRequest) -> Option<(&'static str, &'static str, &'static str)> {
    let target = target(request);
    match request.api {
        "messagio" => None,
        _ if masking::unmask(&target, |_| String::new()) != target => None,
        "chathub" if request.uri.path() == "/api/company/get-token" => None,
        "chathub" => Some(("Authorization", "Bearer ", "SMSBAT_COMPANY_TOKEN")),
        "turbosms" => Some(("Authorization", "Bearer ", "SMSBAT_API_KEY")),
        _ if request.headers.contains_key("x-authorization-key") => Some(("X-Authorization-Key", "", "SMSBAT_API_KEY")),
        _ if request.headers.contains_key("authorization") => Some(("Authorization", "Basic ", "SMSBAT_API_KEY")),
        _ => Some(("X-Authorization-Key", "", "SMSBAT_API_KEY")),
    }
}

fn media_type(request: &LoggedRequest) -> Option<&str> {
    request.headers.get("content-type")?.to_str().ok()
}

/// A body of JSON; none if it is something else.
fn json_body(request: &LoggedRequest) -> Option<Value> {
    serde_json::from_str(&request.masked_body()).ok()
}

/// A body of JSON for the library, which sends the token of TurboSMS itself.
fn library_body(request: &LoggedRequest) -> Option<Value> {
    let mut body = json_body(request)?;
    if let (Some(fields), "turbosms") = (body.as_object_mut(), request.api) {
        fields.remove("token");
    }
    Some(body)
}

fn curl(request: &LoggedRequest, origin: &str) -> String {
    let mut call = format!("curl {}", key(&shell(&format!("{origin}{}", target(request)))));
    let method = request.method.as_str();
    if method != "GET" && (method != "POST" || request.body.is_empty()) {
        call.push_str(&format!(" \\\n  -X {method}"));
    }
    match credentials(request) {
        Some(("Authorization", "Basic ", _)) => call.push_str(" \\\n  -u \"@:$SMSBAT_API_KEY\""),
        Some((name, prefix, variable)) => call.push_str(&format!(" \\\n  -H \"{name}: {prefix}${variable}\"")),
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
    masking::unmask(quoted, |variable| format!("'\"${variable}\"'"))
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
    let mut call = format!("client.request({}, {}", json!(request.method.as_str()), json!(library_target(request)));
    if let Some(body) = library_body(request) {
        let body = python_literal(&body);
        call.push_str(&format!(", json={}", in_place_of_masks(&body, "os.environ[\"", "\"]")));
    }
    if library_api(request) != "messages" {
        call.push_str(&format!(", api={}", json!(library_api(request))));
    }
    python_program(settings, &(call + ")"))
}

/// Puts an expression for a variable in the place of each masked credential, which is a quoted text.
fn in_place_of_masks(code: &str, before: &str, after: &str) -> String {
    // No literal has this character as it is.
    let marked = masking::unmask(code, |variable| format!("\0{before}{variable}{after}\0"));
    marked.replace("\"\0", "").replace("\0\"", "")
}

fn c(request: &LoggedRequest) -> String {
    if let Some(messages) = messages(request) {
        return c_program("messages.send", &json!({"messages": messages}), false);
    }
    if let Some(form) = form(request) {
        return c_program("messagio.send", &messagio_arguments(&form), false);
    }
    let mut arguments =
        json!({"method": request.method.as_str(), "path": library_target(request), "api": library_api(request)});
    if let Some(body) = library_body(request) {
        arguments["json"] = body;
    }
    c_program("request", &arguments, request.api == "gms")
}

fn javascript(request: &LoggedRequest, origin: &str) -> String {
    let header = credentials(request).map(|(name, prefix, variable)| match prefix {
        "Basic " => (name, JAVASCRIPT_BASIC.to_owned()),
        "" => (name, format!("process.env.{variable}")),
        prefix => (name, format!("`{prefix}${{process.env.{variable}}}`")),
    });
    let body = (!request.body.is_empty()).then(|| match json_body(request) {
        Some(body) if !is_form(&request.headers) => {
            let text = serde_json::to_string_pretty(&body).unwrap_or_default();
            let text = in_place_of_masks(&text, "process.env.", "");
            format!("JSON.stringify({})", text.replace('\n', "\n  "))
        }
        _ => javascript_text(&request.masked_body()),
    });
    let url = javascript_text(&format!("{origin}{}", target(request)));
    javascript_call(request.method.as_str(), &url, header, media_type(request), body.as_deref())
}

/// A literal with variables in the place of masked credentials.
fn javascript_text(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${");
    let whole = masking::unmask(&escaped, |variable| format!("${{process.env.{variable}}}"));
    if whole == escaped { Value::from(text).to_string() } else { format!("`{whole}`") }
}
