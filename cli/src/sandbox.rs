//! `smsbat sandbox`.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use serde_json::json;
use smsbat_sandbox::{ListenOptions, Options, RunOptions};

use crate::arguments::{ClientArguments, Listen, Sandbox, SandboxUrl, Trigger};
use crate::exit::{DONE, REFUSED, UNWRITTEN};
use crate::output::{Output, unwritten};

pub(crate) fn run(client: &ClientArguments, command: Sandbox, output: &Output) -> u8 {
    if command.health {
        return health(&command, output);
    }
    let defaults = Options::default();
    let options = Options {
        host: command.host,
        port: command.port,
        allow_hosts: command.allow_hosts,
        tls: command.tls,
        ca_file: command.ca_file,
        record: command.record.or_else(|| defaults.record.clone()),
        clock_frozen: command.freeze_clock,
        rate_limit: !command.no_rate_limit,
        seed: command.seed,
        store: command.store,
        scenario: command.scenario,
        compare: command.compare,
        compare_ca_bundle: client.ca_bundle.clone().or_else(|| variable("SMSBAT_CA_BUNDLE")).map(Into::into),
        webhook_url: command.webhook_url,
        allow_webhook_hosts: command.allow_webhook_hosts,
        max_messages: command.max_messages,
        frame_origins: command.frame_origin,
        ..defaults
    };
    let run = RunOptions { exit_with_stdin: command.exit_with_stdin, json: output.json, open: command.open };
    done(smsbat_sandbox::run(options, run), output)
}

/// Asks the sandbox of the same options, on this machine.
fn health(command: &Sandbox, output: &Output) -> u8 {
    match smsbat_sandbox::health(SocketAddr::new(command.host, command.port), command.tls) {
        Ok(()) if output.json => output.finish("", &json!({"ok": true}), DONE),
        result => done(result, output),
    }
}

pub(crate) fn trigger(client: &ClientArguments, command: Trigger, output: &Output) -> u8 {
    let (sandbox, ca_bundle) = place(client, command.sandbox);
    let Trigger { event, message_id, text, from, sender, chat_id, .. } = command;
    let trigger = smsbat_sandbox::Trigger { sandbox, ca_bundle, event, message_id, text, from, sender, chat_id };
    match smsbat_sandbox::trigger(&trigger) {
        Ok(value) if output.json => output.raw(format!("{value}\n").as_bytes()),
        Ok(_) => output.raw(format!("{}: done\n", trigger.event).as_bytes()),
        Err(error) => done(Err(error), output),
    }
}

pub(crate) fn listen(client: &ClientArguments, command: Listen, output: &Output) -> u8 {
    let (sandbox, ca_bundle) = place(client, command.sandbox);
    let options = ListenOptions { sandbox, ca_bundle, forward_to: command.forward_to, json: output.json };
    match smsbat_sandbox::listen(&options) {
        // Nobody reads on.
        Err(smsbat_sandbox::Error::Output(why)) if why.kind() == io::ErrorKind::BrokenPipe => DONE,
        Err(smsbat_sandbox::Error::Output(why)) => {
            output.note(&unwritten(&why));
            UNWRITTEN
        }
        result => done(result, output),
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// URL of the sandbox, and the certificates to trust.
fn place(client: &ClientArguments, sandbox: SandboxUrl) -> (String, Option<PathBuf>) {
    let url = sandbox.url.or_else(|| client.base_url.clone());
    let url = url.or_else(|| variable("SMSBAT_BASE_URL").filter(|url| smsbat_sandbox::is_local(url)));
    let ca_bundle = client.ca_bundle.clone().or_else(|| variable("SMSBAT_CA_BUNDLE"));
    (url.unwrap_or_else(|| "http://127.0.0.1:8026".to_owned()), ca_bundle.map(Into::into))
}

fn done(result: Result<(), smsbat_sandbox::Error>, output: &Output) -> u8 {
    match result {
        Ok(()) => DONE,
        Err(error) if is_usage(&error) => output.usage(&error.to_string()),
        Err(error) => output.failure("sandbox", &error.to_string(), REFUSED),
    }
}

/// Returns true if an argument, or the file that it names, is wrong.
fn is_usage(error: &smsbat_sandbox::Error) -> bool {
    use smsbat_sandbox::Error::{FrameOrigin, NotLoopback, Option, Scenario};
    matches!(error, FrameOrigin(_) | NotLoopback(_) | Option(_) | Scenario(_))
}
