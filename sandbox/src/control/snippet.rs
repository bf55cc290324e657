//! Code that sends a message again.

use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::ControlError;
use crate::filled::filled;
use crate::inbox::message::{Api, Message};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeQuery {
    pub(super) language: String,
}

/// Returns the response with code in a language, or the error if there is none for it.
pub(super) fn in_language(language: &str, code: Option<String>) -> Result<Json<Value>, ControlError> {
    let code =
        code.ok_or_else(|| ControlError::bad_request(format!("language must be one of {}", LANGUAGES.join(", "))))?;
    Ok(Json(json!({"language": language, "code": code})))
}

/// Supported languages.
pub(crate) const LANGUAGES: [&str; 4] = ["curl", "python", "c", "javascript"];

/// Returns the code in a language of [`LANGUAGES`]; none for another one.
pub(crate) fn write(message: &Message, origin: &str, language: &str) -> Option<String> {
    let wire = wire(message);
    match language {
        "curl" => Some(curl(message.api, origin, &wire)),
        "python" => Some(python(message.api, &wire)),
        "c" => Some(c(message.api, &wire)),
        "javascript" => Some(javascript(message.api, origin, &wire)),
        _ => None,
    }
}

/// The message as its API takes it; that of TurboSMS is stored without recipients.
fn wire(message: &Message) -> Value {
    let mut wire: Value = serde_json::from_str(message.request.get()).unwrap_or_default();
    match (message.api, wire.as_object_mut()) {
        (Api::TurboSms, Some(map)) => drop(map.insert("recipients".to_owned(), vec![&*message.digits].into())),
        // The login belongs to the sign, which is not stored.
        (Api::Messagio, Some(map)) => drop(map.remove("user")),
        _ => {}
    }
    wire
}

/// Path and body of the request of one message.
fn call(api: Api, wire: &Value) -> (&'static str, Value) {
    match api {
        Api::Messages => ("/bat/messagelist", json!({"messages": [wire]})),
        Api::Cascade => ("/api/CascadeMessage/send_message/async", json!([wire])),
        Api::TurboSms => ("/api/tsms/message/send", wire.clone()),
        Api::Gms => ("/api/GMSMessage/send_message", wire.clone()),
        Api::Messagio => ("/api/SendMessage", wire.clone()),
    }
}

fn curl(api: Api, origin: &str, wire: &Value) -> String {
    let (path, body) = call(api, wire);
    let credentials = match api {
        Api::Messages | Api::Cascade => "-H \"X-Authorization-Key: ",
        Api::TurboSms => "-H \"Authorization: Bearer ",
        Api::Gms => "-u \"@:",
        Api::Messagio => {
            let mut call = format!(
                "curl '{origin}{path}' \\\n  --data-urlencode \"user={}\" \\\n  --data-urlencode \"sign={}\"",
                shell_variable("SMSBAT_MESSAGIO_USER"),
                shell_variable("SMSBAT_MESSAGIO_SIGN")
            );
            for (name, value) in wire.as_object().into_iter().flatten() {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                call.push_str(&format!(" \\\n  --data-urlencode {}", shell(&format!("{name}={value}"))));
            }
            return call + "\n";
        }
    };
    let (body, key) = (shell(&body.to_string()), shell_variable("SMSBAT_API_KEY"));
    format!(
        "curl '{origin}{path}' \\\n  {credentials}{key}\" \\\n  -H 'Content-Type: application/json' \\\n  -d {body}\n"
    )
}

fn javascript(api: Api, origin: &str, wire: &Value) -> String {
    let (path, body) = call(api, wire);
    let url = format!("{origin}{path}");
    let header = match api {
        Api::Messages | Api::Cascade => Some(("X-Authorization-Key", "process.env.SMSBAT_API_KEY".to_owned())),
        Api::TurboSms => Some(("Authorization", "`Bearer ${process.env.SMSBAT_API_KEY}`".to_owned())),
        Api::Gms => Some(("Authorization", JAVASCRIPT_BASIC.to_owned())),
        Api::Messagio => None,
    };
    let pretty = |value: &Value| serde_json::to_string_pretty(value).unwrap_or_default().replace('\n', "\n  ");
    let (media_type, body) = match api {
        Api::Messagio => {
            let login = "user: process.env.SMSBAT_MESSAGIO_USER,\n    sign: process.env.SMSBAT_MESSAGIO_SIGN,\n    ";
            (
                None,
                format!("new URLSearchParams({})", pretty(&body).replacen("{\n    ", &format!("{{\n    {login}"), 1)),
            )
        }
        _ => (Some("application/json"), format!("JSON.stringify({})", pretty(&body))),
    };
    let variables: &[&str] = match api {
        Api::Messagio => &["SMSBAT_MESSAGIO_USER", "SMSBAT_MESSAGIO_SIGN"],
        _ => &["SMSBAT_API_KEY"],
    };
    let headers: Vec<_> = header.into_iter().collect();
    javascript_call(("POST", &Value::from(url).to_string()), &headers, media_type, Some(&body), variables)
}

