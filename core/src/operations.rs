//! The table of all operations, and calls by name.

use crate::client::Client;
use crate::engine::argument::{Argument, ArgumentKind, Given};
pub use crate::engine::description::Operation;
use crate::engine::{CallOptions, wrong_retries};
use crate::error::Error;
use crate::{cascade, chathub, messages, messagio, request, turbosms};

/// Returns all operations.
pub fn operations() -> &'static [Operation] {
    &OPERATIONS
}

/// The operations of each API, in the order of the namespaces.
const APIS: [&[Operation]; 6] = [
    messages::OPERATIONS,
    cascade::OPERATIONS,
    chathub::OPERATIONS,
    turbosms::OPERATIONS,
    messagio::OPERATIONS,
    request::OPERATIONS,
];

static OPERATIONS: [Operation; count()] = all();

#[expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "evaluated at compile time")]
const fn count() -> usize {
    let (mut count, mut api) = (0, 0);
    while api < APIS.len() {
        count += APIS[api].len();
        api += 1;
    }
    count
}

#[expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "evaluated at compile time")]
const fn all() -> [Operation; count()] {
    let mut all = [APIS[0][0]; count()];
    let (mut next, mut api) = (0, 0);
    while api < APIS.len() {
        let mut own = 0;
        while own < APIS[api].len() {
            all[next] = APIS[api][own];
            next += 1;
            own += 1;
        }
        api += 1;
    }
    all
}

/// Options that every operation takes in addition to its arguments.
static COMMON: &[Argument] = &[
    Argument {
        name: "timeout",
        doc: "Time limit of the whole call in seconds, including all attempts. Default: the client's.\n",
        kind: ArgumentKind::Seconds,
        required: false,
        default: "",
        named: true,
    },
    Argument {
        name: "max_retries",
        doc: "Maximum number of retries. Default: the client's.\n",
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
    /// Calls an operation by name. `request` is a JSON object with the Python arguments, with messages in wire form. It
    /// may contain `timeout`, `max_retries` and `resend_unknown`. The reply is a JSON object with the Python
    /// attributes, or a list of such objects, with decimals as strings.
    ///
    /// # Errors
    /// Same as the operation, and [`crate::ErrorKind::Validation`] for an unknown operation, an unknown argument or an
    /// argument of the wrong type.
    pub fn call_json(&self, operation: &str, request: &str, mut options: CallOptions) -> Result<String, Error> {
        let Some(found) = OPERATIONS.iter().find(|o| o.name == operation) else {
            let names: Vec<_> = OPERATIONS.iter().map(|o| o.name).collect();
            let message = format!("is not one of: {}", names.join(", "));
            return Err(Error::invalid("operation", "known", message));
        };
        let given =
            Given::read(request).map_err(|e| Error::invalid("request", "json", format!("cannot be read: {e}")))?;
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
        options.max_retries =
            common.take::<Option<u32>>("max_retries").map_err(|_| wrong_retries())?.or(options.max_retries);
        options.resend_unknown |= common.take::<bool>("resend_unknown")?;
        (found.run)(self.engine(), &common.of(found.arguments), &options)
    }
}
