//! Namespaces of a client. Written by `make gen` from the tables in core and templates/python/namespaces.rs.j2; do not edit.
#![allow(clippy::too_many_arguments)]

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Mutex;

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use smsbat_core::Client;
use smsbat_core::binding::{self, operations};

use crate::attempt::OnAttempt;
use crate::call::{self, options, with};
use crate::chat_events::{self, ChatEvents};
use crate::chat_media::Media;
use crate::chathub::{Chats, Follow, IDLE_TIMEOUT, INTERVAL};
use crate::delivery::{self, DeliverySummary, TRACK_TIMEOUT};
use crate::max_parts::MaxParts;
use crate::messages::{WAIT_INTERVAL, WAIT_TIMEOUT, Waiting, WaitingAll, by_name, times, warned};
use crate::model::{Given, not_picklable, record};
use crate::numbers::{Int, Seconds};
use crate::stream::Stream;
use crate::{bulk, bulk_plan};
use crate::{cascade, chathub, error, generated, message_ids, named, turbosms, values};

/// The SMSBAT API of a client: sends messages and gets their delivery statuses.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct Messages(pub(crate) Client, pub(crate) OnAttempt);

#[pymethods]
impl Messages {
    /// Sends one message, or up to 5,000 in one request.
    ///
    /// The call succeeds even if some messages were refused: check `ok` or the `outcome` of each row.
    ///
    ///     >>> result = client.messages.send(
    ///     ...     smsbat.Sms(to="+380671234567", sender="MyShop", text="Your order is on its way")
    ///     ... )
    ///     >>> [(row.to, row.outcome.value) for row in result.messages]
    ///     [('+380671234567', 'accepted')]
    ///
    /// Args:
    ///     messages: Messages to send. A message, a dict in wire form, which is sent unchanged, or an iterable of
    ///         these.
    ///     journal: File that makes the send safe to run again; it is created if it does not exist. A message that
    ///         it knows as accepted or under way is not sent: its row has the old id, and `resumed` is true. A
    ///         message is known by its `customer_message_id`; without one by its recipient and content.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///     resend_unknown: Retry even if an earlier attempt may have arrived, at the risk of sending it twice.
    ///
    /// Returns:
    ///     A `SendResult` with a `SentMessage` for each message, in the same order. Pass its `message_id` to
    ///     `status` or `wait`.
    ///
    /// Raises:
    ///     ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (messages, *, journal = None, timeout = None, max_retries = None, resend_unknown = false))]
    pub(crate) fn send<'py>(
        &self,
        py: Python<'py>,
        messages: &Bound<'py, PyAny>,
        #[pyo3(from_py_with = named::journal)] journal: Option<PathBuf>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
        #[pyo3(from_py_with = named::resend_unknown)] resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?.resend_unknown(resend_unknown);
        let messages = values::objects(
            messages,
            "messages",
            "a message",
            "make one with a class, such as smsbat.Sms(to=…, sender=…, text=…)",
        )?;
        call::send(
            py,
            |interrupt| {
                let operation = operations::MessagesSend { messages: Cow::Borrowed(&messages), journal };
                binding::call(&self.0, operation, &with(options, interrupt))
            },
            |reply| warned(py, reply.warnings(), reply.record()),
        )
    }

    /// Returns the delivery status of a message.
    ///
    ///     >>> status = client.messages.status(message_id)
    ///     >>> status.delivery_status, status.is_final, status.cost
    ///     ('delivered', True, Decimal('0.310'))
    ///
    /// Args:
    ///     message_id: Message id from a send. An id, a row of a send (`SentMessage`), or the `SendResult` of a
    ///         single message.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Returns:
    ///     A `MessageStatus`.
    ///
    /// Raises:
    ///     NotFoundError: The provider does not know the id. A new id may take some seconds to appear.
    ///     ValidationError: The message has no id because it was not accepted, or the result has several messages.
    ///         No request was made.
    ///     SmsbatError: Every other failure.
    #[pyo3(signature = (message_id, *, timeout = None, max_retries = None))]
    pub(crate) fn status<'py>(
        &self,
        py: Python<'py>,
        message_id: &Bound<'py, PyAny>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?;
        let message_id = message_ids::one(message_id)?;
        let reply = call::run(py, |interrupt| {
            let operation = operations::Status { message_id: message_id.as_str().into() };
            binding::call(&self.0, operation, &with(options, interrupt))
        })?;
        generated::instance(py, reply.record().clone())
    }

    /// Polls the status of a message until it is final or the time is up, and returns the last one.
    ///
    /// The first request is made at once. An unknown id is tolerated for 30 seconds.
    ///
    ///     >>> status = client.messages.wait(result, timeout=60)
    ///     >>> status.is_delivered
    ///     True
    ///
    /// Args:
    ///     message_id: Message id from a send. An id, a row of a send (`SentMessage`), or the `SendResult` of a
    ///         single message.
    ///     timeout: Seconds after which the last status is returned even if it is not final; check `is_final`.
    ///     interval: Seconds between the first two requests, at least 1. The interval grows to at most twice this
    ///         value.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Returns:
    ///     The last `MessageStatus`. Reaching the timeout is not an error.
    ///
    /// Raises:
    ///     NotFoundError: The provider still does not know the id after 30 seconds.
    ///     ValidationError: The message has no id because it was not accepted, or the result has several messages.
    ///         No request was made.
    ///     SmsbatError: Every other failure.
    #[pyo3(signature = (message_id, *, timeout = Seconds::of(120.0), interval = Seconds::of(5.0), max_retries = None), text_signature = "($self, message_id, *, timeout=120.0, interval=5.0, max_retries=None)")]
    pub(crate) fn wait<'py>(
        &self,
        py: Python<'py>,
        message_id: &Bound<'py, PyAny>,
        timeout: Seconds,
        interval: Seconds,
        max_retries: Option<Int>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, None, max_retries)?;
        let message_id = message_ids::one(message_id)?;
        let timeout = timeout.read(py, "timeout")?;
        let interval = interval.read(py, "interval")?;
        let reply = call::run(py, |interrupt| {
            let operation = operations::Wait { message_id: message_id.as_str().into(), timeout, interval };
            binding::call(&self.0, operation, &with(options, interrupt))
        })?;
        generated::instance(py, reply.record().clone())
    }

    /// Polls the statuses of many messages until all are final or the time is up, and returns the last of each.
    ///
    /// Polls in rounds, at most once a second for each message, within the client's rate limit for reads. An
    /// unknown id is tolerated for 30 seconds.
    ///
    ///     >>> statuses = client.messages.wait_all(row for row in result if row.message_id)
    ///     >>> [status.delivery_status for status in statuses]
    ///     ['delivered']
    ///
    /// Args:
    ///     messages: Message ids from sends. Ids, rows of sends (`SentMessage`), rows of a report, or a
    ///         `SendResult`.
    ///     timeout: Seconds after which the last statuses are returned even if they are not final; check
    ///         `is_final`.
    ///     interval: Seconds between the first two rounds, at least 1. The interval grows to at most twice this
    ///         value.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Returns:
    ///     A `MessageStatus` for each message, in the same order. If no status arrived in time, or the provider
    ///     does not know the id, its `delivery_status` is `'unknown'`, which is not final.
    ///
    /// Raises:
    ///     ValidationError: Some messages have no id because they were not accepted; `problems` names each. No
    ///         request was made.
    ///     NotFoundError: The provider knows none of the ids after 30 seconds.
    ///     SmsbatError: Every other failure.
    #[pyo3(signature = (messages, *, timeout = Seconds::of(120.0), interval = Seconds::of(5.0), max_retries = None), text_signature = "($self, messages, *, timeout=120.0, interval=5.0, max_retries=None)")]
    pub(crate) fn wait_all<'py>(
        &self,
        py: Python<'py>,
        messages: &Bound<'py, PyAny>,
        timeout: Seconds,
        interval: Seconds,
        max_retries: Option<Int>,
    ) -> PyResult<Bound<'py, PyList>> {
        let options = options(py, None, max_retries)?;
        let messages = message_ids::all(messages)?;
        let timeout = timeout.read(py, "timeout")?;
        let interval = interval.read(py, "interval")?;
        let reply = call::run(py, |interrupt| {
            let operation = operations::WaitAll {
                messages: operations::MessageIds(messages.iter().map(|id| id.as_str().into()).collect()),
                timeout,
                interval,
            };
            binding::call(&self.0, operation, &with(options, interrupt))
        })?;
        values::replies(py, reply.iter().map(|row| row.record().clone()))
    }

    /// Sends any number of messages, in chunks, over several connections, and reports the outcome of each row.
    ///
    /// The source is read as it is sent and never held as a whole. A row that breaks a rule or a limit is reported
    /// as `not_sent` and does not stop the rest. A request whose outcome is unknown is not sent again.
    ///
    /// With a `journal`, a run that ended before its time (an exception, Ctrl-C, a crash, a power cut) goes on where
    /// it stopped when the same call is made again: rows that were accepted are skipped, rows that may have been
    /// sent are reported as `unknown`. A journal belongs to one campaign: the same sender, template, columns and
    /// address. Rows are known by their `customer_message_id`, else by their content, and by their recipient: whoever was
    /// sent a message gets no other one, whatever its text is. It is an SQLite file; its view `report` has every row. Open it with `mode=ro` while a campaign runs in the same process.
    ///
    /// Ctrl-C ends the run once the requests under way are answered; a second one cuts them off.
    ///
    ///     >>> rows = [{"phone": "+380671234567", "name": "Ada"}, {"phone": "12", "name": "Bob"}]
    ///     >>> report = client.messages.send_bulk(
    ///     ...     rows, sender="MyShop", template="Hi {name}", columns={"to": "phone"}, journal="campaign.db"
    ///     ... )
    ///     >>> report
    ///     BulkReport(total=2, accepted=1, rejected=0, not_sent=1, unknown=0)
    ///     >>> [(row["index"], row["reason"]) for row in report if row["outcome"] != "accepted"]
    ///     [(1, "to has no '+' and may be a national number: write it with '+' and the country code, such as +380671234567, or set country, such as 380")]
    ///
    /// Args:
    ///     source: Messages, dicts, or anything that yields them; a path to a CSV or JSON Lines file; a data frame
    ///         (pandas, polars, pyarrow, DuckDB: anything with `__arrow_c_stream__`). Rows of `sqlite3.Row`, named
    ///         tuples and dataclasses are taken like dicts. Columns and keys have the names of a message's
    ///         arguments, `to` and `text` above all; `type` names another class than `Sms`. A dict with `from` or
    ///         `recipient` is a message in the form of the API and goes out as given; in a file or a frame, `columns` has
    ///         to say what such a column is. A number that may have lost
    ///         digits, such as a float32 as a phone number, is refused.
    ///     sender: Sender of rows that name none.
    ///     country: Country code of national numbers, such as `380`. Default: that of the client.
    ///     template: Text of rows that have none, with columns in braces: `Hi {name}`. `{{` is a brace. Or a
    ///         message with such texts: what it sets holds for every row. Its recipient is left out, or names a
    ///         column.
    ///     columns: Names of columns that differ from the argument's, as `to=phone, text=body`. A dict: `{"to":
    ///         "phone"}`.
    ///     encoding: Encoding of a file that is neither UTF-8 nor UTF-16 with a mark, such as `windows-1251`.
    ///     journal: File that makes the campaign resumable; it is made if it is not there.
    ///     chunk_size: Messages of one request, 1 to 5000. A connection that breaks makes one chunk unknown.
    ///         Default: 1000.
    ///     chunk_bytes: Bytes of the largest request body, 4096 to 67108864. Default: 4194304.
    ///     connections: Requests under way at once, 1 to 64. Default: 8.
    ///     ordered: Has no effect: a report always has the order of the source. Default: False.
    ///     allow_duplicates: Send to a recipient more than once. Default: False.
    ///     max_messages: Most messages of the campaign; rows beyond it are not sent.
    ///     max_parts: Most SMS parts of the campaign, counted from the texts; rows beyond it are not sent.
    ///     max_parts_per_message: Most parts of one SMS, `None` for 255. Default: that of the client.
    ///     allow_list: Recipients that may be sent to, with commas between them; all other rows are not sent. Or an
    ///         iterable of phones, as text, integers or `smsbat.Phone`.
    ///     stop_list: File of recipients that get no messages, one phone on each line. Or an iterable of phones, as
    ///         text, integers or `smsbat.Phone`.
    ///     quiet_hours: Hours in which it waits: `21:00-08:00 Europe/Kyiv`; without a zone, those of each
    ///         recipient.
    ///     resend_unknown: Send again what may have been sent before, at the risk of sending it twice. Default:
    ///         False.
    ///     dry_run: Send nothing, and return what would be sent. A journal is only read. Default: False.
    ///     max_failures: Requests that fail one after another before the run is stopped. Default: 10.
    ///     progress: Called about ten times a second with a `BulkProgress`, on this thread; `True` shows a bar.
    ///     timeout: Seconds for one request with all attempts. Default: that of the client.
    ///     max_retries: Maximum number of retries of one request. Default: that of the client.
    ///
    /// Returns:
    ///     A `BulkReport`: the sums, and when it is iterated a dict for each row. With `dry_run`, a `BulkPlan`.
    ///
    /// Raises:
    ///     ConfigurationError: No credentials, or a journal of another campaign or in use (then `retryable`). This call
    ///         sent nothing. A journal that is gone, empty, damaged or replaced has the outcome `unknown`, because
    ///         earlier runs have sent.
    ///     ValidationError: An option or the header of the source breaks a rule. Nothing was sent.
    ///     SmsbatError: The run ended early: credentials refused, too many failures, Ctrl-C. `report` says what
    ///         became of the rows up to there.
    #[pyo3(signature = (
        source, *, sender = None, country = None, template = None, columns = None, encoding = None, journal = None, chunk_size = None, chunk_bytes = None, connections = None, ordered = false, allow_duplicates = false, max_messages = None, max_parts = None, max_parts_per_message = MaxParts::Unset, allow_list = None, stop_list = None, quiet_hours = None, resend_unknown = false, dry_run = false, max_failures = None, progress = None, timeout = None, max_retries = None,
    ))]
    pub(crate) fn send_bulk<'py>(
        &self,
        py: Python<'py>,
        source: &Bound<'py, PyAny>,
        sender: Given<'py>,
        country: Given<'py>,
        template: Given<'py>,
        columns: Given<'py>,
        encoding: Given<'py>,
        #[pyo3(from_py_with = named::journal)] journal: Option<PathBuf>,
        chunk_size: Option<Int>,
        chunk_bytes: Option<Int>,
        connections: Option<Int>,
        #[pyo3(from_py_with = named::ordered)] ordered: bool,
        #[pyo3(from_py_with = named::allow_duplicates)] allow_duplicates: bool,
        max_messages: Option<Int>,
        max_parts: Option<Int>,
        max_parts_per_message: MaxParts,
        allow_list: Given<'py>,
        stop_list: Given<'py>,
        quiet_hours: Given<'py>,
        #[pyo3(from_py_with = named::resend_unknown)] resend_unknown: bool,
        #[pyo3(from_py_with = named::dry_run)] dry_run: bool,
        max_failures: Option<Int>,
        progress: Given<'py>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let call = options(py, timeout, max_retries)?;
        let number = |value: Option<Int>, name| value.map(|number| number.text(name)).transpose();
        let texts = [
            ("sender", bulk::text_of(sender, "sender")?),
            ("country", bulk::text_of(country, "country")?),
            ("encoding", bulk::text_of(encoding, "encoding")?),
            ("chunk_size", number(chunk_size, "chunk_size")?),
            ("chunk_bytes", number(chunk_bytes, "chunk_bytes")?),
            ("connections", number(connections, "connections")?),
            ("ordered", Some(ordered.to_string())),
            ("allow_duplicates", Some(allow_duplicates.to_string())),
            ("max_messages", number(max_messages, "max_messages")?),
            ("max_parts", number(max_parts, "max_parts")?),
            ("max_parts_per_message", max_parts_per_message.text()),
            ("quiet_hours", bulk::text_of(quiet_hours, "quiet_hours")?),
            ("resend_unknown", Some(resend_unknown.to_string())),
            ("dry_run", Some(dry_run.to_string())),
            ("max_failures", number(max_failures, "max_failures")?),
        ];
        let arguments = bulk::Arguments { template, columns, allow_list, stop_list, journal, texts: &texts, progress };
        bulk_plan::reply(bulk::send(py, &self.0, source, &arguments, call)?)
    }

    /// Asks for the statuses of messages until all are final or the time is up, and says who was reached and at what cost.
    ///
    /// What the journal has of earlier calls and of `smsbat.webhooks.record` is read first, and again while it asks; only
    /// the rest is asked for: each message at growing intervals, under the client's rate limit of reads. Statuses are kept
    /// beside the journal, so a call that ended early goes on where it stopped. A campaign that still runs is not disturbed.
    /// The newest status of a message holds; a final one never goes back to one that is not.
    ///
    ///     >>> summary = client.messages.track(result)
    ///     >>> print(summary.delivered + summary.read, "of", summary.total, "reached, for", summary.cost)
    ///     1 of 1 reached, for 0.310
    ///
    /// Args:
    ///     messages: The `BulkReport` of a campaign, whose journal is used if it has one; or ids of messages: any iterable of
    ///         them, of rows of sends, or a result. Default: the messages of `journal`.
    ///     journal: Journal of the campaign, beside which statuses are kept.
    ///     timeout: Seconds until it gives up on statuses that are not final; 0 makes no request.
    ///     progress: Called about ten times a second with a `TrackProgress`, on this thread; `True` shows a bar.
    ///     max_retries: Maximum number of retries of one request. Default: that of the client.
    ///
    /// Returns:
    ///     A `DeliverySummary`. A time that is up is no error.
    ///
    /// Raises:
    ///     ConfigurationError: No credentials, or a journal that is not there, cannot be read or is of a later version.
    ///     ValidationError: Neither messages nor a journal, or a message that was not accepted and has no id.
    ///     SmsbatError: Credentials refused, or no status is known and none was received in time. What was
    ///         found before is kept.
    #[pyo3(
        signature = (messages = None, *, journal = None, timeout = TRACK_TIMEOUT, progress = None, max_retries = None),
        text_signature = "($self, messages=None, *, journal=None, timeout=600.0, progress=None, max_retries=None)"
    )]
    pub(crate) fn track<'py>(
        &self,
        py: Python<'py>,
        messages: Given<'py>,
        #[pyo3(from_py_with = named::journal)] journal: Option<PathBuf>,
        timeout: Seconds,
        progress: Given<'py>,
        max_retries: Option<Int>,
    ) -> PyResult<Bound<'py, DeliverySummary>> {
        delivery::track(py, &self.0, messages, journal, timeout, progress, options(py, None, max_retries)?)
    }

    /// One request at a time of `wait`.
    #[pyo3(
        signature = (message_id, *, timeout = WAIT_TIMEOUT, interval = WAIT_INTERVAL, max_retries = None),
        text_signature = "($self, message_id, *, timeout=120.0, interval=5.0, max_retries=None)"
    )]
    fn _waiting(
        &self,
        py: Python<'_>,
        message_id: &Bound<'_, PyAny>,
        timeout: Seconds,
        interval: Seconds,
        max_retries: Option<Int>,
    ) -> PyResult<Waiting> {
        let options = options(py, None, max_retries)?;
        let (time, interval) = times(py, timeout, interval)?;
        let waiting = binding::waiting(&self.0, &message_ids::one(message_id)?, time, interval, &options);
        let waiting = waiting.map_err(|e| error::raise(py, &e))?;
        Ok(Waiting(Mutex::new(waiting), self.1.share(py)))
    }

    /// One round of requests at a time of `wait_all`.
    #[pyo3(
        signature = (messages, *, timeout = WAIT_TIMEOUT, interval = WAIT_INTERVAL, max_retries = None),
        text_signature = "($self, messages, *, timeout=120.0, interval=5.0, max_retries=None)"
    )]
    fn _waiting_all(
        &self,
        py: Python<'_>,
        messages: &Bound<'_, PyAny>,
        timeout: Seconds,
        interval: Seconds,
        max_retries: Option<Int>,
    ) -> PyResult<WaitingAll> {
        let options = options(py, None, max_retries)?;
        let (time, interval) = times(py, timeout, interval)?;
        let ids = message_ids::all(messages)?;
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let waiting = binding::waiting_all(&self.0, &ids, time, interval, &options);
        let waiting = waiting.map_err(|e| error::raise(py, &e))?;
        Ok(WaitingAll(Mutex::new(waiting), self.1.share(py)))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.1.traverse(&visit)
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(not_picklable(&slf.get_type()))
    }
}

