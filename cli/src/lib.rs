//! The command `smsbat`: one behaviour for the plain binary and for the Python wheel's console entry.
#![forbid(unsafe_code)]

mod apis;
mod arguments;
mod bulk;
mod interrupt;
mod listen;
mod messages;
mod operation;
mod output;
mod sandbox;
mod secret;
mod segments;
mod shown;

use std::ffi::OsString;

use clap::{CommandFactory, Parser};

use crate::arguments::{Arguments, Command};
use crate::output::Output;

/// Exit code when the provider took everything, or when there was nothing to take.
const DONE: u8 = 0;
/// Exit code when the provider refused, or a call failed and certainly nothing was sent.
const REFUSED: u8 = 1;
/// Exit code for wrong arguments or settings.
const USAGE: u8 = 2;
/// Exit code when the outcome is unknown: it may have been sent.
const UNKNOWN: u8 = 3;
/// Exit code of `wait` when the status is not final yet.
const NOT_FINAL: u8 = 4;
/// Exit code when all went well but standard output could not be written.
const UNWRITTEN: u8 = 5;

/// Runs the command with these arguments, the program's name first, and gives its exit code.
pub fn run<I: IntoIterator<Item = T>, T: Into<OsString> + Clone>(arguments: I) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to standard output and are no failure.
            let code = if error.use_stderr() { USAGE } else { DONE };
            let _ = error.print();
            return code;
        }
    };
    let output = Output { json: arguments.json, sends: arguments.command.sends() };
    match arguments.command {
        Command::Send(command) => messages::send(&arguments.client, command, &output),
        Command::Status(command) => messages::status(&arguments.client, &command, &output),
        Command::Wait(command) => messages::wait(&arguments.client, &command, &output),
        Command::Segments(command) => segments::run(&command, &output),
        Command::Bulk(command) => bulk::run(&arguments.client, &command, &output),
        Command::Cascade(command) => operation::cascade(&arguments.client, command, &output),
        Command::ChatHub(command) => operation::chathub(&arguments.client, command, &output),
        Command::TurboSms(command) => operation::turbosms(&arguments.client, command, &output),
        Command::Request(command) => operation::request(&arguments.client, &command, &output),
        Command::Completion { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "smsbat", &mut script);
            output.raw(&script)
        }
        Command::Sandbox(command) => sandbox::run(command, &output),
    }
}
