//! Code that makes a request again, with credentials from the environment.

use std::borrow::Cow;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::call::ControlError;
use super::snippet::{
    CRequest, JAVASCRIPT_BASIC, c_program, javascript_call, messagio_arguments, python_literal, python_messagio,
    python_program, shell, shell_variable,
};
use super::variables::Marks;
use crate::filled::filled;
use crate::provider::common::body::is_form;
use crate::provider::common::credentials::{KEY_HEADER, TELEGRAM_BOT_HEADER, VIBER_BOT_HEADER};
use crate::requests::{LoggedRequest, masking};

/// Returns the code in a language of [`super::snippet::LANGUAGES`]; none for another one. The error says why there is none
/// for this request.
pub(super) fn write(request: &LoggedRequest, origin: &str, language: &str) -> Result<Option<String>, ControlError> {
    if request.is_cut() {
        let message = "the body was too large to keep whole, so there is no code that makes the request again";
        return Err(ControlError::new(StatusCode::CONFLICT, "BODY_CUT", message));
    }
    Ok(Some(match language {
        "curl" => curl(request, origin),
        "python" => python(request)?,
        "c" => c(request)?,
        "javascript" => javascript(request, origin),
        _ => return Ok(None),
    }))
}

/// Path and query, with marks.
fn target(request: &LoggedRequest) -> String {
    with_query(request, Marks::new(request).query())
}

/// Path and query without credentials: the library sends its own.
fn library_target(request: &LoggedRequest) -> String {
    with_query(request, masking::query_without(&request.uri))
}

fn with_query(request: &LoggedRequest, query: Option<String>) -> String {
    let path = request.uri.path();
    query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"))
}

/// A header with a credential: its name, the start of its value, and the variable of the rest.
type Credential = (&'static str, &'static str, &'static str);

/// The headers with the credentials of an API.
fn credentials(request: &LoggedRequest) -> Vec<Credential> {
    const KEY: Credential = ("X-Authorization-Key", "", "SMSBAT_API_KEY");
    let has = |name: &str| request.headers.contains_key(name);
    match request.api {
        "messagio" => Vec::new(),
        _ if masking::has_secret(&request.uri) => Vec::new(),
        "chathub" if request.uri.path() == "/api/company/get-token" => Vec::new(),
        "chathub" => vec![("Authorization", "Bearer ", "SMSBAT_COMPANY_TOKEN")],
        "turbosms" => vec![("Authorization", "Bearer ", "SMSBAT_API_KEY")],
        // The first of them decides the account.
        "cascade" if has(VIBER_BOT_HEADER) || has(TELEGRAM_BOT_HEADER) => [
            (KEY_HEADER, KEY),
            (VIBER_BOT_HEADER, ("X-Viber-Auth-Token", "", "SMSBAT_VIBER_BOT_TOKEN")),
            (TELEGRAM_BOT_HEADER, ("X-Tg-Bot-Key", "", "SMSBAT_TELEGRAM_BOT_KEY")),
        ]
        .into_iter()
        .filter_map(|(name, credential)| has(name).then_some(credential))
        .collect(),
        _ if !has(KEY_HEADER) && has("authorization") => vec![("Authorization", "Basic ", "SMSBAT_API_KEY")],
        _ => vec![KEY],
    }
}

fn media_type(request: &LoggedRequest) -> Option<&str> {
    request.headers.get("content-type")?.to_str().ok()
}

/// A body of JSON with marks; none if it is something else.
fn json_body(request: &LoggedRequest) -> Option<Value> {
    serde_json::from_str(&Marks::new(request).body()).ok()
}

/// A body of JSON for the library, which sends the token of TurboSMS itself; none without a body.
fn library_body(request: &LoggedRequest) -> Result<Option<Value>, ControlError> {
    if request.body.is_empty() {
        return Ok(None);
    }
    let mut body = json_body(request).ok_or_else(|| {
        let message = "this request has no JSON body; copy it as curl";
        ControlError::new(StatusCode::CONFLICT, "NO_JSON_BODY", message)
    })?;
    if let (Some(fields), "turbosms") = (body.as_object_mut(), request.api) {
        fields.retain(|name, _| !masking::is_field(name));
    }
    Ok(Some(body))
}

fn curl(request: &LoggedRequest, origin: &str) -> String {
    let marks = Marks::new(request);
    let quoted = |text: &str| marks.replace(&shell(text), |variable| format!("'\"{}\"'", shell_variable(variable)));
    let mut call = format!("curl {}", quoted(&format!("{origin}{}", target(request))));
    let method = request.method.as_str();
    if method != "GET" && (method != "POST" || request.body.is_empty()) {
        call.push_str(&format!(" \\\n  -X {}", shell(method)));
    }
    for (name, prefix, variable) in credentials(request) {
        let variable = shell_variable(variable);
        call.push_str(&match prefix {
            "Basic " => format!(" \\\n  -u \"@:{variable}\""),
            prefix => format!(" \\\n  -H \"{name}: {prefix}{variable}\""),
        });
    }
    if let Some(media_type) = media_type(request) {
        call.push_str(&format!(" \\\n  -H {}", shell(&format!("Content-Type: {media_type}"))));
    }
    if !request.body.is_empty() {
        call.push_str(&format!(" \\\n  --data-raw {}", quoted(&marks.body())));
    }
    call + "\n"
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
    (request.api == "messagio" && is_form(&request.headers)).then(|| Value::Object(filled(fields)))
}

/// The API whose URL and credentials the library uses; GMS has those of SMSBAT.
fn library_api(request: &LoggedRequest) -> &'static str {
    if request.api == "gms" { "messages" } else { request.api }
}