/// The Cascade API of a client: one message that tries several channels in order.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct Cascade(pub(crate) Client, pub(crate) OnAttempt);

#[pymethods]
impl Cascade {
    /// Sends one message, or up to 5,000 in one request; 100 to 1,000 are advised. Each message tries channels in
    /// order until one works.
    ///
    /// The provider returns no status: a row with an id counts as accepted. The call succeeds even if some messages
    /// were refused.
    ///
    ///     >>> result = client.cascade.send(
    ///     ...     smsbat.CascadeMessage(
    ///     ...         to="+380671234567",
    ///     ...         sender="MyShop",
    ///     ...         text="Your order is on its way",
    ///     ...         message_type="transaction",
    ///     ...     )
    ///     ... )
    ///     >>> result.ok
    ///     True
    ///
    /// Args:
    ///     messages: Messages to send. A `CascadeMessage`, a dict in wire form, which is sent unchanged, or an
    ///         iterable of these.
    ///     telegram_viber_first: Try Telegram and Viber before the other channels.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///     resend_unknown: Retry even if an earlier attempt may have arrived, at the risk of sending it twice.
    ///
    /// Returns:
    ///     A `SendResult` with a `SentMessage` for each message, in the same order.
    ///
    /// Raises:
    ///     ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (messages, *, telegram_viber_first = false, timeout = None, max_retries = None, resend_unknown = false))]
    pub(crate) fn send<'py>(
        &self,
        py: Python<'py>,
        messages: &Bound<'py, PyAny>,
        #[pyo3(from_py_with = named::telegram_viber_first)] telegram_viber_first: bool,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
        #[pyo3(from_py_with = named::resend_unknown)] resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?.resend_unknown(resend_unknown);
        let messages = values::objects(messages, "messages", "a message", "make one with smsbat.CascadeMessage(…)")?;
        call::send(
            py,
            |interrupt| {
                let operation = operations::CascadeSend { messages: Cow::Borrowed(&messages), telegram_viber_first };
                binding::call(&self.0, operation, &with(options, interrupt))
            },
            |reply| warned(py, reply.warnings(), reply.record()),
        )
    }

    /// Uploads values for placeholders `%type=id%` in the texts of later messages. Uploading an id again replaces
    /// its value.
    ///
    ///     >>> link = smsbat.Variable(id=7, type="short_url", value="https://shop.example.org/orders/5512")
    ///     >>> client.cascade.upload_variables(link).status_code
    ///     200
    ///
    /// Args:
    ///     variables: Values, up to 5,000. A `Variable`, a dict in wire form, which is sent unchanged, or an
    ///         iterable of these.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Returns:
    ///     A `RawReply`.
    ///
    /// Raises:
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (variables, *, timeout = None, max_retries = None))]
    pub(crate) fn upload_variables<'py>(
        &self,
        py: Python<'py>,
        variables: &Bound<'py, PyAny>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?;
        let variables = values::objects(variables, "variables", "a Variable", "make one with smsbat.Variable(…)")?;
        let reply = call::run(py, |interrupt| {
            let operation = operations::UploadVariables { variables: Cow::Borrowed(&variables) };
            binding::call(&self.0, operation, &with(options, interrupt))
        })?;
        generated::instance(py, reply.record().clone())
    }

    /// Sends one text to many recipients, filled with the values of each row.
    ///
    /// URLs to be shortened are uploaded as variables; all other values are inserted into the text. Rows are sent
    /// in requests of 500. The result has one row for each, in the same order. If a later request fails, its rows
    /// have that error's outcome, the rows after it are `not_sent`, and a warning names the error. Two processes
    /// that send `short_url` values on one account may pick the same ids: give each its own range with
    /// `variable_ids`.
    ///
    ///     >>> result = client.cascade.send_template(
    ///     ...     "Hi {name}, your order is on its way: {link:short_url}",
    ///     ...     [{"to": "+380671234567", "name": "Oksana", "link": "https://shop.example.org/o/5512"}],
    ///     ...     sender="MyShop",
    ///     ... )
    ///     >>> result.ok
    ///     True
    ///
    /// Args:
    ///     template: Text with `{name}` for any value, `{name:url}` for a URL that is inserted unchanged,
    ///         `{name:short_url}` for a URL that the provider shortens. `{{` and `}}` are literal braces.
    ///     rows: One row for each message: the recipient in `to`, optionally your own message id in `id`, and the
    ///         values by name, each text or a number. Mappings.
    ///     sender: Sender name registered for your account.
    ///     message_type: Message type, such as `transaction` or `promo`.
    ///     ttl: Seconds to wait for delivery before a message expires.
    ///     scheduled: Time to send the messages. A `datetime` or ISO 8601 text, with a time zone.
    ///     telegram_viber_first: Try Telegram and Viber before the other channels.
    ///     variable_ids: First and last id for uploaded variables. Default: a block at a random place.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///     resend_unknown: Retry even if an earlier attempt may have arrived, at the risk of sending it twice.
    ///
    /// Returns:
    ///     A `SendResult` with a `SentMessage` for each row, in the same order.
    ///
    /// Raises:
    ///     ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (template, rows, *, sender, message_type = "transaction", ttl = None, scheduled = None, telegram_viber_first = false, variable_ids = None, timeout = None, max_retries = None, resend_unknown = false), text_signature = "($self, template, rows, *, sender, message_type='transaction', ttl=None, scheduled=None, telegram_viber_first=False, variable_ids=None, timeout=None, max_retries=None, resend_unknown=False)")]
    pub(crate) fn send_template<'py>(
        &self,
        py: Python<'py>,
        template: &Bound<'py, PyAny>,
        rows: &Bound<'py, PyAny>,
        sender: &Bound<'py, PyAny>,
        message_type: &str,
        ttl: Option<Int>,
        scheduled: Given<'py>,
        #[pyo3(from_py_with = named::telegram_viber_first)] telegram_viber_first: bool,
        variable_ids: Option<(Int, Int)>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
        #[pyo3(from_py_with = named::resend_unknown)] resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?.resend_unknown(resend_unknown);
        let template = error::unicode(py, template, "template")?;
        let rows = cascade::template_rows(rows)?;
        let sender = error::unicode(py, sender, "sender")?;
        let ttl = ttl.map(|n| n.count(py, "ttl")).transpose()?;
        let scheduled = scheduled.map(|time| values::argument_time(&time, "scheduled")).transpose()?;
        let variable_ids = variable_ids
            .map(|(first, last)| {
                let id = |id: Int| id.count(py, "variable_ids");
                Ok::<_, PyErr>((id(first)?, id(last)?))
            })
            .transpose()?;
        call::send(
            py,
            |interrupt| {
                let operation = operations::SendTemplate {
                    template: template.into(),
                    rows,
                    sender: sender.into(),
                    message_type: message_type.into(),
                    ttl,
                    scheduled: scheduled.map(Into::into),
                    telegram_viber_first,
                    variable_ids,
                };
                binding::call(&self.0, operation, &with(options, interrupt))
            },
            |reply| warned(py, reply.warnings(), reply.record()),
        )
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.1.traverse(&visit)
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(not_picklable(&slf.get_type()))
    }
}

