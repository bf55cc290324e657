//! `client.messages`: send, status, wait.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::types::PyList;
use smsbat_core::binding::Step;
use smsbat_core::{Client, MessageStatus, Record, SendResult, binding};

use crate::bulk::{self, BulkReport};
use crate::call::{self, options, with};
use crate::max_parts::MaxParts;
use crate::model::{Given, not_picklable};
use crate::{error, generated, message_ids, ready, values};

/// The SMSBAT API of a client: send messages, ask for their status.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct Messages(pub(crate) Client);

#[pymethods]
impl Messages {
    /// Sends one message, or up to 5,000 in one request.
    ///
    /// Does not raise because some messages were refused: see `ok` and the `outcome` of each row, or call
    /// `raise_for_outcome()`. What the provider advises against is in `warnings` and is also given to Python's
    /// `warnings` as `SmsbatWarning`.
    ///
    ///     >>> result = client.messages.send(
    ///     ...     smsbat.Sms(to="+380671234567", sender="MyShop", text="Your order is on its way")
    ///     ... )
    ///     >>> [(row.to, row.outcome.value) for row in result.messages]
    ///     [('+380671234567', 'accepted')]
    ///
    /// Args:
    ///     messages: A message, a dict that goes out as given, or several of them.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///     resend_unknown: Repeat even if the first attempt may have arrived, at the risk of sending twice.
    ///
    /// Returns:
    ///     A `SendResult` with a `SentMessage` for each message, in the same order. Its `message_id` is what `status`
    ///     and `wait` take.
    ///
    /// Raises:
    ///     ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (messages, *, timeout = None, max_retries = None, resend_unknown = false))]
    pub(crate) fn send<'py>(
        &self,
        py: Python<'py>,
        messages: &Bound<'py, PyAny>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
        resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?.resend_unknown(resend_unknown);
        let messages = values::objects(messages, "messages", "a message")?;
        let work = |interrupt| self.0.messages().options(with(options, interrupt)).send(&messages);
        call::send(py, work, |result| shown(py, &result))
    }

    /// Sends any number of messages, in chunks, over several connections, and says of each row what became of it.
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
    ///         `recipient` is a message in the form of the API and goes out as given. A number that may have lost
    ///         digits, such as a float32 as a phone number, is refused.
    ///     sender: Sender of rows that name none.
    ///     template: Text of the rows with columns in braces, such as `"Hi {name}"`, or a message with such texts.
    ///     columns: Names of columns that differ from the argument's: `{"to": "phone"}`.
    ///     encoding: Encoding of a file that is neither UTF-8 nor marked as UTF-16, such as `"windows-1251"`.
    ///     journal: File that makes the campaign resumable; it is made if it is not there.
    ///     progress: Called about ten times a second with a `BulkProgress`, on this thread; `True` shows a bar.
    ///     chunk_size: Messages of one request, 1 to 5000. Default: 1000. A connection that breaks makes one chunk
    ///         unknown.
    ///     chunk_bytes: Bytes of the largest request. Default: 4 MiB.
    ///     connections: Requests under way at once, 1 to 64. Default: 8. All share the client's rate limit.
    ///     ordered: Has no effect: the report always has the order of the source.
    ///     allow_duplicates: Send to a recipient more than once. By default a second row to one is not sent.
    ///     max_messages: Most messages of the campaign; rows beyond it are not sent.
    ///     max_parts: Most SMS parts of the campaign, counted from the texts; rows beyond it are not sent.
    ///     allow_list: Recipients that may be sent to; all other rows are not sent.
    ///     quiet_hours: Hours in which nothing is sent, with their UTC offset: `"21:00-08:00+03:00"`.
    ///     max_failures: Requests that fail one after another before the run is stopped. Default: 10.
    ///     timeout: Seconds for one request with all attempts. Default: that of the client.
    ///     max_retries: How often one request may be repeated. Default: that of the client.
    ///     resend_unknown: Send again what may have been sent before, at the risk of sending it twice.
    ///     country: Country code of national numbers, such as `380`. Default: that of the client.
    ///     max_parts_per_message: Most parts of one SMS, `None` for 255; a longer row is not sent. Default: that of
    ///         the client.
    ///
    /// Returns:
    ///     A `BulkReport`: the sums, and when it is iterated a dict for each row.
    ///
    /// Raises:
    ///     ConfigurationError: No credentials, or a journal of another campaign or in use (then `retryable`). This call
    ///         sent nothing. A journal that is gone, empty, damaged or replaced has the outcome `unknown`, because
    ///         earlier runs have sent.
    ///     ValidationError: An option or the header of the source breaks a rule. Nothing was sent.
    ///     SmsbatError: The run ended early: credentials refused, too many failures, Ctrl-C. `report` says what
    ///         became of the rows up to there.
    #[pyo3(signature = (
        source, *, sender = None, template = None, columns = None, encoding = None, journal = None, progress = None,
        chunk_size = None, chunk_bytes = None, connections = None, ordered = false, allow_duplicates = false, max_messages = None,
        max_parts = None, allow_list = None, quiet_hours = None, max_failures = None, timeout = None,
        max_retries = None, resend_unknown = false, country = None, max_parts_per_message = MaxParts::Unset,
    ))]
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn send_bulk<'py>(
        &self,
        py: Python<'py>,
        source: &Bound<'py, PyAny>,
        sender: Option<String>,
        template: Given<'py>,
        columns: Given<'py>,
        encoding: Option<String>,
        journal: Option<PathBuf>,
        progress: Given<'py>,
        chunk_size: Option<i64>,
        chunk_bytes: Option<i64>,
        connections: Option<i64>,
        ordered: bool,
        allow_duplicates: bool,
        max_messages: Option<i64>,
        max_parts: Option<i64>,
        allow_list: Given<'py>,
        quiet_hours: Option<String>,
        max_failures: Option<i64>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
        resend_unknown: bool,
        country: Option<String>,
        max_parts_per_message: MaxParts,
    ) -> PyResult<Bound<'py, BulkReport>> {
        let call = options(py, timeout, max_retries)?;
        let number = |value: Option<i64>| value.map(|n| n.to_string());
        let texts = [
            ("sender", sender),
            ("encoding", encoding),
            ("chunk_size", number(chunk_size)),
            ("chunk_bytes", number(chunk_bytes)),
            ("connections", number(connections)),
            ("ordered", Some(ordered.to_string())),
            ("allow_duplicates", Some(allow_duplicates.to_string())),
            ("max_messages", number(max_messages)),
            ("max_parts", number(max_parts)),
            ("quiet_hours", quiet_hours),
            ("max_failures", number(max_failures)),
            ("resend_unknown", Some(resend_unknown.to_string())),
            ("country", country),
            (MaxParts::NAME, max_parts_per_message.text()),
        ];
        let arguments = bulk::Arguments { template, columns, allow_list, journal, texts: &texts, progress };
        bulk::send(py, &self.0, source, &arguments, call)
    }

    /// Delivery status of a message that was sent.
    ///
    ///     >>> status = client.messages.status(message_id)
    ///     >>> status.delivery_status, status.is_final, status.cost
    ///     ('delivered', True, Decimal('0.310'))
    ///
    /// Args:
    ///     message_id: An id, a row of a send (`SentMessage`), or the `SendResult` of one message.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///
    /// Returns:
    ///     A `MessageStatus`. Its `cost` is a `decimal.Decimal`, or `None` while the provider does not say.
    ///
    /// Raises:
    ///     NotFoundError: The provider does not know the id; it may take some seconds after the send.
    ///     ValidationError: The message was not accepted and has no id, or the result has several. Nothing was asked.
    ///     SmsbatError: Every other failure.
    #[pyo3(signature = (message_id, *, timeout = None, max_retries = None))]
    pub(crate) fn status<'py>(
        &self,
        py: Python<'py>,
        message_id: &Bound<'py, PyAny>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?;
        let id = message_ids::one(message_id)?;
        let status = call::run(py, |interrupt| self.0.messages().options(with(options, interrupt)).status(&id))?;
        generated::instance(py, status.record().clone())
    }

    /// Asks for the status until it is final or the time is up, and returns the last one.
    ///
    /// The first question is asked at once. An id that is not known yet is tolerated for 30 seconds.
    ///
    ///     >>> status = client.messages.wait(result, timeout=60)
    ///     >>> status.is_delivered
    ///     True
    ///
    /// Args:
    ///     message_id: An id, a row of a send (`SentMessage`), or the `SendResult` of one message.
    ///     timeout: Seconds until it gives up; the last status is returned then, see `is_final`.
    ///     interval: Seconds between the first two questions, at least 1; later ones come up to twice as far apart.
    ///     max_retries: How often one question may be repeated. Default: that of the client.
    ///
    /// Returns:
    ///     The last `MessageStatus`. A time that is up is no error.
    ///
    /// Raises:
    ///     NotFoundError: The provider still does not know the id after 30 seconds.
    ///     ValidationError: The message was not accepted and has no id, or the result has several. Nothing was asked.
    ///     SmsbatError: Every other failure that repeating did not mend.
    #[pyo3(
        signature = (message_id, *, timeout = WAIT_TIMEOUT, interval = WAIT_INTERVAL, max_retries = None),
        text_signature = "($self, message_id, *, timeout=120.0, interval=5.0, max_retries=None)"
    )]
    pub(crate) fn wait<'py>(
        &self,
        py: Python<'py>,
        message_id: &Bound<'py, PyAny>,
        timeout: f64,
        interval: f64,
        max_retries: Option<i64>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, None, max_retries)?;
        let (time, interval) = times(py, timeout, interval)?;
        let id = message_ids::one(message_id)?;
        let status =
            call::run(py, |interrupt| self.0.messages().options(with(options, interrupt)).wait(&id, time, interval))?;
        generated::instance(py, status.record().clone())
    }

    /// Asks for the statuses of many messages until all are final or the time is up, and returns the last of each.
    ///
    /// Asks in rounds, for each message at most once a second, under the client's rate limit of reads. An id that is
    /// not known yet is tolerated for 30 seconds.
    ///
    ///     >>> statuses = client.messages.wait_all(row for row in result if row.message_id)
    ///     >>> [status.delivery_status for status in statuses]
    ///     ['delivered']
    ///
    /// Args:
    ///     messages: Ids, rows of sends (`SentMessage`), rows of a report, or a `SendResult`.
    ///     timeout: Seconds until it gives up; the last statuses are returned then, see `is_final`.
    ///     interval: Seconds between the first two rounds, at least 1; later ones come up to twice as far apart.
    ///     max_retries: How often one question may be repeated. Default: that of the client.
    ///
    /// Returns:
    ///     A `MessageStatus` for each message, in the same order. If no status arrived in time, or the provider does
    ///     not know the id, its `delivery_status` is `'unknown'`, which is not final.
    ///
    /// Raises:
    ///     ValidationError: Messages that were not accepted have no id; `problems` names each. Nothing was asked.
    ///     SmsbatError: Every other failure that repeating did not mend, or no status arrived at all.
    #[pyo3(
        signature = (messages, *, timeout = WAIT_TIMEOUT, interval = WAIT_INTERVAL, max_retries = None),
        text_signature = "($self, messages, *, timeout=120.0, interval=5.0, max_retries=None)"
    )]
    pub(crate) fn wait_all<'py>(
        &self,
        py: Python<'py>,
        messages: &Bound<'py, PyAny>,
        timeout: f64,
        interval: f64,
        max_retries: Option<i64>,
    ) -> PyResult<Bound<'py, PyList>> {
        let options = options(py, None, max_retries)?;
        let (time, interval) = times(py, timeout, interval)?;
        let ids = message_ids::all(messages)?;
        let found = call::run(py, |interrupt| {
            self.0.messages().options(with(options, interrupt)).wait_all(&ids, time, interval)
        })?;
        statuses(py, &found)
    }

    /// What `wait` does, one question at a time.
    #[pyo3(
        signature = (message_id, *, timeout = WAIT_TIMEOUT, interval = WAIT_INTERVAL, max_retries = None),
        text_signature = "($self, message_id, *, timeout=120.0, interval=5.0, max_retries=None)"
    )]
    fn _waiting(
        &self,
        py: Python<'_>,
        message_id: &Bound<'_, PyAny>,
        timeout: f64,
        interval: f64,
        max_retries: Option<i64>,
    ) -> PyResult<Waiting> {
        let options = options(py, None, max_retries)?;
        let (time, interval) = times(py, timeout, interval)?;
        let waiting = binding::waiting(&self.0, &message_ids::one(message_id)?, time, interval, &options);
        waiting.map(|waiting| Waiting(Mutex::new(waiting))).map_err(|e| error::raise(py, &e))
    }

    /// What `wait_all` does, one round at a time.
    #[pyo3(
        signature = (messages, *, timeout = WAIT_TIMEOUT, interval = WAIT_INTERVAL, max_retries = None),
        text_signature = "($self, messages, *, timeout=120.0, interval=5.0, max_retries=None)"
    )]
    fn _waiting_all(
        &self,
        py: Python<'_>,
        messages: &Bound<'_, PyAny>,
        timeout: f64,
        interval: f64,
        max_retries: Option<i64>,
    ) -> PyResult<WaitingAll> {
        let options = options(py, None, max_retries)?;
        let (time, interval) = times(py, timeout, interval)?;
        let ids = message_ids::all(messages)?;
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let waiting = binding::waiting_all(&self.0, &ids, time, interval, &options);
        waiting.map(|waiting| WaitingAll(Mutex::new(waiting))).map_err(|e| error::raise(py, &e))
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(not_picklable(&slf.get_type()))
    }
}

