//! Arguments of the command line.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};
use clap_complete::Shell;
use smsbat_core::bulk::BULK_OPTIONS;

use crate::apis::{Cascade, ChatHub, Request, TurboSms};
use crate::free_text::free_text;
use crate::output_file::output_file;

/// Sends messages through SMSBAT and shows their delivery statuses.
#[derive(Parser)]
#[command(
    name = "smsbat",
    version,
    after_help = "Credentials are never arguments: set SMSBAT_API_KEY, or SMSBAT_USERNAME and SMSBAT_PASSWORD, name \
                  a table of ~/.config/smsbat/config.toml (on Windows %APPDATA%\\smsbat\\config.toml) with --profile, \
                  or a file with --api-key-file; `-` as the file asks for it.\n\n\
                  Exit codes: 0 accepted by the provider; 1 refused, or failed and certainly not sent; 2 wrong \
                  arguments or settings; 3 unknown, it may have been sent; 4 `wait` or `track` timed out before every \
                  status was final; 5 done, but standard output could not be written, and the result is on standard error. `status` and \
                  `wait`: 1 the message will not be delivered; 3 the status is not known."
)]
pub(crate) struct Arguments {
    /// Write JSON instead of text
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) client: ClientArguments,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const COMPLETION_HELP: &str = "bash: smsbat completion bash > ~/.local/share/bash-completion/completions/smsbat\n\
zsh:  smsbat completion zsh > a file _smsbat in a folder of $fpath\n\
fish: smsbat completion fish > ~/.config/fish/completions/smsbat.fish";

/// Heading of the options of every command.
const CONNECTION: &str = "Connection";
/// Heading of the options that decide whether a message is sent.
const RULES: &str = "Rules for messages";

#[derive(Args)]
pub(crate) struct ClientArguments {
    /// Write a line to standard error for each attempt of a request: result, HTTP status, time, request id
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// File whose first line is the API key; `-` asks for it
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = CONNECTION)]
    pub(crate) api_key_file: Option<PathBuf>,
    /// Login of the dashboard, instead of a key [default: SMSBAT_USERNAME]
    #[arg(long, global = true, value_name = "NAME", help_heading = CONNECTION)]
    pub(crate) username: Option<String>,
    /// File whose first line is the password of the dashboard; `-` asks for it
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "username", help_heading = CONNECTION)]
    pub(crate) password_file: Option<PathBuf>,
    /// File whose first line is the company token of ChatHub; `-` asks for it
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = CONNECTION)]
    pub(crate) company_token_file: Option<PathBuf>,
    /// URL of the ChatHub API [default: SMSBAT_CHATHUB_URL, else --base-url if that is this machine, else
    /// https://chatapi.smsbat.com]
    #[arg(long, global = true, value_name = "URL", help_heading = CONNECTION)]
    pub(crate) chathub_url: Option<String>,
    /// URL of the API [default: SMSBAT_BASE_URL, else https://restapi.smsbat.com]
    #[arg(long, global = true, value_name = "URL", help_heading = CONNECTION)]
    pub(crate) base_url: Option<String>,
    /// Table of ~/.config/smsbat/config.toml from which settings are read [default: SMSBAT_PROFILE]
    #[arg(long, global = true, value_name = "NAME", help_heading = CONNECTION)]
    pub(crate) profile: Option<String>,
    /// PEM file with certificates to trust in addition to the system's [default: SMSBAT_CA_BUNDLE]
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = CONNECTION)]
    pub(crate) ca_bundle: Option<String>,
    /// Country code of national numbers, such as 380 [default: SMSBAT_COUNTRY]
    #[arg(long, global = true, value_name = "CODE", help_heading = RULES)]
    pub(crate) country: Option<String>,
    /// Maximum number of parts of one SMS, or 'none' for 255 [default: SMSBAT_MAX_PARTS_PER_MESSAGE, else 10]
    #[arg(long, global = true, value_name = "N", help_heading = RULES)]
    pub(crate) max_parts_per_message: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Send a message
    Send(Send),
    /// Show the delivery status of a message
    #[command(after_help = STATUS_HELP)]
    Status(Status),
    /// Wait until the delivery status of a message is final
    #[command(after_help = WAIT_HELP)]
    Wait(Wait),
    /// Count the SMS parts of a text; needs no account
    Segments(Segments),
    /// Send a campaign from a CSV or JSON Lines file
    #[command(after_help = BULK_HELP)]
    Bulk(Box<Bulk>),
    /// Show who a campaign reached, and at what cost
    #[command(after_help = TRACK_HELP)]
    Track(Track),
    /// Send messages that try several channels: the Cascade API
    #[command(subcommand)]
    Cascade(Cascade),
    /// Manage operators and chats: the ChatHub API
    #[command(subcommand, name = "chathub")]
    ChatHub(ChatHub),
    /// Send messages in the format of TurboSMS: the TurboSMS-compatible API
    #[command(subcommand, name = "turbosms")]
    TurboSms(TurboSms),
    /// Send any request with the account's credentials
    Request(Request),
    /// Check settings and connection step by step; sends no message
    #[command(after_help = DOCTOR_HELP)]
    Doctor,
    /// Write a completion script for a shell
    #[command(after_help = COMPLETION_HELP)]
    Completion {
        /// The shell
        shell: Shell,
    },
    /// Run a local server that behaves like the provider
    Sandbox(Box<Sandbox>),
    /// Make an event happen in a running sandbox, so that its webhook URL is called
    #[command(after_help = trigger_help())]
    Trigger(Trigger),
    /// Print what a running sandbox sends to its webhook URL, and hand it on
    #[command(after_help = LISTEN_HELP)]
    Listen(Listen),
}

