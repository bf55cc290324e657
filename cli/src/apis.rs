//! What can be given to `smsbat cascade`, `chathub`, `turbosms` and `request`, beside what comes from the table of operations.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::free_text::free_text;

/// What every send takes.
#[derive(Args)]
pub(crate) struct SendOptions {
    /// Send again if the outcome is unknown, at the risk of sending twice
    #[arg(long)]
    pub(crate) resend_unknown: bool,
    /// Seconds for the whole call
    #[arg(long)]
    pub(crate) timeout: Option<f64>,
}

#[derive(Subcommand)]
pub(crate) enum Cascade {
    /// Send one message through the first channel that works
    Send(Box<CascadeSend>),
    /// Send one text to many, with values of each row put into it
    SendTemplate(CascadeTemplate),
}

#[derive(Args)]
pub(crate) struct CascadeSend {
    /// Recipient in international form
    #[arg(long, required_unless_present = "message", conflicts_with = "message")]
    pub(crate) to: Option<String>,
    /// Sender that is registered for the account
    #[arg(long, required_unless_present = "message", conflicts_with = "message")]
    pub(crate) sender: Option<String>,
    /// Text; `-` reads it from standard input
    #[arg(long, required_unless_present = "message", conflicts_with = "message", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) text: Option<String>,
    /// Kind of message, such as transaction or promo
    #[arg(long, value_name = "TYPE", default_value = "transaction", conflicts_with = "message")]
    pub(crate) message_type: String,
    /// Your own id of the message
    #[arg(long, conflicts_with = "message", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) id: Option<String>,
    /// Seconds the message may wait for delivery
    #[arg(long, conflicts_with = "message")]
    pub(crate) ttl: Option<u32>,
    /// When to send it: ISO 8601 with a zone
    #[arg(long, value_name = "TIME", conflicts_with = "message")]
    pub(crate) scheduled: Option<String>,
    /// Any message, or an array of them, as the JSON of the Cascade API; `-` reads it from standard input
    #[arg(long, value_name = "JSON", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) message: Option<String>,
    /// Put Telegram and Viber before the other channels
    #[arg(long)]
    pub(crate) telegram_viber_first: bool,
    #[command(flatten)]
    pub(crate) options: SendOptions,
}

#[derive(Args)]
pub(crate) struct CascadeTemplate {
    /// Text with {name}, {name:url} and {name:short_url}
    #[arg(allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) template: String,
    /// JSON array of objects with "to" and the values; `-` reads standard input
    pub(crate) rows: PathBuf,
    /// Sender that is registered for the account
    #[arg(long)]
    pub(crate) sender: String,
    /// Kind of message, such as transaction or promo
    #[arg(long, value_name = "TYPE", default_value = "transaction")]
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
        /// File with its password [default: SMSBAT_CHATHUB_PASSWORD]; `-` asks for it
        #[arg(long, value_name = "FILE")]
        chathub_password_file: Option<PathBuf>,
    },
    /// Add operators; a second call may add them twice
    AddOperators {
        /// Id of the organization
        organization_id: i64,
        /// Their names
        #[arg(required = true)]
        names: Vec<String>,
    },
    /// Show what is known of an operator's token
    ValidateToken {
        /// File with the token; `-` asks for it
        token_file: PathBuf,
    },
    /// Write into a chat
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
    /// Show new messages of a chat as they come
    Follow {
        /// Id of the chat
        chat_id: i64,
        /// Seconds between questions
        #[arg(long, default_value_t = 2.0)]
        interval: f64,
        /// Seconds without a new message until it ends
        #[arg(long, default_value_t = 3600.0)]
        idle_timeout: f64,
    },
    /// Show what happens in chats as it happens, a line each, until Ctrl-C
    Listen(ListenOptions),
    /// Write HTML with the chat panel of an operator; it holds the token
    WidgetHtml {
        /// File with the token; `-` asks for it
        token_file: PathBuf,
    },
    /// Write HTML with the chat for visitors of a site
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
    /// How the hub is reached [default: a WebSocket, and long polling where that is refused]
    #[arg(long, value_parser = ["websocket", "long_polling"])]
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
    /// Through Viber first; SMS for those whom it does not reach
    #[arg(long, conflicts_with = "message")]
    pub(crate) viber: bool,
    /// Any message as the native JSON; `-` reads it from standard input
    #[arg(long, value_name = "JSON", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) message: Option<String>,
    #[command(flatten)]
    pub(crate) options: SendOptions,
}

#[derive(Args)]
pub(crate) struct Request {
    /// GET, POST, PUT, PATCH or DELETE
    pub(crate) method: String,
    /// Path with its query, beginning with '/'
    pub(crate) path: String,
    /// JSON body; `-` reads it from standard input
    #[arg(long, value_name = "JSON", allow_hyphen_values = true, value_parser = free_text)]
    pub(crate) data: Option<String>,
    /// API whose address and credentials are used
    #[arg(long, default_value = "messages", value_parser = ["messages", "cascade", "chathub", "turbosms", "messagio"])]
    pub(crate) api: String,
}
