//! `smsbat sandbox`.

use smsbat_sandbox::{Options, RunOptions};

use crate::arguments::Sandbox;
use crate::exit::{DONE, REFUSED};
use crate::output::Output;

pub(crate) fn run(command: Sandbox, output: &Output) -> u8 {
    let defaults = Options::default();
    let options = Options {
        host: command.host,
        port: command.port,
        tls: command.tls,
        record: command.record.or_else(|| defaults.record.clone()),
        clock_frozen: command.freeze_clock,
        rate_limit: !command.no_rate_limit,
        seed: command.seed,
        store: command.store,
        max_messages: command.max_messages,
        frame_origins: command.frame_origin,
        ..defaults
    };
    let run = RunOptions { exit_with_stdin: command.exit_with_stdin, json: output.json };
    match smsbat_sandbox::run(options, run) {
        Ok(()) => DONE,
        Err(error) => {
            output.usage(&error.to_string());
            REFUSED
        }
    }
}