impl Command {
    /// Returns true if the command sends, so that the ids in its result are stored nowhere else.
    pub(crate) fn sends(&self) -> bool {
        match self {
            Self::Send(_) | Self::Bulk(_) | Self::Cascade(_) | Self::TurboSms(_) => true,
            Self::ChatHub(command) => matches!(command, ChatHub::SendChatMessage { .. } | ChatHub::AddOperators { .. }),
            Self::Request(request) => !request.method.eq_ignore_ascii_case("GET"),
            _ => false,
        }
    }
}

const STATUS_HELP: &str = "Exit codes: 0 delivered, or not final yet; 1 the message will not be delivered; 2 wrong arguments or \
settings; 3 the status is not known: the request failed, or the provider does not know the id; 5 as 0, but standard output \
could not be written.";

const WAIT_HELP: &str = "Exit codes: 0 delivered; 1 the message will not be delivered; 2 wrong arguments or settings; 3 the \
status is not known: a request failed, or the provider does not know the id; 4 the time was up before the status was final; 5 \
delivered, but standard output could not be written.";

const BULK_HELP: &str = "A CSV file has a header with 'to', 'text' and any other fields of a message; a column 'type' \
selects a kind other than sms. A JSON Lines file (.jsonl, .ndjson) has one object with the same names on each line; a .json \
file may be a list of such objects. A file that cannot be read is refused before anything is sent. A row that \
cannot be read with certainty is not sent, and its line is reported.\n\n\
The journal makes the campaign resumable: after Ctrl-C, a crash or a power cut, the same command continues. Rows that were \
accepted are not sent again; rows that may have been sent are reported as unknown.\n\n\
With --dry-run nothing is sent: the command prints how many rows would be sent, their SMS parts, the first messages and \
the refused rows (with --json up to 1,000 of them; --report writes every row). The exit code is 0 if no row is refused.\n\n\
With --json, 'problems' has up to 1,000 of the rows that were not accepted, with line, outcome, code, rule and reason.\n\n\
Exit codes: 0 every row was accepted; 1 some were not; 2 wrong arguments, settings, file or journal; 3 some are unknown \
and may have been sent, the campaign ended early after it had sent some, or its journal is gone, empty, damaged or replaced by \
an older copy (2 with --dry-run); 5 every row was accepted, but the report or standard output could not be written, and standard error \
says where the rows are.";

const TRACK_HELP: &str = "Statuses that are already known, from an earlier call or from a webhook, are read first. The others \
are polled until every status is final or the time is up. Statuses are stored in a file next to the journal or report whose \
name ends with '-delivery', so the same command continues where it stopped.\n\n\
Exit codes: 0 every status is final; 1 a request failed; 2 wrong arguments, settings or file; 4 some statuses are not final; \
5 every status is final, but the report or standard output could not be written.";