/// The ChatHub API of a client: operators, chats and chat messages.
///
/// Calls use the token of `login`, else the client's `company_token`, else its `api_key`.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct ChatHub(pub(crate) Client, pub(crate) OnAttempt);

#[pymethods]
impl ChatHub {
    /// Gets a company token. The client keeps it in memory for its calls and renews it once when it is refused.
    ///
    ///     >>> token = client.chathub.login("test-company", "test-password")
    ///
    /// Args:
    ///     login: Login of the company.
    ///     password: Its password.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Returns:
    ///     The token. It is a secret: do not log it.
    ///
    /// Raises:
    ///     AuthenticationError: Login or password are wrong.
    ///     SmsbatError: Every other failure.
    #[pyo3(signature = (login, password, *, timeout = None, max_retries = None))]
    pub(crate) fn login<'py>(
        &self,
        py: Python<'py>,
        login: &Bound<'py, PyAny>,
        password: &Bound<'py, PyAny>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<String> {
        let options = options(py, timeout, max_retries)?;
        let login = error::unicode(py, login, "login")?;
        let password = error::unicode(py, password, "password")?;
        let reply = call::run(py, |interrupt| {
            let operation = operations::Login { login: login.into(), password: smsbat_core::Secret::new(password) };
            binding::call(&self.0, operation, &with(options, interrupt))
        })?;
        Ok(binding::expose(&reply).to_owned())
    }

    /// Returns the organizations of the company.
    ///
    /// Args:
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Returns:
    ///     A list of `Organization`.
    ///
    /// Raises:
    ///     SmsbatError: Every other failure.
    #[pyo3(signature = (*, timeout = None, max_retries = None))]
    pub(crate) fn organizations<'py>(
        &self,
        py: Python<'py>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<Bound<'py, PyList>> {
        let options = options(py, timeout, max_retries)?;
        let reply = call::run(py, |interrupt| {
            let operation = operations::Organizations {};
            binding::call(&self.0, operation, &with(options, interrupt))
        })?;
        values::replies(py, reply.iter().map(|row| row.record().clone()))
    }

    /// Returns the operators of an organization.
    ///
    /// Args:
    ///     organization_id: `id` of an organization.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Returns:
    ///     A list of `Operator`.
    ///
    /// Raises:
    ///     SmsbatError: Every other failure.
    #[pyo3(signature = (organization_id, *, timeout = None, max_retries = None))]
    pub(crate) fn operators<'py>(
        &self,
        py: Python<'py>,
        organization_id: Int,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<Bound<'py, PyList>> {
        let options = options(py, timeout, max_retries)?;
        let organization_id = organization_id.number(py, "organization_id")?;
        let reply = call::run(py, |interrupt| {
            let operation = operations::Operators { organization_id };
            binding::call(&self.0, operation, &with(options, interrupt))
        })?;
        values::replies(py, reply.iter().map(|row| row.record().clone()))
    }

    /// Adds operators. A second call with the same names may add them twice.
    ///
    ///     >>> [operator.name for operator in client.chathub.add_operators(smsbat.NewOperator(31, "Ada"))]
    ///     ['Ada']
    ///
    /// Args:
    ///     operators: Operators to add, up to 5,000. A `NewOperator`, a dict in wire form, which is sent unchanged,
    ///         or an iterable of these.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///     resend_unknown: Retry even if an earlier attempt may have arrived, at the risk of sending it twice.
    ///
    /// Returns:
    ///     A list of `Operator`.
    ///
    /// Raises:
    ///     ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (operators, *, timeout = None, max_retries = None, resend_unknown = false))]
    pub(crate) fn add_operators<'py>(
        &self,
        py: Python<'py>,
        operators: &Bound<'py, PyAny>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
        #[pyo3(from_py_with = named::resend_unknown)] resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyList>> {
        let options = options(py, timeout, max_retries)?.resend_unknown(resend_unknown);
        let operators =
            values::objects(operators, "operators", "a NewOperator", "make one with smsbat.NewOperator(…)")?;
        call::send(
            py,
            |interrupt| {
                let operation = operations::AddOperators { operators: Cow::Borrowed(&operators) };
                binding::call(&self.0, operation, &with(options, interrupt))
            },
            |reply| values::replies(py, reply.iter().map(|row| row.record().clone())),
        )
    }

    /// Sets the status of an operator.
    ///
    /// Args:
    ///     id: `id` of an operator.
    ///     status: The new status. An `OperatorStatus`, its name, such as `"inactive"`, or any number.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Raises:
    ///     ValidationError: The name of the status is not known.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (id, status, *, timeout = None, max_retries = None))]
    pub(crate) fn set_operator_status<'py>(
        &self,
        py: Python<'py>,
        id: Int,
        status: &Bound<'py, PyAny>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<()> {
        let options = options(py, timeout, max_retries)?;
        let id = id.number(py, "id")?;
        let status = chathub::status_text(status, "OperatorStatus")?;
        call::run(py, |interrupt| {
            let operation = operations::SetOperatorStatus { id, status: status.as_str().into() };
            binding::call(&self.0, operation, &with(options, interrupt))
        })
    }

    /// Gets a token for one operator, for the widget and for work in chats.
    ///
    ///     >>> page = client.chathub.widget_html(client.chathub.operator_token(507))
    ///
    /// Args:
    ///     id: `id` of an operator.
    ///     expires_at: Time when the token expires, at most 24 hours ahead. Default: in 23 hours 59 minutes. A
    ///         `datetime` or ISO 8601 text, with a time zone.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Returns:
    ///     The token. It is a secret: give it to its operator only.
    ///
    /// Raises:
    ///     ValidationError: The provider does not allow the time.
    ///     SmsbatError: Every other failure.
    #[pyo3(signature = (id, expires_at = None, *, timeout = None, max_retries = None))]
    pub(crate) fn operator_token<'py>(
        &self,
        py: Python<'py>,
        id: Int,
        expires_at: Given<'py>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<String> {
        let options = options(py, timeout, max_retries)?;
        let id = id.number(py, "id")?;
        let expires_at = expires_at.map(|time| values::argument_time(&time, "expires_at")).transpose()?;
        let reply = call::run(py, |interrupt| {
            let operation = operations::OperatorToken { id, expires_at: expires_at.map(Into::into) };
            binding::call(&self.0, operation, &with(options, interrupt))
        })?;
        Ok(binding::expose(&reply).to_owned())
    }

    /// Returns what is known of an operator's token. A bad token is no error: see `is_valid`.
    ///
    /// Args:
    ///     token: The token.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Returns:
    ///     A `TokenInfo`.
    ///
    /// Raises:
    ///     SmsbatError: Every other failure.
    #[pyo3(signature = (token, *, timeout = None, max_retries = None))]
    pub(crate) fn validate_token<'py>(
        &self,
        py: Python<'py>,
        token: &Bound<'py, PyAny>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?;
        let token = error::unicode(py, token, "token")?;
        let reply = call::run(py, |interrupt| {
            let operation = operations::ValidateToken { token: smsbat_core::Secret::new(token) };
            binding::call(&self.0, operation, &with(options, interrupt))
        })?;
        generated::instance(py, reply.record().clone())
    }

    /// Returns the chats that fit all filters. Arguments that are not set do not filter.
    ///
    ///     >>> [chat.id for chat in client.chathub.chats(status="open")]
    ///     [6601]
    ///
    /// Args:
    ///     search: Name or phone.
    ///     source: Source: 1 Viber bot, 2 Telegram; others are not documented.
    ///     date: First and last day or time. Each is a `date`, a `datetime` with a time zone, or text.
    ///     tg_user_id: Telegram user id.
    ///     phone: Phone number in international form.
    ///     status: Status: 0 new, 1 open, 2 waiting, 3 on pause, 4 closed. A `ChatStatus`, its name, such as
    ///         `"open"`, or any number.
    ///     organization_id: `id` of an organization.
    ///     operator_id: `id` of an operator.
    ///     page: First page, from 1. Default: 1.
    ///     per_page: Chats on a page. Default: the provider's 20.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Returns:
    ///     An iterator over `Chat`. It requests each page when it is reached.
    ///
    /// Raises:
    ///     ValidationError: A filter cannot be used.
    ///     SmsbatError: Every other failure.
    #[pyo3(signature = (*, search = None, source = None, date = None, tg_user_id = None, phone = None, status = None, organization_id = None, operator_id = None, page = None, per_page = None, timeout = None, max_retries = None))]
    pub(crate) fn chats<'py>(
        &self,
        py: Python<'py>,
        search: Option<&Bound<'py, PyAny>>,
        source: Option<Int>,
        date: Given<'py>,
        tg_user_id: Option<Int>,
        phone: Option<&Bound<'py, PyAny>>,
        status: Given<'py>,
        organization_id: Option<Int>,
        operator_id: Option<Int>,
        page: Option<Int>,
        per_page: Option<Int>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<Chats> {
        let search = search.map(|text| error::unicode(py, text, "search")).transpose()?;
        let source = source.map(|n| n.number(py, "source")).transpose()?;
        let tg_user_id = tg_user_id.map(|n| n.number(py, "tg_user_id")).transpose()?;
        let phone = phone.map(|text| error::unicode(py, text, "phone")).transpose()?;
        let organization_id = organization_id.map(|n| n.number(py, "organization_id")).transpose()?;
        let operator_id = operator_id.map(|n| n.number(py, "operator_id")).transpose()?;
        let page = page.map(|n| n.count(py, "page")).transpose()?;
        let per_page = per_page.map(|n| n.count(py, "per_page")).transpose()?;
        chathub::chats(
            &self.0,
            self.1.share(py),
            py,
            search,
            source,
            date,
            tg_user_id,
            phone,
            status,
            organization_id,
            operator_id,
            page,
            per_page,
            timeout,
            max_retries,
        )
    }

    /// Sets the status of a chat.
    ///
    /// Args:
    ///     id: `id` of a chat.
    ///     status: The new status. A `ChatStatus`, its name, such as `"open"`, or any number.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Raises:
    ///     ValidationError: The name of the status is not known.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (id, status, *, timeout = None, max_retries = None))]
    pub(crate) fn set_chat_status<'py>(
        &self,
        py: Python<'py>,
        id: Int,
        status: &Bound<'py, PyAny>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<()> {
        let options = options(py, timeout, max_retries)?;
        let id = id.number(py, "id")?;
        let status = chathub::status_text(status, "ChatStatus")?;
        call::run(py, |interrupt| {
            let operation = operations::SetChatStatus { id, status: status.as_str().into() };
            binding::call(&self.0, operation, &with(options, interrupt))
        })
    }

    /// Deletes a chat. It cannot be restored.
    ///
    /// Args:
    ///     id: `id` of a chat.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Raises:
    ///     NotFoundError: There is no such chat.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (id, *, timeout = None, max_retries = None))]
    pub(crate) fn delete_chat<'py>(
        &self,
        py: Python<'py>,
        id: Int,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<()> {
        let options = options(py, timeout, max_retries)?;
        let id = id.number(py, "id")?;
        call::run(py, |interrupt| {
            let operation = operations::DeleteChat { id };
            binding::call(&self.0, operation, &with(options, interrupt))
        })
    }

    /// Returns all messages of a chat.
    ///
    /// Args:
    ///     id: `id` of a chat.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Returns:
    ///     The messages, in the order of the provider.
    ///
    /// Raises:
    ///     NotFoundError: There is no such chat.
    ///     SmsbatError: Every other failure.
    #[pyo3(signature = (id, *, timeout = None, max_retries = None))]
    pub(crate) fn chat_messages<'py>(
        &self,
        py: Python<'py>,
        id: Int,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<Bound<'py, PyList>> {
        let options = options(py, timeout, max_retries)?;
        let id = id.number(py, "id")?;
        let reply = call::run(py, |interrupt| {
            let operation = operations::ChatMessages { id };
            binding::call(&self.0, operation, &with(options, interrupt))
        })?;
        values::replies(py, reply.iter().map(|row| row.record().clone()))
    }

    /// Sends a text, a file, or both into a chat.
    ///
    ///     >>> client.chathub.send_chat_message(6601, "We are on it").status_code
    ///     200
    ///     >>> photo = smsbat.ChatMedia("receipt.png", b"...")
    ///     >>> client.chathub.send_chat_message(6601, media=photo).status_code
    ///     200
    ///
    /// Args:
    ///     id: `id` of a chat.
    ///     text: Text; required without `media`.
    ///     media: A file of at most 50 MiB. A path, a pair `(name, bytes)`, or a `ChatMedia`.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///     resend_unknown: Retry even if an earlier attempt may have arrived, at the risk of sending it twice.
    ///
    /// Returns:
    ///     A `RawReply`.
    ///
    /// Raises:
    ///     ValidationError: There is nothing to send, or the file cannot be read or is too large.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (id, text = None, media = None, *, timeout = None, max_retries = None, resend_unknown = false))]
    pub(crate) fn send_chat_message<'py>(
        &self,
        py: Python<'py>,
        id: Int,
        text: Option<&Bound<'py, PyAny>>,
        media: Option<Media>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
        #[pyo3(from_py_with = named::resend_unknown)] resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?.resend_unknown(resend_unknown);
        let id = id.number(py, "id")?;
        let text = text.map(|text| error::unicode(py, text, "text")).transpose()?;
        call::send(
            py,
            |interrupt| {
                let media = media.map(Media::read).transpose()?.map(Cow::Owned);
                let operation = operations::SendChatMessage { id, text: text.map(Into::into), media };
                binding::call(&self.0, operation, &with(options, interrupt))
            },
            |reply| generated::instance(py, reply.record().clone()),
        )
    }

    /// Returns HTML that shows the chat panel of an operator. It contains the token: give the page to its operator
    /// only.
    ///
    /// Args:
    ///     token: A token of `operator_token`.
    #[staticmethod]
    fn widget_html(py: Python<'_>, token: &Bound<'_, PyAny>) -> PyResult<String> {
        Ok(smsbat_core::widget_html(&error::unicode(py, token, "token")?))
    }

    /// Returns HTML that shows the chat to the visitors of a site.
    ///
    /// Args:
    ///     guid: Id of the widget.
    #[staticmethod]
    fn visitor_widget_html(py: Python<'_>, guid: &Bound<'_, PyAny>) -> PyResult<String> {
        Ok(smsbat_core::visitor_widget_html(&error::unicode(py, guid, "guid")?))
    }

    /// Returns an iterator over new messages of a chat, which it polls.
    ///
    /// A message is new if it arrives after the first request, which the iterator makes when its first item is
    /// requested. Transient failures are retried. Ctrl-C ends the iteration.
    ///
    ///     >>> for message in client.chathub.follow(6601, interval=0.5, idle_timeout=1):
    ///     ...     print(message.text)
    ///
    /// Args:
    ///     chat_id: `id` of a chat.
    ///     interval: Seconds between requests, at most a day. Default: 2.
    ///     idle_timeout: Seconds without a new message after which the iterator ends, at most a day. Default: 3600.
    ///     timeout: Time limit of each request in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries of each request. Default: the client's.
    ///
    /// Raises:
    ///     ValidationError: A time is not above 0 and at most a day.
    ///     SmsbatError: Raised by the iterator, which then ends: the chat cannot be read.
    #[pyo3(
        signature = (
            chat_id, *, interval = INTERVAL, idle_timeout = IDLE_TIMEOUT, timeout = None, max_retries = None,
        ),
        text_signature = "($self, chat_id, *, interval=2.0, idle_timeout=3600.0, timeout=None, max_retries=None)"
    )]
    fn follow(
        &self,
        py: Python<'_>,
        chat_id: Int,
        interval: Seconds,
        idle_timeout: Seconds,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<Follow> {
        let options = options(py, timeout, max_retries)?;
        let chat_id = chat_id.number(py, "chat_id")?;
        let interval = interval.read(py, "interval")?;
        let idle = idle_timeout.read(py, "idle_timeout")?;
        let steps =
            Stream::new(|interrupt| self.0.chathub().options(with(options, interrupt)).follow(chat_id, interval, idle));
        Ok(Follow(steps, self.1.share(py)))
    }

    /// Connects to the chat hub, which pushes what happens in the chats as it happens.
    ///
    /// Every message comes once, in the order of its chat: after an interruption what the hub did not push is read from
    /// the history and marked as `replayed`. Without `chats` this holds for the 100 chats that changed last, and for
    /// the 1,000 that had an event last.
    ///
    ///     >>> with client.chathub.listen(idle_timeout=1) as events:
    ///     ...     for event in events:
    ///     ...         match event:
    ///     ...             case smsbat.ChatMessageReceived(chat_id=chat, message=message):
    ///     ...                 print(chat, message.text)
    ///     ...             case smsbat.ConnectionChanged(state=state):
    ///     ...                 print(state)
    ///     connected
    ///     closed
    ///
    /// Args:
    ///     chats: Ids of the chats of interest. Default: all chats.
    ///     idle_timeout: Seconds without an event until listening ends, at most a day. Default: it does not end.
    ///     transport: `websocket` or `long_polling`. Default: a WebSocket, and long polling where that is refused.
    ///     timeout: Seconds for each request and each send. Default: that of the client.
    ///     max_retries: How often a request that reads may be repeated. Default: that of the client.
    ///
    /// Returns:
    ///     A `ChatEvents`, connected.
    ///
    /// Raises:
    ///     ValidationError: An argument breaks a rule.
    ///     SmsbatError: The hub cannot be reached or refuses the credentials.
    #[pyo3(signature = (*, chats = None, idle_timeout = None, transport = None, timeout = None, max_retries = None))]
    fn listen(
        &self,
        py: Python<'_>,
        chats: Option<&Bound<'_, PyAny>>,
        idle_timeout: Option<Seconds>,
        transport: Option<&str>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<ChatEvents> {
        let options = options(py, timeout, max_retries)?;
        chat_events::listen(&self.0, self.1.share(py), py, chats, idle_timeout, transport, options)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.1.traverse(&visit)
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(not_picklable(&slf.get_type()))
    }
}

/// The TurboSMS-compatible API of a client, with the native field names.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct TurboSmsApi(pub(crate) Client, pub(crate) OnAttempt);

#[pymethods]
impl TurboSmsApi {
    /// Sends one message to its recipients.
    ///
    /// The call succeeds even if some recipients were refused: check `ok` or the `outcome` of each row.
    ///
    ///     >>> message = smsbat.TurboSmsMessage(
    ///     ...     recipients=["380671234567"], sender="MyShop", text="Hello", sms=smsbat.TurboSms()
    ///     ... )
    ///     >>> [row.outcome.value for row in client.turbosms.send(message).recipients]
    ///     ['accepted']
    ///
    /// Args:
    ///     message: Message to send. A `TurboSmsMessage`, or a dict in wire form, which is sent unchanged.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///     resend_unknown: Retry even if an earlier attempt may have arrived, at the risk of sending it twice.
    ///
    /// Returns:
    ///     A `TurboSmsResult`.
    ///
    /// Raises:
    ///     ProviderError: The response has no rows for recipients; `code` is the native code.
    ///     ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (message, *, timeout = None, max_retries = None, resend_unknown = false))]
    pub(crate) fn send<'py>(
        &self,
        py: Python<'py>,
        message: &Bound<'py, PyAny>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
        #[pyo3(from_py_with = named::resend_unknown)] resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?.resend_unknown(resend_unknown);
        let message = turbosms::one(message, "message")?;
        call::send(
            py,
            |interrupt| {
                let operation = operations::TurboSmsSend { message: Cow::Borrowed(&message) };
                binding::call(&self.0, operation, &with(options, interrupt))
            },
            |reply| warned(py, reply.warnings(), reply.record()),
        )
    }

    /// Sends several messages in one request, each under a name that you choose. Returns the results by name.
    ///
    ///     >>> hello = {"recipients": ["380671234567"], "sms": {"sender": "MyShop", "text": "Hello"}}
    ///     >>> client.turbosms.send_multi({"first": hello})["first"].ok
    ///     True
    ///
    /// Args:
    ///     messages: Messages by name. A mapping of names to messages, each the same as for `send`.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///     resend_unknown: Retry even if an earlier attempt may have arrived, at the risk of sending it twice.
    ///
    /// Returns:
    ///     A `TurboSmsResult` for each name.
    ///
    /// Raises:
    ///     ProviderError: The whole request was refused; `code` is the native code.
    ///     ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (messages, *, timeout = None, max_retries = None, resend_unknown = false))]
    pub(crate) fn send_multi<'py>(
        &self,
        py: Python<'py>,
        messages: &Bound<'py, PyAny>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
        #[pyo3(from_py_with = named::resend_unknown)] resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyDict>> {
        let options = options(py, timeout, max_retries)?.resend_unknown(resend_unknown);
        let messages = turbosms::named(messages)?;
        call::send(
            py,
            |interrupt| {
                let operation = operations::SendMulti { messages: Cow::Borrowed(&messages) };
                binding::call(&self.0, operation, &with(options, interrupt))
            },
            |reply| by_name(py, reply.iter().map(|(name, row)| (name, row.warnings(), row.record()))),
        )
    }

    /// Returns the delivery statuses of messages, one for each id, in the same order. If the response has no clear
    /// row for an id, its status has only the id.
    ///
    /// Args:
    ///     message_ids: Message ids: the `message_id` of rows of a send. A single id, or an iterable of ids.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Returns:
    ///     A list of `TurboSmsStatus`.
    ///
    /// Raises:
    ///     ProviderError: The response has no rows; `code` is the native code.
    ///     SmsbatError: Every other failure.
    #[pyo3(signature = (message_ids, *, timeout = None, max_retries = None))]
    pub(crate) fn status<'py>(
        &self,
        py: Python<'py>,
        message_ids: &Bound<'py, PyAny>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<Bound<'py, PyList>> {
        let options = options(py, timeout, max_retries)?;
        let message_ids = turbosms::ids(message_ids)?;
        let reply = call::run(py, |interrupt| {
            let operation = operations::RecipientStatus { message_ids: Cow::Borrowed(&message_ids) };
            binding::call(&self.0, operation, &with(options, interrupt))
        })?;
        values::replies(py, reply.iter().map(|row| row.record().clone()))
    }

    /// Returns the details of messages, one entry for each id, in the same order, as in `status`.
    ///
    /// Args:
    ///     message_ids: Message ids: the `message_id` of rows of a send. A single id, or an iterable of ids.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///
    /// Returns:
    ///     A list of `TurboSmsDetails`.
    ///
    /// Raises:
    ///     ProviderError: The response has no rows; `code` is the native code.
    ///     SmsbatError: Every other failure.
    #[pyo3(signature = (message_ids, *, timeout = None, max_retries = None))]
    pub(crate) fn details<'py>(
        &self,
        py: Python<'py>,
        message_ids: &Bound<'py, PyAny>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
    ) -> PyResult<Bound<'py, PyList>> {
        let options = options(py, timeout, max_retries)?;
        let message_ids = turbosms::ids(message_ids)?;
        let reply = call::run(py, |interrupt| {
            let operation = operations::RecipientDetails { message_ids: Cow::Borrowed(&message_ids) };
            binding::call(&self.0, operation, &with(options, interrupt))
        })?;
        values::replies(py, reply.iter().map(|row| row.record().clone()))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.1.traverse(&visit)
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(not_picklable(&slf.get_type()))
    }
}

