//! What can be given on the command line.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use smsbat_core::bulk::BULK_OPTIONS;

use crate::apis::{Cascade, ChatHub, Request, TurboSms};
use crate::free_text::free_text;

/// Sends messages through SMSBAT and asks what became of them.
#[derive(Parser)]
#[command(
    name = "smsbat",
    version,
    after_help = "Credentials are never arguments: set SMSBAT_API_KEY, or SMSBAT_USERNAME and SMSBAT_PASSWORD, name \
                  a table of ~/.config/smsbat/config.toml with --profile, or a file with --api-key-file; `-` as the \
                  file asks for it.\n\n\
                  Exit codes: 0 the provider took it; 1 refused, or failed and certainly not sent; 2 wrong arguments \
                  or settings; 3 unknown, it may have been sent; 4 `wait` or `track` gave up before every status was final; \
                  5 done, but standard output could not be written: the result is on standard error."
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

/// Heading of what every command takes.
const CONNECTION: &str = "Connection";
/// Heading of what decides whether a message is sent.
const RULES: &str = "Rules for messages";

#[derive(Args)]
pub(crate) struct ClientArguments {
    /// File whose first line is the key of the account; `-` asks for it
    #[arg(long, global = true, value_name = "FILE", help_heading = CONNECTION)]
    pub(crate) api_key_file: Option<PathBuf>,
    /// Login of the dashboard, instead of a key [default: SMSBAT_USERNAME]
    #[arg(long, global = true, value_name = "NAME", help_heading = CONNECTION)]
    pub(crate) username: Option<String>,
    /// File whose first line is its password; `-` asks for it
    #[arg(long, global = true, value_name = "FILE", requires = "username", help_heading = CONNECTION)]
    pub(crate) password_file: Option<PathBuf>,
    /// File whose first line is the company token of ChatHub; `-` asks for it
    #[arg(long, global = true, value_name = "FILE", help_heading = CONNECTION)]
    pub(crate) company_token_file: Option<PathBuf>,
    /// Address of the ChatHub API [default: SMSBAT_CHATHUB_URL, else --base-url if that is this machine, else
    /// https://chatapi.smsbat.com]
    #[arg(long, global = true, value_name = "URL", help_heading = CONNECTION)]
    pub(crate) chathub_url: Option<String>,
    /// Address of the API [default: SMSBAT_BASE_URL, else https://restapi.smsbat.com]
    #[arg(long, global = true, value_name = "URL", help_heading = CONNECTION)]
    pub(crate) base_url: Option<String>,
    /// Table of ~/.config/smsbat/config.toml to take settings from [default: SMSBAT_PROFILE]
    #[arg(long, global = true, value_name = "NAME", help_heading = CONNECTION)]
    pub(crate) profile: Option<String>,
    /// PEM file with certificates to trust beside the system's [default: SMSBAT_CA_BUNDLE]
    #[arg(long, global = true, value_name = "FILE", help_heading = CONNECTION)]
    pub(crate) ca_bundle: Option<String>,
    /// Country code of national numbers, such as 380 [default: SMSBAT_COUNTRY]
    #[arg(long, global = true, value_name = "CODE", help_heading = RULES)]
    pub(crate) country: Option<String>,
    /// Most parts of one SMS, or 'none' for 255 [default: SMSBAT_MAX_PARTS_PER_MESSAGE, else 10]
    #[arg(long, global = true, value_name = "N", help_heading = RULES)]
    pub(crate) max_parts_per_message: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Send a message
    Send(Send),
    /// Show the delivery status of a message
    Status(Status),
    /// Wait until a message is delivered or lost
    Wait(Wait),
    /// Count the SMS parts of a text; needs no account
    Segments(Segments),
    /// Send a campaign from a CSV or JSON Lines file
    #[command(after_help = BULK_HELP)]
    Bulk(Box<Bulk>),
    /// Show who a campaign reached, and at what cost
    #[command(after_help = TRACK_HELP)]
    Track(Track),
    /// One message over several channels: the Cascade API
    #[command(subcommand)]
    Cascade(Cascade),
    /// Operators and their chats: the ChatHub API
    #[command(subcommand, name = "chathub")]
    ChatHub(ChatHub),
    /// The layer that speaks TurboSMS
    #[command(subcommand, name = "turbosms")]
    TurboSms(TurboSms),
    /// Send any request with the account's credentials
    Request(Request),
    /// Write what makes a shell complete this command
    #[command(after_help = COMPLETION_HELP)]
    Completion {
        /// The shell
        shell: Shell,
    },
    /// Run a local stand-in for the provider
    Sandbox(Sandbox),
}