const DOCTOR_HELP: &str = "Shows which settings are used and where each comes from, with secrets masked. Then checks the name \
look-up, the proxy, TLS and its certificate, the clock against the server's, and the credentials. Each check takes at most \
10 seconds; a failed one says what to do next.\n\n\
Exit codes: 0 all is well; 1 a check failed; 2 wrong arguments.";

/// Returns the core's default of an option of a campaign.
fn default_of(name: &str) -> &'static str {
    BULK_OPTIONS.iter().find(|option| option.name == name).map_or("", |option| option.default)
}

#[derive(Args)]
pub(crate) struct Bulk {
    /// CSV or JSON Lines file; `-` reads standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// Sender of rows without their own
    #[arg(long)]
    pub(crate) sender: Option<String>,
    /// Text of rows without their own, with column names in braces: 'Hi {name}'; `-` reads it from standard input
    #[arg(long, allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) template: Option<String>,
    /// Column for a field, if their names differ, such as to=phone; may be repeated
    #[arg(long = "column", value_name = "ARGUMENT=COLUMN")]
    pub(crate) columns: Vec<String>,
    /// Encoding of a file that is neither UTF-8 nor marked as UTF-16, such as windows-1251
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// File that makes the campaign resumable [default: FILE plus '.journal', for standard input and pipes none]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = output_file())]
    pub(crate) journal: Option<PathBuf>,
    /// Keep no journal; an interrupted run cannot continue
    #[arg(long, conflicts_with = "journal")]
    pub(crate) no_journal: bool,
    /// Write the outcome of each row to a .json or .csv file; may be repeated
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = output_file())]
    pub(crate) report: Vec<PathBuf>,
    /// Send rows again whose outcome is unknown, at the risk of sending them twice
    #[arg(long)]
    pub(crate) resend_unknown: bool,
    /// Messages per request, 1 to 5000
    #[arg(long, value_name = "N", default_value = default_of("chunk_size"))]
    pub(crate) chunk_size: String,
    /// Requests at the same time, 1 to 64
    #[arg(long, value_name = "N", default_value = default_of("connections"))]
    pub(crate) connections: String,
    /// Has no effect; the report always has the order of the file
    #[arg(long, hide = true)]
    #[allow(dead_code, reason = "commands with this option stay valid")]
    ordered: bool,
    /// Allow several messages to one recipient
    #[arg(long)]
    pub(crate) allow_duplicates: bool,
    /// Maximum number of messages of the campaign
    #[arg(long, value_name = "N")]
    pub(crate) max_messages: Option<String>,
    /// Maximum number of SMS parts of the campaign
    #[arg(long, value_name = "N")]
    pub(crate) max_parts: Option<String>,
    /// Only recipients that are allowed, separated by commas
    #[arg(long, value_name = "NUMBERS")]
    pub(crate) allow_list: Option<String>,
    /// File of recipients that get nothing, one phone on each line
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) stop_list: Option<PathBuf>,
    /// Hours in which nothing is sent, such as '21:00-08:00 Europe/Kyiv': the command waits for their end. Without a zone
    /// they are those of each recipient's country
    #[arg(long, value_name = "FROM-TO ZONE")]
    pub(crate) quiet_hours: Option<String>,
    /// Send nothing and print what would be sent; needs no key, and the journal stays as it is
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Price of one SMS part, such as 0.45, for the cost of a dry run
    #[arg(long, value_name = "PRICE", requires = "dry_run")]
    pub(crate) price: Option<String>,
    /// Consecutive failed requests after which the run stops
    #[arg(long, value_name = "N", default_value = default_of("max_failures"))]
    pub(crate) max_failures: String,
    /// Time limit of one request in seconds, including retries
    #[arg(long)]
    pub(crate) timeout: Option<f64>,
}