/// The Messagio-compatible API of a client. Its credentials are `messagio_user` and `messagio_sign`.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct Messagio(pub(crate) Client, pub(crate) OnAttempt);

#[pymethods]
impl Messagio {
    /// Sends one Viber message: a text, a text with a button, or an image.
    ///
    ///     >>> client.messagio.send(to="+380671234567", sender="MyShop", text="Hello").outcome.value
    ///     'accepted'
    ///
    /// Args:
    ///     to: Recipient in international form.
    ///     sender: Sender name registered for your account.
    ///     text: Text; optional with an image.
    ///     button_text: Label of the button; requires `button_url`.
    ///     button_url: URL that the button opens; requires `button_text`.
    ///     image: URL of an image.
    ///     sending_method: Channel: `viber` or `viber_otp`. Default: `viber`.
    ///     timeout: Time limit of the whole call in seconds, including all attempts. Default: the client's.
    ///     max_retries: Maximum number of retries. Default: the client's.
    ///     resend_unknown: Retry even if an earlier attempt may have arrived, at the risk of sending it twice.
    ///
    /// Returns:
    ///     A `MessagioResult`.
    ///
    /// Raises:
    ///     ProviderError: The provider refused the message; `code` is the native code.
    ///     ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (*, to, sender, text = None, button_text = None, button_url = None, image = None, sending_method = None, timeout = None, max_retries = None, resend_unknown = false), text_signature = "($self, *, to, sender, text=None, button_text=None, button_url=None, image=None, sending_method='viber', timeout=None, max_retries=None, resend_unknown=False)")]
    pub(crate) fn send<'py>(
        &self,
        py: Python<'py>,
        to: Given<'py>,
        sender: Given<'py>,
        text: Given<'py>,
        button_text: Given<'py>,
        button_url: Given<'py>,
        image: Given<'py>,
        sending_method: Given<'py>,
        timeout: Option<Seconds>,
        max_retries: Option<Int>,
        #[pyo3(from_py_with = named::resend_unknown)] resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?.resend_unknown(resend_unknown);
        let message = record(
            smsbat_core::MessagioMessage::class(),
            &[to, sender, text, button_text, button_url, image, sending_method],
        )?;
        call::send(
            py,
            |interrupt| {
                let operation = operations::MessagioSend { message };
                binding::call(&self.0, operation, &with(options, interrupt))
            },
            |reply| generated::instance(py, reply.record().clone()),
        )
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.1.traverse(&visit)
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(not_picklable(&slf.get_type()))
    }
}
