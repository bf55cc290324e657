//! `smsbat send`, `status` and `wait`.

use serde_json::Value;
use smsbat_core::{
    CallOptions, Client, Error, Fallback, Json, Message, MessageStatus, Outcome, Sms, ViberTransactional,
};

use crate::arguments::{ClientArguments, Send, Status, Wait};
use crate::exit::{DONE, NOT_FINAL, REFUSED, UNKNOWN};
use crate::interrupt::interrupt;
use crate::output::{Output, clean, text_or_stdin};
use crate::secret;

pub(crate) fn client(arguments: &ClientArguments) -> Result<Client, Error> {
    let mut builder = Client::builder().user_agent_part("cli");
    let files = [
        ("api_key", "api-key-file", &arguments.api_key_file),
        ("password", "password-file", &arguments.password_file),
        ("company_token", "company-token-file", &arguments.company_token_file),
    ];
    for (name, option, file) in files {
        if let Some(file) = file {
            builder = builder.set(name, secret::read(option, file)?)?;
        }
    }
    let settings = [
        ("base_url", &arguments.base_url),
        ("chathub_url", &arguments.chathub_url),
        ("username", &arguments.username),
        ("profile", &arguments.profile),
        ("ca_bundle", &arguments.ca_bundle),
        ("country", &arguments.country),
        ("max_parts_per_message", &arguments.max_parts_per_message),
    ];
    for (name, value) in settings {
        if let Some(value) = value {
            builder = builder.set(name, value)?;
        }
    }
    builder.build()
}

pub(crate) fn send(arguments: &ClientArguments, command: Send, output: &Output) -> u8 {
    let mut options = match call_options(command.timeout, command.resend_unknown) {
        Ok(options) => options,
        Err(error) => return output.error(&error),
    };
    options.journal.clone_from(&command.journal);
    let message = match message(command) {
        Ok(message) => message,
        Err(why) => return output.usage(&why),
    };
    let result = client(arguments).and_then(|client| client.messages().options(options).send(message));
    let result = match result {
        Ok(result) => result,
        Err(error) => return output.error(&error),
    };
    let mut code = DONE;
    let mut lines = Vec::new();
    for row in result.messages() {
        let mut line = format!("{} {}", row.outcome(), row.message_id().unwrap_or("-"));
        for (name, value) in [("status", row.status()), ("pattern", row.pattern()), ("code", row.code())] {
            if let Some(value) = value {
                line.push_str(&format!(" {name}={value}"));
            }
        }
        if let Some(parts) = row.parts() {
            line.push_str(&format!(" parts={parts}"));
        }
        if row.resumed() {
            line.push_str(" resumed=true");
        }
        if let Some(reason) = row.reason() {
            line.push_str(&format!(": {reason}"));
        }
        lines.push(clean(&line, false));
        code = code.max(match row.outcome() {
            Outcome::Accepted => DONE,
            Outcome::Unknown => UNKNOWN,
            _ => REFUSED,
        });
    }
    lines.extend(result.warnings().iter().map(|w| format!("warning: {w}")));
    output.finish(&lines.join("\n"), &to_json(&result.record().to_json()), code)
}

fn message(command: Send) -> Result<Message, String> {
    if let Some(json) = &command.message {
        return Ok(Json::object(text_or_stdin(json).map_err(|why| format!("--message {why}"))?)
            .map_err(|e| format!("--message {e}"))?
            .into());
    }
    // Clap requires them unless JSON is given.
    let (to, sender) = (command.to.unwrap_or_default(), command.sender.unwrap_or_default());
    let text = text_or_stdin(&command.text.unwrap_or_default()).map_err(|why| format!("--text {why}"))?;
    Ok(match command.viber_then_sms {
        None => Sms::new(to, sender, text)
            .maybe_ttl(command.ttl)
            .maybe_customer_message_id(command.customer_message_id)
            .into(),
        Some(fallback) => ViberTransactional::new(to, sender)
            .text(text)
            .fallback(Fallback::new(fallback))
            .maybe_ttl(command.ttl)
            .maybe_customer_message_id(command.customer_message_id)
            .into(),
    })
}

pub(crate) fn status(arguments: &ClientArguments, command: &Status, output: &Output) -> u8 {
    let ask = |client: Client| client.messages().options(interruptible()).status(&command.message_id);
    show(client(arguments).and_then(ask), DONE, output)
}

pub(crate) fn wait(arguments: &ClientArguments, command: &Wait, output: &Output) -> u8 {
    let ask = |client: Client| {
        let timeout = CallOptions::seconds("timeout", command.timeout)?;
        let interval = CallOptions::seconds("interval", command.interval)?;
        client.messages().options(interruptible()).wait(&command.message_id, timeout, interval)
    };
    show(client(arguments).and_then(ask), NOT_FINAL, output)
}

/// Returns the options of a call that sends.
pub(crate) fn call_options(timeout: Option<f64>, resend_unknown: bool) -> Result<CallOptions, Error> {
    let mut options = interruptible().resend_unknown(resend_unknown);
    options.timeout = timeout.map(|seconds| CallOptions::seconds("timeout", seconds)).transpose()?;
    Ok(options)
}

fn interruptible() -> CallOptions {
    let mut options = CallOptions::new();
    options.interrupt = Some(interrupt());
    options
}

/// Shows a status. The exit code says whether the message was delivered; `open` is the code if the status is not final.
fn show(status: Result<MessageStatus, Error>, open: u8, output: &Output) -> u8 {
    let status = match status {
        Ok(status) => status,
        Err(error) => return output.error(&error),
    };
    let mut line = status.delivery_status().unwrap_or("-").to_owned();
    if let Some(parts) = status.parts_count() {
        line.push_str(&format!(" parts={parts}"));
    }
    if let Some(cost) = status.cost() {
        line.push_str(&format!(" cost={cost}"));
    }
    for fallback in status.fallbacks() {
        line.push_str(&format!(" {}={}", fallback.r#type().unwrap_or("-"), fallback.status().unwrap_or("-")));
    }
    let code = match (status.is_final(), status.is_delivered()) {
        (_, true) => DONE,
        (true, false) => REFUSED,
        (false, false) => open,
    };
    output.finish(&clean(&line, false), &to_json(&status.record().to_json()), code)
}

fn to_json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}
