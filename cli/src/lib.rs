//! The command `smsbat`, shared by the plain binary and the console script of the Python wheel.
#![forbid(unsafe_code)]

mod apis;
mod arguments;
mod bulk;
mod bulk_plan;
mod derived;
mod doctor;
mod exit;
mod free_text;
mod interrupt;
mod listen;
mod messages;
mod operation;
mod output;
mod output_file;
mod sandbox;
mod secret;
mod segments;
mod shown;
mod track;
mod words;

use std::ffi::OsString;
use std::io::{self, Write};

use clap::error::ErrorKind;
use clap::{ArgMatches, FromArgMatches};

use crate::apis::ChatHub;
use crate::arguments::{Arguments, Command};
use crate::exit::{DONE, UNWRITTEN, USAGE};
use crate::output::Output;

/// Runs the command with these arguments, beginning with the program's name, and returns its exit code.
pub fn run<I: IntoIterator<Item = T>, T: Into<OsString> + Clone>(arguments: I) -> u8 {
    let read = |matches: &ArgMatches| -> Result<u8, clap::Error> {
        match derived::Call::read(matches)? {
            Some(call) => Ok(call.run()),
            None => Arguments::from_arg_matches(matches).map(command),
        }
    };
    let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    let json = arguments.iter().take_while(|given| *given != "--").any(|given| given == "--json");
    let code = derived::command().try_get_matches_from(arguments).and_then(|matches| read(&matches));
    code.unwrap_or_else(|error| {
        // Help and version go to standard output and are not failures.
        let code = if error.use_stderr() { USAGE } else { DONE };
        if json && error.use_stderr() && error.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
            let text = error.render().to_string();
            // Without the usage and the tips behind it.
            let message = text.split("\n\n").next().unwrap_or_default();
            return Output { json, sends: false }.usage(message.trim_start_matches("error: ").trim_end());
        }
        match error.print().and_then(|()| io::stdout().flush()) {
            Err(why) if !error.use_stderr() && why.kind() != io::ErrorKind::BrokenPipe => {
                output::note(&output::unwritten(&why));
                UNWRITTEN
            }
            _ => code,
        }
    })
}

fn command(arguments: Arguments) -> u8 {
    let output = Output { json: arguments.json, sends: arguments.command.sends() };
    match arguments.command {
        Command::Send(command) => messages::send(&arguments.client, command, &output),
        Command::Status(command) => messages::status(&arguments.client, &command, &output),
        Command::Wait(command) => messages::wait(&arguments.client, &command, &output),
        Command::Segments(command) => segments::run(&command, &output),
        Command::Bulk(command) => bulk::run(&arguments.client, &command, &output),
        Command::Track(command) => track::run(&arguments.client, &command, &output),
        Command::Cascade(command) => operation::cascade(&arguments.client, command, &output),
        Command::ChatHub(ChatHub::Listen(given)) => listen::listen(&arguments.client, given, &output),
        Command::ChatHub(command) => operation::chathub(&arguments.client, command, &output),
        Command::TurboSms(command) => operation::turbosms(&arguments.client, command, &output),
        Command::Request(command) => operation::request(&arguments.client, &command, &output),
        Command::Doctor => doctor::run(&arguments.client, &output),
        Command::Completion { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut derived::command(), "smsbat", &mut script);
            output.raw(&script)
        }
        Command::Sandbox(command) => sandbox::run(&arguments.client, *command, &output),
        Command::Trigger(command) => sandbox::trigger(&arguments.client, command, &output),
        Command::Listen(command) => sandbox::listen(&arguments.client, command, &output),
    }
}
