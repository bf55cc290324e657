//! Commands from the table of operations, for operations without a command in `apis.rs`.

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, CommandFactory, FromArgMatches, Subcommand, value_parser};
use serde_json::json;
use smsbat_core::{Argument, ArgumentKind, Error, Operation, operations};

use crate::apis::{Cascade, ChatHub, SendOptions, TurboSms};
use crate::arguments::{Arguments, ClientArguments};
use crate::free_text::free_text;
use crate::operation::{Given, Reply, Session, given_json};
use crate::output::Output;
use crate::shown;
use crate::words::Words;

/// Returns the whole command.
pub(crate) fn command() -> Command {
    let whole = operations().iter().fold(Arguments::command(), |command, operation| match place(operation) {
        Some((group, name)) => command.mut_subcommand(group, |group| group.subcommand(subcommand(operation, name))),
        None => command,
    });
    with_negative_numbers(with_exit_codes(whole))
}

/// Lets every value be a negative number, so that an option says what is wrong with one.
fn with_negative_numbers(command: Command) -> Command {
    let command = command.mut_args(|arg| {
        let takes_values = arg.get_action().takes_values();
        arg.allow_negative_numbers(takes_values)
    });
    command.mut_subcommands(with_negative_numbers)
}

/// Names the exit codes in the help of every command that does not have its own list.
fn with_exit_codes(command: Command) -> Command {
    if !command.has_subcommands() {
        let before = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        // The option decides about the outcome unknown, which only a send can have.
        let sends = command.get_arguments().any(|arg| arg.get_id() == "resend_unknown");
        let codes = if sends { SEND_EXIT } else { EXIT };
        return match before.as_str() {
            "" => command.after_help(codes),
            text if text.contains("Exit codes:") => command,
            text => command.after_help(format!("{text}\n\n{codes}")),
        };
    }
    command.mut_subcommands(with_exit_codes)
}

const SEND_EXIT: &str = "Exit codes: 0 accepted by the provider; 1 refused, or failed and certainly not sent; 2 wrong arguments \
or settings; 3 unknown, it may have been sent; 5 done, but standard output could not be written, and the result is on \
standard error.";

const EXIT: &str = "Exit codes: 0 done; 1 failed, or not found; 2 wrong arguments or settings; 3 unknown: the request may have \
been executed; 5 done, but standard output could not be written.";

/// Returns API and name of an operation's command, if it has no hand-written one and all its arguments fit a command
/// line.
fn place(operation: &Operation) -> Option<(&'static str, String)> {
    let (group, name) = operation.name.split_once('.')?;
    let name = name.replace('_', "-");
    let by_hand = match group {
        "cascade" => Cascade::has_subcommand(&name),
        "chathub" => ChatHub::has_subcommand(&name),
        "turbosms" => TurboSms::has_subcommand(&name),
        _ => true,
    };
    let other = |a: &Argument| matches!(a.kind, ArgumentKind::Secret | ArgumentKind::File | ArgumentKind::Rows);
    let derived = !by_hand && operation.is_call() && !operation.arguments.iter().any(other);
    derived.then_some((group, name))
}