/// A wait whose pauses are the caller's.
#[pyclass(frozen, module = "smsbat._smsbat")]
pub(crate) struct Waiting(Mutex<binding::Waiting>);

#[pymethods]
impl Waiting {
    /// The status if the wait is over, else the seconds after which to ask again.
    fn _step<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let asked = call::run(py, |interrupt| {
            binding::ask(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner), interrupt)
        })?;
        step(py, asked, |status| status.record().clone())
    }
}

/// A wait for many messages whose pauses are the caller's.
#[pyclass(frozen, module = "smsbat._smsbat")]
pub(crate) struct WaitingAll(Mutex<binding::WaitingAll>);

#[pymethods]
impl WaitingAll {
    /// The statuses if the wait is over, else the seconds after which to ask again.
    fn _step<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let asked = call::run(py, |interrupt| {
            binding::ask_all(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner), interrupt)
        })?;
        match asked {
            Step::Item(found) => Ok(statuses(py, &found)?.into_any()),
            Step::After(pause) => Ok(pause.as_secs_f64().into_pyobject(py)?.into_any()),
        }
    }
}

fn statuses<'py>(py: Python<'py>, found: &[MessageStatus]) -> PyResult<Bound<'py, PyList>> {
    let found: Vec<_> =
        found.iter().map(|status| generated::instance(py, status.record().clone())).collect::<PyResult<_>>()?;
    PyList::new(py, found)
}