/// The value of an `Authorization` header for an API that takes the key only as a password.
pub(super) const JAVASCRIPT_BASIC: &str = "`Basic ${btoa(`@:${process.env.SMSBAT_API_KEY}`)}`";

/// A call of `fetch` with a method and a URL. The URL, the values of `headers` and the body are expressions, which use these
/// environment variables.
pub(super) fn javascript_call(
    (method, url): (&str, &str),
    headers: &[(&str, String)],
    media_type: Option<&str>,
    body: Option<&str>,
    variables: &[&str],
) -> String {
    let mut lines: Vec<String> =
        headers.iter().map(|(name, value)| format!("    {}: {value},\n", Value::from(*name))).collect();
    lines.extend(media_type.map(|value| format!("    \"Content-Type\": {},\n", Value::from(value))));
    let headers = if lines.is_empty() { String::new() } else { format!("  headers: {{\n{}  }},\n", lines.concat()) };
    let body = body.map(|body| format!("  body: {body},\n")).unwrap_or_default();
    let check = match variables {
        [] => String::new(),
        names => format!(
            "for (const name of {}) {{\n  if (!process.env[name]) throw new Error(`${{name}} is not set`);\n}}\n",
            json!(names)
        ),
    };
    format!(
        "{check}const response = await fetch({url}, {{\n  method: {},\n{headers}{body}}});\n\
         console.log(response.status, await response.text());\n",
        Value::from(method)
    )
}

/// An environment variable in double quotes of a shell, which stops if it is not set.
pub(super) fn shell_variable(name: &str) -> String {
    format!("${{{name}:?is not set}}")
}

/// Quotes a text for a shell.
pub(super) fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn python(api: Api, wire: &Value) -> String {
    let settings = if api == Api::Gms { "api_key_as_password=True" } else { "" };
    let call = match api {
        Api::Messages => format!("client.send({})", python_literal(wire)),
        Api::Cascade => format!("client.cascade.send({})", python_literal(wire)),
        Api::TurboSms => format!("client.turbosms.send({})", python_literal(wire)),
        Api::Messagio => python_messagio(wire),
        Api::Gms => {
            format!("client.request(\"POST\", \"/api/GMSMessage/send_message\", json={})", python_literal(wire))
        }
    };
    python_program(settings, &call)
}

/// The call of Messagio's API for the fields of a form.
pub(super) fn python_messagio(form: &Value) -> String {
    let arguments = messagio_arguments(form);
    let named = arguments.as_object().into_iter().flatten();
    let named = named.map(|(name, value)| format!("\n        {name}={},", python_literal(value)));
    format!("client.messagio.send({}\n    )", named.collect::<String>())
}

/// A program that makes a client with these settings and prints the result of a call.
pub(super) fn python_program(settings: &str, call: &str) -> String {
    let os = if call.contains("os.environ[") { "import os\n\n" } else { "" };
    format!("{os}import smsbat\n\nwith smsbat.Client({settings}) as client:\n    result = {call}\n    print(result)\n")
}

/// A JSON value as an argument of the call in [`python_program`].
pub(super) fn python_literal(value: &Value) -> String {
    let mut literal = String::new();
    python_value(value, 2, &mut literal);
    literal
}

/// Writes a JSON value as a Python literal. JSON's string escapes mean the same in Python.
fn python_value(value: &Value, depth: usize, out: &mut String) {
    let indent = "    ".repeat(depth);
    match value {
        Value::Null => out.push_str("None"),
        Value::Bool(true) => out.push_str("True"),
        Value::Bool(false) => out.push_str("False"),
        Value::Array(list) if !list.is_empty() => {
            out.push_str("[\n");
            for item in list {
                out.push_str(&indent);
                python_value(item, depth + 1, out);
                out.push_str(",\n");
            }
            out.push_str(&format!("{}]", &indent[4..]));
        }
        Value::Object(map) if !map.is_empty() => {
            out.push_str("{\n");
            for (key, item) in map {
                out.push_str(&format!("{indent}{}: ", Value::from(key.as_str())));
                python_value(item, depth + 1, out);
                out.push_str(",\n");
            }
            out.push_str(&format!("{}}}", &indent[4..]));
        }
        other => out.push_str(&other.to_string()),
    }
}