fn python(request: &LoggedRequest) -> Result<String, ControlError> {
    if let Some(messages) = messages(request) {
        return Ok(python_program("", &format!("client.send({})", python_literal(&messages))));
    }
    if let Some(form) = form(request) {
        return Ok(python_program("", &python_messagio(&form)));
    }
    let settings = if request.api == "gms" { "api_key_as_password=True" } else { "" };
    let mut call = format!("client.request({}, {}", json!(request.method.as_str()), json!(library_target(request)));
    if let Some(body) = library_body(request)? {
        let body = Marks::new(request)
            .replace_literals(&python_literal(&body), |variable| format!("os.environ[\"{variable}\"]"));
        call.push_str(&format!(", json={body}"));
    }
    if library_api(request) != "messages" {
        call.push_str(&format!(", api={}", json!(library_api(request))));
    }
    Ok(python_program(settings, &(call + ")")))
}

fn c(request: &LoggedRequest) -> Result<String, ControlError> {
    if let Some(messages) = messages(request) {
        let arguments = json!({"messages": messages}).to_string();
        return Ok(c_program("messages.send", &CRequest::plain(&arguments), false));
    }
    if let Some(form) = form(request) {
        let arguments = messagio_arguments(&form).to_string();
        return Ok(c_program("messagio.send", &CRequest::plain(&arguments), false));
    }
    let mut arguments =
        json!({"method": request.method.as_str(), "path": library_target(request), "api": library_api(request)});
    if let Some(body) = library_body(request)? {
        arguments["json"] = body;
    }
    let arguments = arguments.to_string();
    let marks = Marks::new(request);
    let format = marks.replace(&arguments.replace('%', "%%"), |_| "%s".to_owned());
    let definition = match marks.variables(&arguments).as_slice() {
        [] => CRequest::plain(&arguments),
        variables => CRequest::formatted(&format, variables),
    };
    Ok(c_program("request", &definition, request.api == "gms"))
}

fn javascript(request: &LoggedRequest, origin: &str) -> String {
    let (marks, target) = (Marks::new(request), target(request));
    let text = marks.body();
    let credentials = credentials(request);
    let mut variables: Vec<&str> = credentials.iter().map(|(_, _, variable)| *variable).collect();
    variables.extend(marks.variables(&target).into_iter().chain(marks.variables(&text)));
    let headers = credentials.iter().map(|(name, prefix, variable)| match *prefix {
        "Basic " => (*name, JAVASCRIPT_BASIC.to_owned()),
        "" => (*name, format!("process.env.{variable}")),
        prefix => (*name, format!("`{prefix}${{process.env.{variable}}}`")),
    });
    let body = (!request.body.is_empty()).then(|| match json_body(request) {
        Some(body) if !is_form(&request.headers) => {
            let text = serde_json::to_string_pretty(&body).unwrap_or_default();
            let text = marks.replace_literals(&text, |variable| format!("process.env.{variable}"));
            Cow::from(format!("JSON.stringify({})", text.replace('\n', "\n  ")))
        }
        _ => javascript_text(&marks, &text).into(),
    });
    let url = javascript_text(&marks, &format!("{origin}{target}"));
    let headers: Vec<_> = headers.collect();
    let call = (request.method.as_str(), url.as_str());
    javascript_call(call, &headers, media_type(request), body.as_deref(), &variables)
}

/// A literal with variables in the place of marks.
fn javascript_text(marks: &Marks<'_>, text: &str) -> String {
    if marks.variables(text).is_empty() {
        return Value::from(text).to_string();
    }
    let escaped = text.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${");
    format!("`{}`", marks.replace(&escaped, |variable| format!("${{process.env.{variable}}}")))
}
