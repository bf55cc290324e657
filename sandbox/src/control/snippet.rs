//! Code that sends a message again.

use serde_json::Value;

use crate::inbox::message::{Api, Message};

/// Supported languages.
pub(crate) const LANGUAGES: [&str; 3] = ["curl", "python", "c"];

/// Returns the code in a language of [`LANGUAGES`]; none for another one.
pub(crate) fn write(message: &Message, origin: &str, language: &str) -> Option<String> {
    let wire = wire(message);
    match language {
        "curl" => Some(curl(message.api, origin, &wire)),
        "python" => Some(python(message.api, &wire)),
        "c" => Some(c(message.api, &wire)),
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

fn curl(api: Api, origin: &str, wire: &Value) -> String {
    let key = "-H \"X-Authorization-Key: $SMSBAT_API_KEY\"";
    let (path, credentials, body) = match api {
        Api::Messages => ("/bat/messagelist", key, serde_json::json!({"messages": [wire]})),
        Api::Cascade => ("/api/CascadeMessage/send_message/async", key, serde_json::json!([wire])),
        Api::TurboSms => ("/api/tsms/message/send", "-H \"Authorization: Bearer $SMSBAT_API_KEY\"", wire.clone()),
        Api::Gms => ("/api/GMSMessage/send_message", "-u \"@:$SMSBAT_API_KEY\"", wire.clone()),
        Api::Messagio => {
            let mut call = format!(
                "curl '{origin}/api/SendMessage' \\\n  --data-urlencode \"user=$SMSBAT_MESSAGIO_USER\" \\\n  \
                 --data-urlencode \"sign=$SMSBAT_MESSAGIO_SIGN\""
            );
            for (name, value) in wire.as_object().into_iter().flatten() {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                call.push_str(&format!(" \\\n  --data-urlencode {}", shell(&format!("{name}={value}"))));
            }
            return call + "\n";
        }
    };
    let body = shell(&body.to_string());
    format!("curl '{origin}{path}' \\\n  {credentials} \\\n  -H 'Content-Type: application/json' \\\n  -d {body}\n")
}

/// Quotes a text for a shell.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn python(api: Api, wire: &Value) -> String {
    let literal = |value: &Value| {
        let mut literal = String::new();
        python_value(value, 2, &mut literal);
        literal
    };
    let (settings, call) = match api {
        Api::Messages => ("", format!("client.send({})", literal(wire))),
        Api::Cascade => ("", format!("client.cascade.send({})", literal(wire))),
        Api::TurboSms => ("", format!("client.turbosms.send({})", literal(wire))),
        Api::Messagio => {
            let arguments = messagio_arguments(wire);
            let named = arguments.as_object().into_iter().flatten();
            let named = named.map(|(name, value)| format!("\n        {name}={},", literal(value)));
            ("", format!("client.messagio.send({}\n    )", named.collect::<String>()))
        }
        // GMS takes the key only as a password.
        Api::Gms => (
            "api_key_as_password=True",
            format!("client.request(\"POST\", \"/api/GMSMessage/send_message\", json={})", literal(wire)),
        ),
    };
    format!("import smsbat\n\nwith smsbat.Client({settings}) as client:\n    result = {call}\n    print(result)\n")
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
        Api::Messages => ("messages.send", serde_json::json!({"messages": [wire]})),
        Api::Cascade => ("cascade.send", serde_json::json!({"messages": [wire]})),
        Api::TurboSms => ("turbosms.send", serde_json::json!({"message": wire})),
        Api::Messagio => ("messagio.send", messagio_arguments(wire)),
        Api::Gms => {
            ("request", serde_json::json!({"method": "POST", "path": "/api/GMSMessage/send_message", "json": wire}))
        }
    };
    // GMS takes the key only as a password.
    let (settings, options, end) = match api {
        Api::Gms => (
            "  smsbat_options *options = smsbat_options_new();\n  \
             smsbat_options_set_api_key_as_password(options, true);\n",
            "options",
            "  smsbat_options_free(options);\n",
        ),
        _ => ("", "NULL", ""),
    };
    format!(
        r#"#include <smsbat.h>
#include <stdio.h>

int main(void) {{
  smsbat_client *client = NULL;
  smsbat_reply *reply = NULL;
  smsbat_error *error = NULL;
{settings}  const char *request =
{};

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
"#,
        c_string(&arguments.to_string())
    )
}

/// The fields of the form under the library's argument names.
fn messagio_arguments(wire: &Value) -> Value {
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
    Value::Object(given.collect())
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
