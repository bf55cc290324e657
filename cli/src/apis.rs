//! Arguments of `smsbat cascade`, `chathub`, `turbosms` and `request`, except those from the table of operations.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::free_text::free_text;
use crate::words::Words;

// Options of every send. A documentation comment would become the text of the commands that they are added to.
#[derive(Args)]
pub(crate) struct SendOptions {
    /// Retry a send whose outcome is unknown, at the risk of sending it twice
    #[arg(long)]
    pub(crate) resend_unknown: bool,
    /// Time limit of the whole call, in seconds
    #[arg(long)]
    pub(crate) timeout: Option<f64>,
}

#[derive(Subcommand)]
pub(crate) enum Cascade {
    /// Send one message that tries several channels in order
    Send(Box<CascadeSend>),
    /// Send one text to many recipients, filled with the values of each row
    SendTemplate(CascadeTemplate),
}

#[derive(Args)]
pub(crate) struct CascadeSend {
    /// Recipient in international form
    #[arg(long, required_unless_present = "message", conflicts_with = "message")]
    pub(crate) to: Option<String>,
    /// Sender name registered for your account
    #[arg(long, required_unless_present = "message", conflicts_with = "message")]
    pub(crate) sender: Option<String>,
    /// Text; `-` reads it from standard input
    #[arg(long, required_unless_present = "message", conflicts_with = "message", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) text: Option<String>,
    /// Message type; other words are passed on
    #[arg(long, value_name = "TYPE", default_value = "transaction", conflicts_with = "message", value_parser = Words(smsbat_core::CASCADE_TYPES))]
    pub(crate) message_type: String,
    /// Your own message id
    #[arg(long, conflicts_with = "message", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) id: Option<String>,
    /// Seconds to wait for delivery before the message expires
    #[arg(long, conflicts_with = "message")]
    pub(crate) ttl: Option<u32>,
    /// Time to send it: ISO 8601 with a time zone
    #[arg(long, value_name = "TIME", conflicts_with = "message")]
    pub(crate) scheduled: Option<String>,
    /// Any message, or an array of messages, as JSON of the Cascade API; `-` reads it from standard input
    #[arg(long, value_name = "JSON", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) message: Option<String>,
    /// Try Telegram and Viber before the other channels
    #[arg(long)]
    pub(crate) telegram_viber_first: bool,
    #[command(flatten)]
    pub(crate) options: SendOptions,
}

#[derive(Args)]
pub(crate) struct CascadeTemplate {
    /// Text with {name}, {name:url} and {name:short_url}; `-` reads it from standard input
    #[arg(allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) template: String,
    /// JSON file with an array of objects with "to" and the values; `-` reads standard input
    pub(crate) rows: PathBuf,
    /// Sender name registered for your account
    #[arg(long)]
    pub(crate) sender: String,
    /// Message type; other words are passed on
    #[arg(long, value_name = "TYPE", default_value = "transaction", value_parser = Words(smsbat_core::CASCADE_TYPES))]
    pub(crate) message_type: String,
    #[command(flatten)]
    pub(crate) options: SendOptions,
}

#[derive(Subcommand)]
pub(crate) enum ChatHub {
    /// Get a company token, for SMSBAT_COMPANY_TOKEN or --company-token-file
    Login {
        /// Login of the company
        login: String,
        /// File with the password [default: SMSBAT_CHATHUB_PASSWORD]; `-` asks for it
        #[arg(long, value_name = "FILE")]
        chathub_password_file: Option<PathBuf>,
    },
    /// Add operators; a second call may add them twice
    AddOperators {
        /// Id of the organization
        organization_id: i64,
        /// Names of the operators
        #[arg(required = true)]
        names: Vec<String>,
    },
    /// Show details of an operator's token
    ValidateToken {
        /// File with the token; `-` asks for it
        token_file: PathBuf,
    },
    /// Send a message to a chat
    SendChatMessage {
        /// Id of the chat
        id: i64,
        /// Text; `-` reads it from standard input
        #[arg(long, required_unless_present = "media", allow_hyphen_values = true, value_parser = free_text)]
        text: Option<String>,
        /// File to send, at most 50 MiB
        #[arg(long, value_name = "FILE")]
        media: Option<PathBuf>,
        #[command(flatten)]
        options: SendOptions,
    },
    /// Show new messages of a chat as they arrive
    Follow {
        /// Id of the chat
        chat_id: i64,
        /// Seconds between requests
        #[arg(long, default_value_t = 2.0)]
        interval: f64,
        /// Seconds without a new message after which it ends
        #[arg(long, default_value_t = 3600.0)]
        idle_timeout: f64,
    },
    /// Show what happens in chats as it happens, a line each, until Ctrl-C
    Listen(ListenOptions),
    /// Write HTML with an operator's chat panel; the HTML contains the token
    WidgetHtml {
        /// File with the token; `-` asks for it
        token_file: PathBuf,
    },
    /// Write HTML with the chat for a site's visitors
    VisitorWidgetHtml {
        /// Id of the widget
        guid: String,
    },
}

#[derive(Args)]
pub(crate) struct ListenOptions {
    /// Id of a chat of interest; may be given several times [default: all chats]
    #[arg(long = "chat", value_name = "ID")]
    pub(crate) chats: Vec<i64>,
    /// Seconds without an event until it ends [default: it does not end]
    #[arg(long)]
    pub(crate) idle_timeout: Option<f64>,
    /// Transport [default: WebSocket, or long polling if that is refused]
    #[arg(long, value_parser = smsbat_core::HubTransport::ALL.map(smsbat_core::HubTransport::as_str))]
    pub(crate) transport: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum TurboSms {
    /// Send one message to its recipients
    Send(Box<TurboSmsSend>),
}

#[derive(Args)]
pub(crate) struct TurboSmsSend {
    /// Recipients in international form
    #[arg(long, num_args = 1.., required_unless_present = "message", conflicts_with = "message")]
    pub(crate) to: Vec<String>,
    /// Sender
    #[arg(long, required_unless_present = "message", conflicts_with = "message")]
    pub(crate) sender: Option<String>,
    /// Text; `-` reads it from standard input
    #[arg(long, required_unless_present = "message", conflicts_with = "message", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) text: Option<String>,
    /// Send by Viber, and by SMS to recipients whom Viber does not reach
    #[arg(long, conflicts_with = "message")]
    pub(crate) viber: bool,
    /// Any message as native JSON; `-` reads it from standard input
    #[arg(long, value_name = "JSON", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) message: Option<String>,
    #[command(flatten)]
    pub(crate) options: SendOptions,
}

#[derive(Args)]
pub(crate) struct Request {
    /// HTTP method
    #[arg(value_parser = Words(smsbat_core::Method::NAMES))]
    pub(crate) method: String,
    /// Path and query, beginning with '/'
    pub(crate) path: String,
    /// JSON body; `-` reads it from standard input
    #[arg(long, value_name = "JSON", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) data: Option<String>,
    /// API whose URL and credentials are used
    #[arg(long, default_value = "messages", value_parser = ["messages", "cascade", "chathub", "turbosms", "messagio"])]
    pub(crate) api: String,
}