impl Command {
    /// Whether it sends: the ids in its result are stored nowhere else.
    pub(crate) fn sends(&self) -> bool {
        match self {
            Self::Send(_) | Self::Bulk(_) | Self::Cascade(_) | Self::TurboSms(_) => true,
            Self::ChatHub(command) => matches!(command, ChatHub::SendChatMessage { .. } | ChatHub::AddOperators { .. }),
            Self::Request(request) => !request.method.eq_ignore_ascii_case("GET"),
            _ => false,
        }
    }
}

const BULK_HELP: &str = "A CSV file has a header with 'to', 'text' and any other argument of a message; a column 'type' \
names another kind than sms. A JSON Lines file (.jsonl, .ndjson) has an object of the same names on each line, a .json \
file may be one list of them. A file that cannot be read as a whole is refused before anything is sent; a row that \
cannot be read with certainty is not sent, and its line is named.\n\n\
The journal makes the campaign resumable: after Ctrl-C, a crash or a power cut the same command goes on. Rows that were \
accepted are not sent again; rows that may have been sent are shown as unknown.\n\n\
With --dry-run nothing is sent: the command prints how many rows would be sent, their SMS parts, the first messages and \
the refused rows (with --json up to 1,000 of them; --report writes every row). The exit code is 0 if no row is refused.\n\n\
Exit codes: 0 every row was accepted; 1 some were not; 2 wrong arguments, settings or journal; 3 some are unknown: they \
may have been sent; 5 every row was accepted, but the report or standard output could not be written: standard error says \
where the rows are.";

const TRACK_HELP: &str = "Statuses that are known already, from an earlier call or from a webhook, are read first; the rest \
is asked for until every status is final or the time is up. Statuses are kept in a file beside the journal or report whose \
name ends with '-delivery', so the same command goes on where it ended.\n\n\
Exit codes: 0 every status is final; 1 a request failed; 2 wrong arguments, settings or file; 4 some statuses are not final; \
5 all is final, but the report or standard output could not be written.";

/// The core's own default of an option of a campaign.
fn default_of(name: &str) -> &'static str {
    BULK_OPTIONS.iter().find(|option| option.name == name).map_or("", |option| option.default)
}

#[derive(Args)]
pub(crate) struct Bulk {
    /// The file; `-` reads standard input
    pub(crate) file: PathBuf,
    /// Sender of rows that name none
    #[arg(long)]
    pub(crate) sender: Option<String>,
    /// Text of the rows, with columns in braces: 'Hi {name}'
    #[arg(long, allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) template: Option<String>,
    /// Name of a column that differs from the argument's, such as to=phone; can be given more than once
    #[arg(long = "column", value_name = "ARGUMENT=COLUMN")]
    pub(crate) columns: Vec<String>,
    /// Encoding of a file that is neither UTF-8 nor marked as UTF-16, such as windows-1251
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// File that makes the campaign resumable [default: FILE with '.journal' behind it]
    #[arg(long, value_name = "FILE")]
    pub(crate) journal: Option<PathBuf>,
    /// Keep no journal: a run that is cut off cannot go on
    #[arg(long, conflicts_with = "journal")]
    pub(crate) no_journal: bool,
    /// Write what became of each row, as .json or .csv; can be given more than once
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Vec<PathBuf>,
    /// Send again what may have been sent before, at the risk of sending it twice
    #[arg(long)]
    pub(crate) resend_unknown: bool,
    /// Messages of one request, 1 to 5000
    #[arg(long, value_name = "N", default_value = default_of("chunk_size"))]
    pub(crate) chunk_size: String,
    /// Requests under way at once, 1 to 64
    #[arg(long, value_name = "N", default_value = default_of("connections"))]
    pub(crate) connections: String,
    /// Has no effect: the report always has the order of the file
    #[arg(long, hide = true)]
    #[allow(dead_code, reason = "commands that have it stay valid")]
    ordered: bool,
    /// Send to a recipient more than once
    #[arg(long)]
    pub(crate) allow_duplicates: bool,
    /// Most messages of the campaign
    #[arg(long, value_name = "N")]
    pub(crate) max_messages: Option<String>,
    /// Most SMS parts of the campaign
    #[arg(long, value_name = "N")]
    pub(crate) max_parts: Option<String>,
    /// Recipients that may be sent to, with commas between them
    #[arg(long, value_name = "NUMBERS")]
    pub(crate) allow_list: Option<String>,
    /// Hours in which nothing is sent, such as 21:00-08:00+03:00
    #[arg(long, value_name = "FROM-TO+OFFSET")]
    pub(crate) quiet_hours: Option<String>,
    /// Send nothing and print what would be sent; needs no key, and the journal stays as it is
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Price of one SMS part, such as 0.45, for the cost of a dry run
    #[arg(long, value_name = "PRICE", requires = "dry_run")]
    pub(crate) price: Option<String>,
    /// Requests that fail one after another before the run is stopped
    #[arg(long, value_name = "N", default_value = default_of("max_failures"))]
    pub(crate) max_failures: String,
    /// Seconds for one request with its repeats
    #[arg(long)]
    pub(crate) timeout: Option<f64>,
}

