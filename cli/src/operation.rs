//! `smsbat cascade`, `chathub`, `turbosms` and `request`: operations by name.

use std::fs::File;
use std::io;
use std::path::Path;

use serde_json::value::RawValue;
use serde_json::{Value, json};
use smsbat_core::{
    CallOptions, CascadeMessage, ChatMedia, Client, Error, Json, Object, TurboSms as TurboSmsPart, TurboSmsMessage,
    TurboViber,
};

use crate::apis::{Cascade, CascadeSend, ChatHub, Request, SendOptions, TurboSms, TurboSmsSend};
use crate::arguments::ClientArguments;
use crate::messages::{call_options, client, interruptible};
use crate::output::{MESSAGES, Output, TEXT, read_all, text_or_stdin};
use crate::secret;
use crate::shown;

/// Result of a command.
pub(crate) type Reply = Result<Value, Error>;

/// Arguments of an operation by name, each as JSON. What the user gave as JSON stays as it is written: a parsed value
/// would keep one of two keys, and fewer digits of a number.
pub(crate) type Given = Vec<(&'static str, String)>;

/// A client, and the options of its calls without the interrupt.
pub(crate) struct Session {
    pub(crate) client: Client,
    options: CallOptions,
}

impl Session {
    pub(crate) fn new(arguments: &ClientArguments, given: Option<&SendOptions>) -> Result<Self, Error> {
        let client = client(arguments)?;
        let options = call_options(given.and_then(|g| g.timeout), given.is_some_and(|g| g.resend_unknown))?;
        Ok(Self { client, options })
    }

    /// Returns the options of the call. From now on Ctrl-C ends the call, not the program, so standard input has been read.
    pub(crate) fn options(&self) -> CallOptions {
        interruptible(self.options.clone())
    }

    pub(crate) fn call(&self, operation: &str, arguments: &Given) -> Reply {
        let members: Vec<String> = arguments.iter().map(|(name, json)| format!("{}:{json}", json!(name))).collect();
        let arguments = format!("{{{}}}", members.join(","));
        self.client.call_json(operation, &arguments, self.options()).map(|text| parse(&text))
    }
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

fn wrong(name: &str, rule: &str, message: impl Into<String>) -> Error {
    Error::invalid(name, rule, message)
}

/// Returns one JSON value from the argument, or from standard input.
pub(crate) fn given_json(name: &str, text: &str) -> Result<String, Error> {
    Ok(checked(name, &given_text(name, text, MESSAGES)?)?.get().to_owned())
}

/// Checks that the text is one JSON value, without reading it.
fn checked<'t>(name: &str, text: &'t str) -> Result<&'t RawValue, Error> {
    serde_json::from_str(text).map_err(|e| wrong(name, "json", format!("is not JSON: {e}")))
}

fn given_text(name: &str, text: &str, most: usize) -> Result<String, Error> {
    text_or_stdin(text, most).map_err(|e| wrong(name, "file", e))
}

pub(crate) fn cascade(arguments: &ClientArguments, command: Cascade, output: &Output) -> u8 {
    let reply = match command {
        Cascade::Send(command) => cascade_send(arguments, *command),
        Cascade::SendTemplate(command) => Session::new(arguments, Some(&command.options)).and_then(|session| {
            if command.template == "-" && command.rows.as_os_str() == "-" {
                return Err(wrong("template", "stdin", "cannot be read from standard input, which has the rows"));
            }
            let template = given_text("template", &command.template, TEXT)?;
            let rows = match command.rows.as_os_str() == "-" {
                true => given_json("rows", "-")?,
                false => {
                    let refused = |why| wrong("rows", "file", why);
                    let file = File::open(&command.rows).map_err(|e| refused(format!("cannot be read: {e}")))?;
                    let bytes = read_all(file, MESSAGES).map_err(refused)?;
                    let text = smsbat_core::text_of_file(&bytes).map_err(|why| wrong("rows", "file", why))?;
                    checked("rows", text)?.get().to_owned()
                }
            };
            let given = vec![
                ("template", json!(template).to_string()),
                ("rows", rows),
                ("sender", json!(command.sender).to_string()),
                ("message_type", json!(command.message_type).to_string()),
            ];
            session.call("cascade.send_template", &given)
        }),
    };
    shown::reply(reply, output)
}

fn cascade_send(arguments: &ClientArguments, command: CascadeSend) -> Reply {
    let session = Session::new(arguments, Some(&command.options))?;
    let messages: Vec<Object> = match &command.message {
        Some(text) => {
            let text = given_text("message", text, MESSAGES)?;
            let given = checked("message", &text)?;
            let rows = serde_json::from_str::<Vec<&RawValue>>(given.get()).unwrap_or_else(|_| vec![given]);
            let object =
                |row: &&RawValue| Json::object(row.get()).map_err(|e| wrong("message", "object", e.to_string()));
            rows.iter().map(|row| object(row).map(Object::from)).collect::<Result<_, _>>()?
        }
        None => {
            let (to, sender) = (command.to.unwrap_or_default(), command.sender.unwrap_or_default());
            let message = CascadeMessage::new(to, sender, command.message_type)
                .text(given_text("text", &command.text.unwrap_or_default(), TEXT)?)
                .maybe_id(command.id)
                .maybe_ttl(command.ttl)
                .maybe_scheduled(command.scheduled);
            vec![message.into()]
        }
    };
    let api = session.client.cascade().options(session.options());
    api.send(messages, command.telegram_viber_first).map(|result| parse(&result.record().to_json()))
}

