//! The table of all operations, and their calls by name.

use crate::cascade::{CascadeSend, SendTemplate, UploadVariables};
use crate::chathub::{
    AddOperators, ChatFilter, ChatMessages, DeleteChat, Login, OperatorToken, Operators, Organizations,
    SendChatMessage, SetChatStatus, SetOperatorStatus, ValidateToken, VisitorWidgetHtml, WidgetHtml,
};
use crate::client::Client;
use crate::engine::CallOptions;
use crate::engine::argument::{Argument, ArgumentKind, Given};
pub use crate::engine::description::Operation;
use crate::error::Error;
use crate::messages::{MessagesSend, Status, Wait, WaitAll};
use crate::messagio::MessagioSend;
use crate::request::AnyRequest;
use crate::turbosms::{RecipientDetails, RecipientStatus, SendMulti, TurboSmsSend};

/// Returns all operations.
pub fn operations() -> &'static [Operation] {
    OPERATIONS
}

static OPERATIONS: &[Operation] = &[
    MessagesSend::DESCRIPTION,
    Status::DESCRIPTION,
    Wait::DESCRIPTION,
    WaitAll::DESCRIPTION,
    CascadeSend::DESCRIPTION,
    UploadVariables::DESCRIPTION,
    SendTemplate::DESCRIPTION,
    Login::DESCRIPTION,
    Organizations::DESCRIPTION,
    Operators::DESCRIPTION,
    AddOperators::DESCRIPTION,
    SetOperatorStatus::DESCRIPTION,
    OperatorToken::DESCRIPTION,
    ValidateToken::DESCRIPTION,
    ChatFilter::DESCRIPTION,
    SetChatStatus::DESCRIPTION,
    DeleteChat::DESCRIPTION,
    ChatMessages::DESCRIPTION,
    SendChatMessage::DESCRIPTION,
    WidgetHtml::DESCRIPTION,
    VisitorWidgetHtml::DESCRIPTION,
    TurboSmsSend::DESCRIPTION,
    SendMulti::DESCRIPTION,
    RecipientStatus::DESCRIPTION,
    RecipientDetails::DESCRIPTION,
    MessagioSend::DESCRIPTION,
    AnyRequest::DESCRIPTION,
];

/// Options that every operation takes beside its arguments.
static COMMON: &[Argument] = &[
    Argument {
        name: "timeout",
        doc: "Seconds for the whole call with all attempts. Default: that of the client.\n",
        kind: ArgumentKind::Seconds,
        required: false,
        default: "",
        named: true,
    },
    Argument {
        name: "max_retries",
        doc: "Maximum number of retries. Default: that of the client.\n",
        kind: ArgumentKind::Count,
        required: false,
        default: "",
        named: true,
    },
    Argument {
        name: "resend_unknown",
        doc: "Retry a send whose outcome is unknown, at the risk of sending it twice.\n",
        kind: ArgumentKind::Flag,
        required: false,
        default: "false",
        named: true,
    },
];

impl Client {
    /// Calls an operation by name. `request` is a JSON object of the Python arguments, with messages in
    /// wire form, and may hold `timeout`, `max_retries` and `resend_unknown`. The reply is a JSON object of
    /// the Python attributes, with decimals as strings, or a list of them.
    ///
    /// # Errors
    /// As the operation; [`crate::ErrorKind::Validation`] for an unknown operation or argument, or an argument of
    /// another type.
    pub fn call_json(&self, operation: &str, request: &str, mut options: CallOptions) -> Result<String, Error> {
        let Some(found) = OPERATIONS.iter().find(|o| o.name == operation) else {
            let names: Vec<_> = OPERATIONS.iter().map(|o| o.name).collect();
            let message = format!("is not one of: {}", names.join(", "));
            return Err(Error::invalid("operation", "known", message));
        };
        let given = Given::read(request).map_err(|e| Error::invalid("request", "json", e.to_string()))?;
        let takes = |name: &str| found.arguments.iter().any(|argument| argument.name == name);
        let known = |name: &str| takes(name) || COMMON.iter().any(|argument| argument.name == name);
        if let Some((name, _)) = given.values.iter().find(|(name, _)| !known(name)) {
            let names: Vec<_> = found.arguments.iter().map(|argument| argument.name).collect();
            let message = format!("is not an argument of {operation}, which takes: {}", names.join(", "));
            return Err(Error::invalid(name, "known", message));
        }
        let common = given.of(COMMON);
        let timeout = if takes("timeout") { None } else { common.take("timeout")? };
        options.timeout = timeout.or(options.timeout);
        options.max_retries = common.take::<Option<u32>>("max_retries")?.or(options.max_retries);
        options.resend_unknown |= common.take::<bool>("resend_unknown")?;
        (found.run)(self.engine(), &common.of(found.arguments), &options)
    }
}