/// Timeout and interval of a wait.
fn times(py: Python<'_>, timeout: f64, interval: f64) -> PyResult<(Duration, Duration)> {
    let time = |name, value| binding::seconds(name, value).map_err(|e| error::raise(py, &e));
    Ok((time("timeout", timeout)?, time("interval", interval)?))
}

/// A step as Python takes it: the object, or a number of seconds.
pub(crate) fn step<'py, T>(
    py: Python<'py>,
    step: Step<T>,
    record: impl FnOnce(&T) -> Record,
) -> PyResult<Bound<'py, PyAny>> {
    match step {
        Step::Item(item) => generated::instance(py, record(&item)),
        Step::After(pause) => Ok(pause.as_secs_f64().into_pyobject(py)?.into_any()),
    }
}

/// Defaults as the signature shows them.
pub(crate) const WAIT_TIMEOUT: f64 = 120.0;
pub(crate) const WAIT_INTERVAL: f64 = 5.0;
const _: () = assert!(WAIT_TIMEOUT == smsbat_core::WAIT_TIMEOUT && WAIT_INTERVAL == smsbat_core::WAIT_INTERVAL);

/// The result of a send as Python's, with its advice given to `warnings`.
pub(crate) fn shown<'py>(py: Python<'py>, result: &SendResult) -> PyResult<Bound<'py, PyAny>> {
    warn(py, result.warnings());
    generated::instance(py, result.record().clone())
}

/// Gives advice to Python's `warnings`. A filter that makes errors of them must not lose the result of a send
/// that has happened, so such an error goes to `sys.unraisablehook`, as does any other.
pub(crate) fn warn(py: Python<'_>, warnings: &[String]) {
    for text in warnings {
        let warned = ready::get(py)
            .and_then(|ready| py.import("warnings")?.call_method1("warn", (text, ready.warning.bind(py))).map(drop));
        if let Err(e) = warned {
            e.write_unraisable(py, None);
        }
    }
}

/// `raise_for_outcome` of a send's result.
pub(crate) fn raise_for_outcome(slf: &Bound<'_, crate::model::Reply>) -> PyResult<()> {
    let result = SendResult::try_from(slf.get().record.clone()).map_err(smsbat_core::Error::from);
    result.and_then(|result| result.raise_for_outcome()).map_err(|e| error::raise(slf.py(), &e))
}