pub(crate) fn turbosms(arguments: &ClientArguments, command: TurboSms, output: &Output) -> u8 {
    let TurboSms::Send(command) = command;
    shown::reply(turbosms_send(arguments, *command), output)
}

fn turbosms_send(arguments: &ClientArguments, command: TurboSmsSend) -> Reply {
    let session = Session::new(arguments, Some(&command.options))?;
    let message: Object = match &command.message {
        Some(text) => Json::object(given_text("message", text, MESSAGES)?)
            .map_err(|e| wrong("message", "object", e.to_string()))?
            .into(),
        None => {
            let message = TurboSmsMessage::new(command.to)
                .sender(command.sender.unwrap_or_default())
                .text(given_text("text", &command.text.unwrap_or_default(), TEXT)?)
                .sms(TurboSmsPart::new());
            if command.viber { message.viber(TurboViber::new()).into() } else { message.into() }
        }
    };
    let api = session.client.turbosms().options(session.options());
    api.send(message).map(|result| parse(&result.record().to_json()))
}

pub(crate) fn request(arguments: &ClientArguments, command: &Request, output: &Output) -> u8 {
    let reply = Session::new(arguments, None).and_then(|session| {
        let text = |text: &String| json!(text).to_string();
        let mut given =
            vec![("method", text(&command.method)), ("path", text(&command.path)), ("api", text(&command.api))];
        if let Some(data) = &command.data {
            given.push(("json", given_json("data", data)?));
        }
        session.call("request", &given)
    });
    shown::reply(reply, output)
}

pub(crate) fn chathub(arguments: &ClientArguments, command: ChatHub, output: &Output) -> u8 {
    if let ChatHub::Follow { chat_id, interval, idle_timeout } = command {
        return match follow(arguments, chat_id, interval, idle_timeout, output) {
            Ok(code) => code,
            Err(error) => output.error(&error),
        };
    }
    let reply = chathub_call(arguments, command);
    shown::reply(reply, output)
}

fn chathub_call(arguments: &ClientArguments, command: ChatHub) -> Reply {
    let token = |file: &Path| secret::read("TOKEN_FILE", file);
    let (operation, given) = match command {
        ChatHub::Login { login, chathub_password_file } => {
            let password = match chathub_password_file {
                Some(file) => secret::read("--chathub-password-file", &file)?,
                None => std::env::var("SMSBAT_CHATHUB_PASSWORD").map_err(|_| {
                    let message = "is required: set SMSBAT_CHATHUB_PASSWORD, or pass a file, or `-` to be asked";
                    wrong("--chathub-password-file", "required", message)
                })?,
            };
            let given = vec![("login", json!(login).to_string()), ("password", json!(password).to_string())];
            ("chathub.login", given)
        }
        ChatHub::AddOperators { organization_id, names } => {
            let row = |name: &String| json!({"organizationId": organization_id, "name": name});
            let rows: Vec<Value> = names.iter().map(row).collect();
            ("chathub.add_operators", vec![("operators", json!(rows).to_string())])
        }
        ChatHub::ValidateToken { token_file } => {
            ("chathub.validate_token", vec![("token", json!(token(&token_file)?).to_string())])
        }
        ChatHub::SendChatMessage { id, text, media, options } => {
            let session = Session::new(arguments, Some(&options))?;
            let text = text.map(|text| given_text("text", &text, TEXT)).transpose()?;
            let media = media.map(ChatMedia::from_file).transpose()?;
            let api = session.client.chathub().options(session.options());
            let sent = api.send_chat_message(id, text.as_deref(), media.as_ref())?;
            return Ok(parse(&sent.record().to_json()));
        }
        ChatHub::WidgetHtml { token_file } => {
            return Ok(json!({"html": smsbat_core::widget_html(&token(&token_file)?)}));
        }
        ChatHub::VisitorWidgetHtml { guid } => return Ok(json!({"html": smsbat_core::visitor_widget_html(&guid)})),
        // Handled separately, because their replies have no end.
        ChatHub::Follow { .. } | ChatHub::Listen(_) => return Ok(Value::Null),
    };
    Session::new(arguments, None)?.call(operation, &given)
}

fn follow(arguments: &ClientArguments, chat: i64, interval: f64, idle: f64, output: &Output) -> Result<u8, Error> {
    let (interval, idle) = (CallOptions::seconds("interval", interval)?, CallOptions::seconds("idle_timeout", idle)?);
    let session = Session::new(arguments, None)?;
    for message in session.client.chathub().options(session.options()).follow(chat, interval, idle) {
        let message = parse(&message?.record().to_json());
        if let Err(why) = output.next(&shown::line(&message), &message) {
            // The reader is gone, so make no more requests.
            return Ok(if why.kind() == io::ErrorKind::BrokenPipe {
                crate::exit::DONE
            } else {
                crate::exit::UNWRITTEN
            });
        }
    }
    Ok(crate::exit::DONE)
}