#[derive(Args)]
pub(crate) struct Send {
    /// Recipients, such as +380671234567, each with a message of its own; national numbers require --country
    #[arg(long, num_args = 1.., value_name = "PHONE", required_unless_present = "message", conflicts_with = "message")]
    pub(crate) to: Vec<String>,
    /// Sender name registered for your account
    #[arg(long, required_unless_present = "message", conflicts_with = "message")]
    pub(crate) sender: Option<String>,
    /// Text of the message; `-` reads it from standard input
    #[arg(long, required_unless_present = "message", conflicts_with = "message", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) text: Option<String>,
    /// Seconds to wait for delivery before the message expires
    #[arg(long, conflicts_with = "message")]
    pub(crate) ttl: Option<u32>,
    /// Your own message id
    #[arg(long, value_name = "ID", conflicts_with = "message", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) customer_message_id: Option<String>,
    /// Send a transactional Viber message, and this text by SMS if Viber cannot reach the recipient; `-` reads it from
    /// standard input
    #[arg(long, value_name = "TEXT", conflicts_with = "message", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) viber_then_sms: Option<String>,
    /// Any message as JSON of the SMSBAT API; `-` reads it from standard input
    #[arg(long, value_name = "JSON", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) message: Option<String>,
    /// File that makes the command safe to run again: a message that it knows as accepted or under way is not sent, and its
    /// line says resumed=true. A message is known by its customer message id; without one by its recipient and content
    #[arg(long, value_name = "FILE", value_parser = output_file())]
    pub(crate) journal: Option<PathBuf>,
    /// Retry a send whose outcome is unknown, at the risk of sending it twice
    #[arg(long)]
    pub(crate) resend_unknown: bool,
    /// Time limit of the whole call, in seconds
    #[arg(long)]
    pub(crate) timeout: Option<f64>,
}

#[derive(Args)]
pub(crate) struct Status {
    /// Message id from the send
    pub(crate) message_id: String,
}

#[derive(Args)]
pub(crate) struct Wait {
    /// Message id from the send
    pub(crate) message_id: String,
    /// Seconds after which the last status is shown, with exit code 4 if it is not final
    #[arg(long, default_value_t = smsbat_core::WAIT_TIMEOUT)]
    pub(crate) timeout: f64,
    /// Seconds between the first two requests
    #[arg(long, default_value_t = smsbat_core::WAIT_INTERVAL)]
    pub(crate) interval: f64,
}

#[derive(Args)]
pub(crate) struct Track {
    /// Journal of a campaign, or a report of `bulk --report`
    #[arg(value_name = "JOURNAL_OR_REPORT", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// Seconds until it gives up on statuses that are not final; 0 makes no request
    #[arg(long, value_name = "S", default_value_t = smsbat_core::delivery::TRACK_TIMEOUT)]
    pub(crate) timeout: f64,
    /// Write the delivery of every message into this file: JSON if it ends with .json, else CSV. Of files that are there,
    /// only an earlier one of these is replaced
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = output_file())]
    pub(crate) report: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Segments {
    /// Text; `-` reads it from standard input
    #[arg(allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) text: String,
}

/// URL of the sandbox of a command.
#[derive(Args)]
pub(crate) struct SandboxUrl {
    /// URL of the running sandbox [default: --base-url, else SMSBAT_BASE_URL if that is this machine, else http://127.0.0.1:8026]
    #[arg(long = "sandbox", value_name = "URL")]
    pub(crate) url: Option<String>,
}

#[derive(Args)]
pub(crate) struct Trigger {
    /// Event, from the list below
    #[arg(value_parser = smsbat_sandbox::EVENTS.iter().map(|(name, _)| *name).collect::<Vec<_>>(), hide_possible_values = true)]
    pub(crate) event: String,
    #[command(flatten)]
    pub(crate) sandbox: SandboxUrl,
    /// Message that the event is about [default: the newest; if there is none, one is sent first]
    #[arg(long, value_name = "ID")]
    pub(crate) message_id: Option<String>,
    /// Text that a person writes, an option of a survey, or the label of a button [default: Hello]
    #[arg(long, allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) text: Option<String>,
    /// Phone of the person who writes, for 'incoming' [default: +380671234567]
    #[arg(long, value_name = "PHONE")]
    pub(crate) from: Option<String>,
    /// Sender that the person writes to, for 'incoming' [default: MyShop]
    #[arg(long)]
    pub(crate) sender: Option<String>,
    /// Chat, for 'chat' [default: the first]
    #[arg(long = "chat", value_name = "ID")]
    pub(crate) chat_id: Option<u64>,
}

