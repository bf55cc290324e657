//! `smsbat send`, `status` and `wait`.

use std::collections::HashSet;

use serde_json::Value;
use smsbat_core::bulk::phone_rules;
use smsbat_core::{
    Attempt, CallOptions, Client, ClientBuilder, Error, Fallback, Json, Message, MessageStatus, Outcome, Sms,
    ViberTransactional,
};

use crate::arguments::{ClientArguments, Send, Status, Wait};
use crate::exit::{DONE, NOT_FINAL, REFUSED, UNKNOWN, USAGE};
use crate::interrupt::interrupt;
use crate::output::{MESSAGES, Output, TEXT, clean, note, text_or_stdin};
use crate::secret;

pub(crate) fn client(arguments: &ClientArguments) -> Result<Client, Error> {
    builder(arguments)?.build()
}

/// Returns a builder with the arguments that every command takes.
pub(crate) fn builder(arguments: &ClientArguments) -> Result<ClientBuilder, Error> {
    let mut builder = Client::builder().user_agent_part("cli");
    let files = [
        ("api_key", "--api-key-file", &arguments.api_key_file),
        ("password", "--password-file", &arguments.password_file),
        ("company_token", "--company-token-file", &arguments.company_token_file),
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
    Ok(if arguments.verbose { builder.on_attempt(tell) } else { builder })
}

/// Writes a line for an attempt, for `--verbose`.
fn tell(attempt: &Attempt) {
    let mut line = format!("{} attempt {}: {}", attempt.operation, attempt.attempt, attempt.result_name());
    if let Some(status) = attempt.status_code {
        line.push_str(&format!(", HTTP {status}"));
    }
    line.push_str(&format!(", {} ms", attempt.duration.as_millis()));
    if let Some(id) = &attempt.request_id {
        line.push_str(&format!(", request id {id}"));
    }
    if let Some(wait) = attempt.retry_in {
        line.push_str(&format!(", next attempt in {:.1} s", wait.as_secs_f64()));
    }
    note(&line);
}

pub(crate) fn send(arguments: &ClientArguments, command: Send, output: &Output) -> u8 {
    let mut options = match call_options(command.timeout, command.resend_unknown) {
        Ok(options) => options,
        Err(error) => return output.error(&error),
    };
    options.journal.clone_from(&command.journal);
    let to = command.to.clone();
    // The key may be the first line of standard input, and the text what follows.
    let client = match client(arguments) {
        Ok(client) => client,
        Err(error) => return output.error(&error),
    };
    let messages = match messages(command) {
        Ok(messages) => messages,
        Err(why) => return output.usage(&why),
    };
    let several = to.len() > 1;
    let result =
        once_each(&client, &to).and_then(|()| client.messages().options(interruptible(options)).send(messages));
    let result = match result {
        Ok(result) => result,
        Err(error) => return output.error(&error),
    };
    let mut code = DONE;
    let mut lines = Vec::new();
    for row in result.messages() {
        let mut line = format!("{} {}", row.outcome(), row.message_id().unwrap_or("-"));
        if let Some(to) = row.to().filter(|_| several) {
            line.push_str(&format!(" to={to}"));
        }
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

/// Returns a message for each recipient.
fn messages(command: Send) -> Result<Vec<Message>, String> {
    if let Some(json) = &command.message {
        let text = text_or_stdin(json, MESSAGES).map_err(|why| format!("--message {why}"))?;
        return Ok(vec![Json::object(text).map_err(|e| format!("--message {e}"))?.into()]);
    }
    if command.to.len() > 1 && command.customer_message_id.is_some() {
        return Err("--customer-message-id belongs to one message: give one --to".to_owned());
    }
    // Clap requires them unless JSON is given.
    let sender = command.sender.unwrap_or_default();
    let text = command.text.unwrap_or_default();
    if text == "-" && command.viber_then_sms.as_deref() == Some("-") {
        return Err("--text and --viber-then-sms cannot both be read from standard input".to_owned());
    }
    let text = text_or_stdin(&text, TEXT).map_err(|why| format!("--text {why}"))?;
    let fallback = command.viber_then_sms.as_deref().map(|text| text_or_stdin(text, TEXT)).transpose();
    let fallback = fallback.map_err(|why| format!("--viber-then-sms {why}"))?;
    let message = |to: &String| -> Message {
        let id = command.customer_message_id.clone();
        match &fallback {
            None => Sms::new(to, &sender, &text).maybe_ttl(command.ttl).maybe_customer_message_id(id).into(),
            Some(fallback) => ViberTransactional::new(to, &sender)
                .text(&text)
                .fallback(Fallback::new(fallback))
                .maybe_ttl(command.ttl)
                .maybe_customer_message_id(id)
                .into(),
        }
    };
    Ok(command.to.iter().map(message).collect())
}

/// Refuses a recipient that is given twice, however its number is written: a slip, not two messages.
fn once_each(client: &Client, to: &[String]) -> Result<(), Error> {
    let phones = phone_rules(&client.messages(), None)?;
    let mut seen = HashSet::new();
    for (n, to) in to.iter().enumerate() {
        // A number that cannot be read is an error of the send.
        if phones.digits(to).is_ok_and(|digits| !seen.insert(digits.into_owned())) {
            return Err(Error::invalid(&format!("to[{n}]"), "unique", "is a recipient that was given before"));
        }
    }
    Ok(())
}

pub(crate) fn status(arguments: &ClientArguments, command: &Status, output: &Output) -> u8 {
    let ask = |client: Client| client.messages().options(interruptible(CallOptions::new())).status(&command.message_id);
    show(client(arguments).and_then(ask), DONE, output)
}

pub(crate) fn wait(arguments: &ClientArguments, command: &Wait, output: &Output) -> u8 {
    let ask = |client: Client| {
        let timeout = CallOptions::seconds("timeout", command.timeout)?;
        let interval = CallOptions::seconds("interval", command.interval)?;
        client.messages().options(interruptible(CallOptions::new())).wait(&command.message_id, timeout, interval)
    };
    show(client(arguments).and_then(ask), NOT_FINAL, output)
}

/// Returns the options of a call that sends, without the interrupt.
pub(crate) fn call_options(timeout: Option<f64>, resend_unknown: bool) -> Result<CallOptions, Error> {
    let mut options = CallOptions::new().resend_unknown(resend_unknown);
    options.timeout = timeout.map(|seconds| CallOptions::seconds("timeout", seconds)).transpose()?;
    Ok(options)
}

/// Lets Ctrl-C end the call instead of the program. Standard input is read before: a read of it cannot be ended so.
pub(crate) fn interruptible(mut options: CallOptions) -> CallOptions {
    options.interrupt = Some(interrupt());
    options
}

/// Shows a status. The exit code says whether the message was delivered; `open` is the code if the status is not final.
/// [`REFUSED`] is only for a message that will not be delivered, which a script may send again. A message whose status is not
/// known may still arrive.
fn show(status: Result<MessageStatus, Error>, open: u8, output: &Output) -> u8 {
    let status = match status {
        Ok(status) => status,
        Err(error) => {
            return match output.error(&error) {
                USAGE => USAGE,
                _ => UNKNOWN,
            };
        }
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