#[derive(Args)]
pub(crate) struct Send {
    /// Recipient, such as +380671234567; national numbers need --country
    #[arg(long, required_unless_present = "message", conflicts_with = "message")]
    pub(crate) to: Option<String>,
    /// Sender that is registered for the account
    #[arg(long, required_unless_present = "message", conflicts_with = "message")]
    pub(crate) sender: Option<String>,
    /// Text of the message; `-` reads it from standard input
    #[arg(long, required_unless_present = "message", conflicts_with = "message", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) text: Option<String>,
    /// Seconds the message may wait for delivery
    #[arg(long, conflicts_with = "message")]
    pub(crate) ttl: Option<u32>,
    /// Your own id of the message
    #[arg(long, value_name = "ID", conflicts_with = "message", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) customer_message_id: Option<String>,
    /// Send as Viber transactional message, with this text as SMS if Viber cannot reach the recipient
    #[arg(long, value_name = "TEXT", conflicts_with = "message", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) viber_then_sms: Option<String>,
    /// Any message as the JSON of the SMSBAT API; `-` reads it from standard input
    #[arg(long, value_name = "JSON", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) message: Option<String>,
    /// Send again if the outcome is unknown, at the risk of sending twice
    #[arg(long)]
    pub(crate) resend_unknown: bool,
    /// Seconds for the whole call
    #[arg(long)]
    pub(crate) timeout: Option<f64>,
}

#[derive(Args)]
pub(crate) struct Status {
    /// Id from the send
    pub(crate) message_id: String,
}

#[derive(Args)]
pub(crate) struct Wait {
    /// Id from the send
    pub(crate) message_id: String,
    /// Seconds until it gives up and shows the last status, with exit code 4
    #[arg(long, default_value_t = smsbat_core::WAIT_TIMEOUT)]
    pub(crate) timeout: f64,
    /// Seconds between the first two questions
    #[arg(long, default_value_t = smsbat_core::WAIT_INTERVAL)]
    pub(crate) interval: f64,
}

#[derive(Args)]
pub(crate) struct Track {
    /// Journal of a campaign, or a report of `bulk --report`
    #[arg(value_name = "JOURNAL_OR_REPORT")]
    pub(crate) file: PathBuf,
    /// Seconds until it gives up on statuses that are not final; 0 makes no request
    #[arg(long, value_name = "S", default_value_t = smsbat_core::delivery::TRACK_TIMEOUT)]
    pub(crate) timeout: f64,
    /// Write the delivery of every message into this file: JSON if it ends with .json, else CSV
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Segments {
    /// The text; `-` reads it from standard input
    #[arg(allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) text: String,
}

#[derive(Args)]
pub(crate) struct Sandbox {
    /// Port to listen on; 0 picks a free one
    #[arg(long, default_value_t = 8026)]
    pub(crate) port: u16,
    /// Loopback address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,
    /// Serve HTTPS, with a certificate of the sandbox's own authority
    #[arg(long)]
    pub(crate) tls: bool,
    /// Stop when standard input or the parent process ends, so that the sandbox ends with the program that started it
    #[arg(long)]
    pub(crate) exit_with_stdin: bool,
    /// Directory for one JSON line per request that passed the checks
    #[arg(long, value_name = "DIR")]
    pub(crate) record: Option<PathBuf>,
    /// Start with a frozen clock
    #[arg(long)]
    pub(crate) freeze_clock: bool,
    /// Do not answer 429 above the provider's rates
    #[arg(long)]
    pub(crate) no_rate_limit: bool,
    /// SQLite file that keeps messages, rules, settings and ChatHub for the next start
    #[arg(long, value_name = "FILE")]
    pub(crate) store: Option<PathBuf>,
    /// Random seed of rules and message ids, so that a run can be repeated
    #[arg(long, value_name = "NUMBER")]
    pub(crate) seed: Option<u64>,
    /// Most messages kept; beyond that the oldest are dropped
    #[arg(long, value_name = "NUMBER", default_value_t = smsbat_sandbox::Options::default().max_messages)]
    pub(crate) max_messages: usize,
}