#[derive(Args)]
pub(crate) struct Listen {
    #[command(flatten)]
    pub(crate) sandbox: SandboxUrl,
    /// URL on this machine to which each event is handed on; its status is the answer to the sandbox
    #[arg(long, value_name = "URL")]
    pub(crate) forward_to: Option<String>,
}

const LISTEN_HELP: &str = "While the command runs, it takes the place of the sandbox's webhook URL; Ctrl-C puts the earlier \
one back. Without --forward-to, every event that was printed is answered with 200; one that cannot be printed is answered with \
503 and ends the command. If the program behind --forward-to answers with another \
status or not at all, the sandbox tries again after 1, 2, 4 and 8 seconds of its clock.";

fn trigger_help() -> String {
    let width = smsbat_sandbox::EVENTS.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let events = smsbat_sandbox::EVENTS.iter().map(|(name, what)| format!("\n  {name:width$}  {what}"));
    format!("Events:{}", events.collect::<String>())
}

#[derive(Args)]
pub(crate) struct Sandbox {
    /// Port to listen on; 0 picks a free one
    #[arg(long, default_value_t = 8026)]
    pub(crate) port: u16,
    /// Address to listen on; one that is not loopback also needs --allow-host
    #[arg(long, default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,
    /// Name under which other machines and containers reach the sandbox, such as 'sandbox'; may be repeated. Together with
    /// a --host that is not loopback, it opens the sandbox to everybody who can reach it
    #[arg(long = "allow-host", value_name = "NAME")]
    pub(crate) allow_hosts: Vec<String>,
    /// Serve HTTPS, with a certificate of the sandbox's own authority
    #[arg(long)]
    pub(crate) tls: bool,
    /// File to which that authority's certificate is written, for other containers [default: a temporary file]
    #[arg(long, value_name = "FILE", requires = "tls", value_parser = output_file())]
    pub(crate) ca_file: Option<PathBuf>,
    /// TOML file with rules, recipients who read late and answer, settings and the clock from the start
    #[arg(long, value_name = "FILE")]
    pub(crate) scenario: Option<PathBuf>,
    /// Pass calls on to the provider at this URL, really send, and print each field in which the sandbox would have answered
    /// differently; --record keeps the calls with masked values, and --ca-bundle names the authority of its certificate
    #[arg(long, value_name = "URL", conflicts_with_all = ["store", "allow_hosts"])]
    pub(crate) compare: Option<String>,
    /// Webhook URL from the start, with http, on loopback or a host of --allow-webhook-host
    #[arg(long, value_name = "URL")]
    pub(crate) webhook_url: Option<String>,
    /// Host beside loopback to which a webhook URL may point; may be repeated
    #[arg(long = "allow-webhook-host", value_name = "NAME")]
    pub(crate) allow_webhook_hosts: Vec<String>,
    /// Open the page in the browser
    #[arg(long)]
    pub(crate) open: bool,
    /// Start nothing: check that a sandbox answers on --port, for health checks; exit code 1 if not
    #[arg(long)]
    pub(crate) health: bool,
    /// Stop when standard input or the parent process ends, so that the sandbox ends with the program that started it
    #[arg(long)]
    pub(crate) exit_with_stdin: bool,
    /// Directory for one JSON line per request that passed the checks; with --compare, for one per call
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, value_parser = output_file())]
    pub(crate) record: Option<PathBuf>,
    /// Start with a frozen clock
    #[arg(long)]
    pub(crate) freeze_clock: bool,
    /// Do not respond with 429 above the provider's rate limits
    #[arg(long)]
    pub(crate) no_rate_limit: bool,
    /// SQLite file that keeps messages, rules, settings and ChatHub data for the next start
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = output_file())]
    pub(crate) store: Option<PathBuf>,
    /// Random seed for rules and message ids, to make a run reproducible
    #[arg(long, value_name = "NUMBER")]
    pub(crate) seed: Option<u64>,
    /// Maximum number of messages kept; older ones are dropped
    #[arg(long, value_name = "NUMBER", default_value_t = smsbat_sandbox::Options::default().max_messages)]
    pub(crate) max_messages: usize,
    /// Origin whose pages may show the inbox in a frame, such as that of a notebook; can be repeated
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) frame_origin: Vec<String>,
}