fn c(api: Api, wire: &Value) -> String {
    let (operation, arguments) = match api {
        Api::Messages => ("messages.send", json!({"messages": [wire]})),
        Api::Cascade => ("cascade.send", json!({"messages": [wire]})),
        Api::TurboSms => ("turbosms.send", json!({"message": wire})),
        Api::Messagio => ("messagio.send", messagio_arguments(wire)),
        Api::Gms => ("request", json!({"method": "POST", "path": "/api/GMSMessage/send_message", "json": wire})),
    };
    c_program(operation, &CRequest::plain(&arguments.to_string()), api == Api::Gms)
}

/// The definition of `request` in a C program.
pub(super) struct CRequest {
    /// Before `main`.
    head: &'static str,
    /// At the start of `main`.
    body: String,
}

impl CRequest {
    pub(super) fn plain(arguments: &str) -> Self {
        Self { head: "", body: format!("  const char *request =\n{};\n", c_string(arguments)) }
    }

    /// Puts the values of environment variables into a format of `printf`.
    pub(super) fn formatted(format: &str, variables: &[&str]) -> Self {
        let values: Vec<String> = variables.iter().map(|name| format!("variable(\"{name}\")")).collect();
        let body = format!(
            r#"  static char request[{}];
  int length = snprintf(request, sizeof request,
{},
      {});
  if (length < 0 || (size_t)length >= sizeof request) {{
    fputs("the request is too long\n", stderr);
    return 1;
  }}
"#,
            format.len() + 4096 * variables.len(),
            c_string(format),
            values.join(", ")
        );
        Self { head: C_VARIABLE, body }
    }
}

const C_VARIABLE: &str = r#"#include <stdlib.h>
#include <string.h>

/* Returns the value of an environment variable, which is put into JSON. */
static const char *variable(const char *name) {
  const char *value = getenv(name);
  if (value == NULL || *value == '\0' || strpbrk(value, "\"\\\t\r\n") != NULL) {
    fprintf(stderr, "%s is not set, or has a quote, a backslash, a tab or a line break\n", name);
    exit(1);
  }
  return value;
}
"#;

/// A program that calls an operation by its name. With `is_password`, the key is sent as a password.
pub(super) fn c_program(operation: &str, CRequest { head, body }: &CRequest, is_password: bool) -> String {
    let (settings, options, end) = match is_password {
        true => (
            "  smsbat_options *options = smsbat_options_new();\n  \
             smsbat_options_set_api_key_as_password(options, true);\n",
            "options",
            "  smsbat_options_free(options);\n",
        ),
        false => ("", "NULL", ""),
    };
    format!(
        r#"#include <smsbat.h>
#include <stdio.h>
{head}
int main(void) {{
{body}  smsbat_client *client = NULL;
  smsbat_reply *reply = NULL;
  smsbat_error *error = NULL;
{settings}
  if (smsbat_client_new({options}, &client, &error) == SMSBAT_OK
      && smsbat_call(client, "{operation}", request, &reply, &error) == SMSBAT_OK) {{
    puts(smsbat_reply_json(reply, NULL));
  }} else {{
    fprintf(stderr, "%s\n", smsbat_error_text(error));
  }}
  int good = error == NULL;
  smsbat_error_free(error);
  smsbat_reply_free(reply);
  smsbat_client_free(client);
{end}  return good ? 0 : 1;
}}
"#
    )
}

/// The fields of the form under the library's argument names.
pub(super) fn messagio_arguments(wire: &Value) -> Value {
    let names = [
        ("phone", "to"),
        ("from", "sender"),
        ("txt", "text"),
        ("button_text", "button_text"),
        ("button_link", "button_url"),
        ("image_link", "image"),
        ("sending_method", "sending_method"),
    ];
    let given = names.iter().filter_map(|(wire_name, name)| Some(((*name).to_owned(), wire.get(*wire_name)?.clone())));
    Value::Object(filled(given))
}

/// Writes a C string literal, split over lines.
fn c_string(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let lines: Vec<String> = characters
        .chunks(90)
        .map(|piece| {
            let escaped: String = piece
                .iter()
                .map(|c| match c {
                    '"' => "\\\"".to_owned(),
                    '\\' => "\\\\".to_owned(),
                    // No trigraphs.
                    '?' => "\\?".to_owned(),
                    c => c.to_string(),
                })
                .collect();
            format!("      \"{escaped}\"")
        })
        .collect();
    lines.join("\n")
}