fn subcommand(operation: &Operation, name: String) -> Command {
    let doc = one_line(operation.doc);
    let about = doc.split_once(". ").map_or(doc.as_str(), |(first, _)| first).trim_end_matches('.').to_owned();
    let command = Command::new(name).about(about).long_about(doc).args(operation.arguments.iter().flat_map(arg));
    if operation.sends() { SendOptions::augment_args(command) } else { command }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the arguments: required ones are positional, the others are options.
fn arg(argument: &Argument) -> Vec<Arg> {
    let help = one_line(argument.doc).trim_end_matches('.').to_owned();
    if matches!(argument.kind, ArgumentKind::Days) {
        let day = |name: &'static str, other: &'static str, which: &str| {
            let help = format!("{which} day or time; requires --{other}");
            Arg::new(name).long(name).requires(other).value_name("TIME").help(help)
        };
        return vec![day("from", "until", "First"), day("until", "from", "Last")];
    }
    let (parser, value, hint): (ValueParser, String, String) = match argument.kind {
        ArgumentKind::Integer => (value_parser!(i64).into(), argument.name.to_uppercase(), String::new()),
        ArgumentKind::Count => (value_parser!(u32).into(), argument.name.to_uppercase(), String::new()),
        ArgumentKind::Time => {
            // Behind several sentences it is one of its own.
            let join = if help.contains(". ") { "." } else { ":" };
            (value_parser!(String), "TIME".to_owned(), format!("{join} ISO 8601 with a time zone"))
        }
        ArgumentKind::Status(names) => {
            (Words(names).into(), argument.name.to_uppercase(), ", by name or number".to_owned())
        }
        kind if is_json(kind) => {
            (value_parser!(String), "JSON".to_owned(), "; `-` reads it from standard input".to_owned())
        }
        _ => (ValueParser::from(free_text), argument.name.to_uppercase(), String::new()),
    };
    let arg = Arg::new(argument.name).help(help + &hint).value_name(value).value_parser(parser);
    let arg = match argument.kind {
        ArgumentKind::Flag => arg.action(ArgAction::SetTrue),
        ArgumentKind::Ids | ArgumentKind::MessageIds => arg.num_args(1..),
        ArgumentKind::Text => arg.allow_hyphen_values(!argument.required),
        _ => arg,
    };
    vec![if argument.required { arg.required(true) } else { arg.long(argument.name.replace('_', "-")) }]
}

fn is_json(kind: ArgumentKind) -> bool {
    use ArgumentKind::{Json, NamedObjects, Object, Objects};
    matches!(kind, Object(_) | Objects(_) | NamedObjects(_) | Json)
}

/// A call of an operation on the command line.
pub(crate) struct Call {
    operation: &'static Operation,
    given: ArgMatches,
    client: ClientArguments,
    options: Option<SendOptions>,
    output: Output,
}

impl Call {
    /// `None` for a command that is written by hand.
    pub(crate) fn read(matches: &ArgMatches) -> Result<Option<Self>, clap::Error> {
        let Some((group, below)) = matches.subcommand() else { return Ok(None) };
        let Some((name, given)) = below.subcommand() else { return Ok(None) };
        let is = |operation: &&Operation| place(operation).is_some_and(|(of, called)| of == group && called == name);
        let Some(operation) = operations().iter().find(is) else { return Ok(None) };
        let options = operation.sends().then(|| SendOptions::from_arg_matches(given)).transpose()?;
        let output = Output { json: matches.get_flag("json"), sends: operation.sends() };
        let client = ClientArguments::from_arg_matches(matches)?;
        Ok(Some(Self { operation, given: given.clone(), client, options, output }))
    }

    pub(crate) fn run(&self) -> u8 {
        shown::reply(self.reply(), &self.output)
    }

    fn reply(&self) -> Reply {
        let session = Session::new(&self.client, self.options.as_ref())?;
        let mut given = Given::new();
        for argument in self.operation.arguments {
            if let Some(value) = self.value(argument)? {
                given.push((argument.name, value));
            }
        }
        session.call(self.operation.name, &given)
    }

    /// Returns the value as JSON, if it is given.
    fn value(&self, argument: &Argument) -> Result<Option<String>, Error> {
        let (name, given) = (argument.name, &self.given);
        let text = |name: &str| given.get_one::<String>(name);
        let value = match argument.kind {
            ArgumentKind::Integer => given.get_one::<i64>(name).map(|n| json!(n)),
            ArgumentKind::Count => given.get_one::<u32>(name).map(|n| json!(n)),
            ArgumentKind::Flag => Some(json!(given.get_flag(name))),
            ArgumentKind::Days => text("from").zip(text("until")).map(|days| json!(days)),
            ArgumentKind::Ids | ArgumentKind::MessageIds => {
                given.get_many::<String>(name).map(|ids| json!(ids.collect::<Vec<_>>()))
            }
            kind if is_json(kind) => return text(name).map(|text| given_json(name, text)).transpose(),
            _ => text(name).map(|text| json!(text)),
        };
        Ok(value.map(|value| value.to_string()))
    }
}
