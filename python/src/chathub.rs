//! `client.chathub`: operators, chats and their messages.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt, PyList, PyString};
use smsbat_core::{CallOptions, ChatFilter, Client, Error, binding};

use crate::call::{self, options, with};
use crate::chat_media::Media;
use crate::json::type_name;
use crate::model::{Given, not_picklable};
use crate::stream::Stream;
use crate::{error, generated, messages, values};

/// The ChatHub API of a client: operators, chats and their messages.
///
/// Calls carry the token of `login`, else the client's `company_token`, else its `api_key`.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct ChatHub(pub(crate) Client);

impl ChatHub {
    fn run<T: Send>(
        &self,
        py: Python<'_>,
        options: CallOptions,
        work: impl FnOnce(smsbat_core::ChatHub<'_>) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        call::run(py, |interrupt| work(self.0.chathub().options(with(options, interrupt))))
    }
}

#[pymethods]
impl ChatHub {
    /// Gets a company token, which the client keeps in memory for its calls and renews once when it is refused.
    ///
    ///     >>> token = client.chathub.login("test-company", "test-password")
    ///
    /// Args:
    ///     login: Login of the company.
    ///     password: Its password.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///
    /// Returns:
    ///     The token. It is a secret: do not log it.
    ///
    /// Raises:
    ///     AuthenticationError: Login or password are wrong.
    #[pyo3(signature = (login, password, *, timeout = None, max_retries = None))]
    fn login(
        &self,
        py: Python<'_>,
        login: &str,
        password: &str,
        timeout: Option<f64>,
        max_retries: Option<i64>,
    ) -> PyResult<String> {
        let token = self.run(py, options(py, timeout, max_retries)?, |hub| hub.login(login, password))?;
        Ok(binding::expose(&token).to_owned())
    }

    /// Organizations of the company.
    ///
    /// Args:
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///
    /// Returns:
    ///     A list of `Organization`.
    ///
    /// Raises:
    ///     SmsbatError: The answer could not be got.
    #[pyo3(signature = (*, timeout = None, max_retries = None))]
    fn organizations<'py>(
        &self,
        py: Python<'py>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
    ) -> PyResult<Bound<'py, PyList>> {
        let list = self.run(py, options(py, timeout, max_retries)?, |hub| hub.organizations())?;
        values::replies(py, list.iter().map(|row| row.record().clone()))
    }

    /// Operators of an organization.
    ///
    /// Args:
    ///     organization_id: `id` of an organization.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///
    /// Returns:
    ///     A list of `Operator`.
    ///
    /// Raises:
    ///     SmsbatError: The answer could not be got.
    #[pyo3(signature = (organization_id, *, timeout = None, max_retries = None))]
    fn operators<'py>(
        &self,
        py: Python<'py>,
        organization_id: i64,
        timeout: Option<f64>,
        max_retries: Option<i64>,
    ) -> PyResult<Bound<'py, PyList>> {
        let list = self.run(py, options(py, timeout, max_retries)?, |hub| hub.operators(organization_id))?;
        values::replies(py, list.iter().map(|row| row.record().clone()))
    }

    /// Adds operators. A second call with the same names may add them twice.
    ///
    ///     >>> [operator.name for operator in client.chathub.add_operators(smsbat.NewOperator(31, "Ada"))]
    ///     ['Ada']
    ///
    /// Args:
    ///     operators: A `NewOperator`, a dict that goes out as given, or several of them.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///     resend_unknown: Repeat even if the first attempt may have arrived, at the risk of adding twice.
    ///
    /// Raises:
    ///     ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
    #[pyo3(signature = (operators, *, timeout = None, max_retries = None, resend_unknown = false))]
    fn add_operators<'py>(
        &self,
        py: Python<'py>,
        operators: &Bound<'py, PyAny>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
        resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyList>> {
        let options = options(py, timeout, max_retries)?.resend_unknown(resend_unknown);
        let operators = values::objects(operators, "operators", "a NewOperator")?;
        let list = self.run(py, options, |hub| hub.add_operators(&operators))?;
        values::replies(py, list.iter().map(|row| row.record().clone()))
    }

    /// Sets the status of an operator.
    ///
    /// Args:
    ///     id: `id` of an operator.
    ///     status: An `OperatorStatus`, its name such as `"inactive"`, or any number.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///
    /// Raises:
    ///     ValidationError: A name that is not known.
    #[pyo3(signature = (id, status, *, timeout = None, max_retries = None))]
    fn set_operator_status(
        &self,
        py: Python<'_>,
        id: i64,
        status: &Bound<'_, PyAny>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
    ) -> PyResult<()> {
        let status = status_text(status)?;
        self.run(py, options(py, timeout, max_retries)?, |hub| hub.set_operator_status(id, &status))
    }

    /// A token for one operator, for the widget and for work in chats.
    ///
    ///     >>> page = client.chathub.widget_html(client.chathub.operator_token(507))
    ///
    /// Args:
    ///     id: `id` of an operator.
    ///     expires_at: When it ends, at most 24 hours ahead: a `datetime` with a zone, or ISO 8601 text with one.
    ///         Default: in 24 hours less a minute.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///
    /// Returns:
    ///     The token. It is a secret: give it to its operator only.
    ///
    /// Raises:
    ///     ValidationError: A time that the provider does not allow.
    #[pyo3(signature = (id, expires_at = None, *, timeout = None, max_retries = None))]
    fn operator_token(
        &self,
        py: Python<'_>,
        id: i64,
        expires_at: Given<'_>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
    ) -> PyResult<String> {
        let expires_at = expires_at.map(|time| values::argument_time(&time, "expires_at")).transpose()?;
        let options = options(py, timeout, max_retries)?;
        let token = self.run(py, options, |hub| hub.operator_token(id, expires_at.as_deref()))?;
        Ok(binding::expose(&token).to_owned())
    }

    /// What is known of an operator's token. A bad token is no error: see `is_valid`.
    ///
    /// Args:
    ///     token: The token.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///
    /// Returns:
    ///     A `TokenInfo`.
    ///
    /// Raises:
    ///     SmsbatError: The answer could not be got.
    #[pyo3(signature = (token, *, timeout = None, max_retries = None))]
    fn validate_token<'py>(
        &self,
        py: Python<'py>,
        token: &str,
        timeout: Option<f64>,
        max_retries: Option<i64>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let info = self.run(py, options(py, timeout, max_retries)?, |hub| hub.validate_token(token))?;
        generated::instance(py, info.record().clone())
    }

    /// Chats that fit all filters; an iterator that asks for a page when it is reached.
    ///
    ///     >>> [chat.id for chat in client.chathub.chats(status="open")]
    ///     [6601]
    ///
    /// Args:
    ///     search: Name or phone.
    ///     source: 1 Viber bot, 2 Telegram; others are not documented.
    ///     date: First and last day or time: a `date`, a `datetime` with a zone, or text.
    ///     tg_user_id: Telegram user id.
    ///     phone: Phone number in international form.
    ///     status: A `ChatStatus`, its name such as `"open"`, or any number.
    ///     organization_id: `id` of an organization.
    ///     operator_id: `id` of an operator.
    ///     page: The page to begin with. Default: 1.
    ///     per_page: Chats on a page. Default: the provider's 20.
    ///     timeout: Seconds for each page with all attempts. Default: that of the client.
    ///     max_retries: How often the question for a page may be repeated. Default: that of the client.
    ///
    /// Raises:
    ///     ValidationError: A filter that cannot be used.
    ///     SmsbatError: From the iterator: a page could not be got. It ends then.
    #[pyo3(signature = (
        *, search = None, source = None, date = None, tg_user_id = None, phone = None, status = None,
        organization_id = None, operator_id = None, page = None, per_page = None, timeout = None,
        max_retries = None,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn chats(
        &self,
        py: Python<'_>,
        search: Option<String>,
        source: Option<i64>,
        date: Given<'_>,
        tg_user_id: Option<i64>,
        phone: Option<String>,
        status: Given<'_>,
        organization_id: Option<i64>,
        operator_id: Option<i64>,
        page: Option<i64>,
        per_page: Option<i64>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
    ) -> PyResult<Chats> {
        let options = options(py, timeout, max_retries)?;
        let date = date.map(|date| days(&date)).transpose()?;
        let status = status.map(|status| {
            let status = status_text(&status)?;
            binding::chat_status(&status).map_err(|e| error::raise(py, &e))
        });
        let mut filter = ChatFilter::new();
        (filter.search, filter.source, filter.date, filter.tg_user_id) = (search, source, date, tg_user_id);
        (filter.phone, filter.status) = (phone, status.transpose()?);
        (filter.organization_id, filter.operator_id) = (organization_id, operator_id);
        filter.page = page.map(|n| values::unsigned(py, "page", n)).transpose()?;
        filter.per_page = per_page.map(|n| values::unsigned(py, "per_page", n)).transpose()?;
        Ok(Chats(Stream::new(|interrupt| self.0.chathub().options(with(options, interrupt)).chats(filter))))
    }

    /// Sets the status of a chat.
    ///
    /// Args:
    ///     id: `id` of a chat.
    ///     status: A `ChatStatus`, its name such as `"closed"`, or any number.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///
    /// Raises:
    ///     ValidationError: A name that is not known.
    #[pyo3(signature = (id, status, *, timeout = None, max_retries = None))]
    fn set_chat_status(
        &self,
        py: Python<'_>,
        id: i64,
        status: &Bound<'_, PyAny>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
    ) -> PyResult<()> {
        let status = status_text(status)?;
        self.run(py, options(py, timeout, max_retries)?, |hub| hub.set_chat_status(id, &status))
    }

    /// Deletes a chat for good.
    ///
    /// Args:
    ///     id: `id` of a chat.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///
    /// Raises:
    ///     NotFoundError: There is no such chat.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (id, *, timeout = None, max_retries = None))]
    fn delete_chat(&self, py: Python<'_>, id: i64, timeout: Option<f64>, max_retries: Option<i64>) -> PyResult<()> {
        self.run(py, options(py, timeout, max_retries)?, |hub| hub.delete_chat(id))
    }

    /// All messages of a chat.
    ///
    /// Args:
    ///     id: `id` of a chat.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///
    /// Returns:
    ///     A list of `ChatMessage`, in the order of the provider.
    ///
    /// Raises:
    ///     NotFoundError: There is no such chat.
    ///     SmsbatError: The answer could not be got.
    #[pyo3(signature = (id, *, timeout = None, max_retries = None))]
    fn chat_messages<'py>(
        &self,
        py: Python<'py>,
        id: i64,
        timeout: Option<f64>,
        max_retries: Option<i64>,
    ) -> PyResult<Bound<'py, PyList>> {
        let list = self.run(py, options(py, timeout, max_retries)?, |hub| hub.chat_messages(id))?;
        values::replies(py, list.iter().map(|row| row.record().clone()))
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
    ///     media: A file of at most 50 MiB: its path, `(name, bytes)`, or a `ChatMedia`.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///     resend_unknown: Repeat even if the first attempt may have arrived, at the risk of sending twice.
    ///
    /// Raises:
    ///     ValidationError: Nothing to send, or a file that cannot be read or is too large.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (id, text = None, media = None, *, timeout = None, max_retries = None, resend_unknown = false))]
    #[allow(clippy::too_many_arguments)]
    fn send_chat_message<'py>(
        &self,
        py: Python<'py>,
        id: i64,
        text: Option<&str>,
        media: Option<Media>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
        resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?.resend_unknown(resend_unknown);
        let reply = self.run(py, options, |hub| {
            let media = media.map(Media::read).transpose()?;
            hub.send_chat_message(id, text, media.as_ref())
        })?;
        generated::instance(py, reply.record().clone())
    }

    /// New messages of a chat as they come, by polling; an iterator.
    ///
    /// New is what comes after the first question, which the iterator asks when its first item is wanted.
    /// Passing failures are waited out. Ctrl-C ends it.
    ///
    ///     >>> for message in client.chathub.follow(6601, interval=0.5, idle_timeout=1):
    ///     ...     print(message.text)
    ///
    /// Args:
    ///     chat_id: `id` of a chat.
    ///     interval: Seconds between questions, at most a day.
    ///     idle_timeout: Seconds without a new message until the iterator ends, at most a day.
    ///     timeout: Seconds for each question with all attempts. Default: that of the client.
    ///     max_retries: How often a question may be repeated. Default: that of the client.
    ///
    /// Raises:
    ///     ValidationError: A time that is not above 0 and at most a day.
    ///     SmsbatError: From the iterator: the chat cannot be read. It ends then.
    #[pyo3(
        signature = (
            chat_id, *, interval = INTERVAL, idle_timeout = IDLE_TIMEOUT, timeout = None, max_retries = None,
        ),
        text_signature = "($self, chat_id, *, interval=2.0, idle_timeout=3600.0, timeout=None, max_retries=None)"
    )]
    fn follow(
        &self,
        py: Python<'_>,
        chat_id: i64,
        interval: f64,
        idle_timeout: f64,
        timeout: Option<f64>,
        max_retries: Option<i64>,
    ) -> PyResult<Follow> {
        let options = options(py, timeout, max_retries)?;
        let interval = binding::seconds("interval", interval).map_err(|e| error::raise(py, &e))?;
        let idle = binding::seconds("idle_timeout", idle_timeout).map_err(|e| error::raise(py, &e))?;
        Ok(Follow(Stream::new(|interrupt| {
            self.0.chathub().options(with(options, interrupt)).follow(chat_id, interval, idle)
        })))
    }

    /// HTML that shows the chat panel of an operator. The token stands in it: give the page to its operator only.
    ///
    /// Args:
    ///     token: A token of `operator_token`.
    #[staticmethod]
    fn widget_html(token: &str) -> String {
        smsbat_core::widget_html(token)
    }

    /// HTML that shows the chat to the visitors of a site.
    ///
    /// Args:
    ///     guid: Id of the widget.
    #[staticmethod]
    fn visitor_widget_html(guid: &str) -> String {
        smsbat_core::visitor_widget_html(guid)
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(not_picklable(&slf.get_type()))
    }
}

/// Defaults as the signature shows them.
const INTERVAL: f64 = 2.0;
const IDLE_TIMEOUT: f64 = 3600.0;

/// Chats page by page: what `client.chathub.chats` gives.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct Chats(Stream<smsbat_core::Chats>);

#[pymethods]
impl Chats {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.next(py)?.map(|chat| generated::instance(py, chat.record().clone())).transpose()
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(not_picklable(&slf.get_type()))
    }
}

/// New messages of a chat: what `client.chathub.follow` gives.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct Follow(Stream<smsbat_core::Follow>);

#[pymethods]
impl Follow {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.next(py)?.map(|message| generated::instance(py, message.record().clone())).transpose()
    }

    /// The next message, or the seconds after which to ask again, or `None` at the end.
    fn _step<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let step = self.0.step(py, binding::follow)?;
        step.map(|step| messages::step(py, step, |message| message.record().clone())).transpose()
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(not_picklable(&slf.get_type()))
    }
}

/// A status as the core takes it: a name, or the digits of a number.
fn status_text(given: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(name) = given.cast::<PyString>() {
        return values::unicode(given.py(), name, "status");
    }
    if given.is_instance_of::<PyInt>() && !given.is_instance_of::<PyBool>() {
        return given.extract::<i64>().map(|number| number.to_string());
    }
    Err(PyTypeError::new_err(format!("status must be a name or a number, not {}", type_name(given))))
}

/// The two ends of a time.
fn days(given: &Bound<'_, PyAny>) -> PyResult<(String, String)> {
    let wrong = || PyTypeError::new_err(format!("date must be a first and a last one, not {}", type_name(given)));
    let ends: Vec<Bound<'_, PyAny>> = given.extract().map_err(|_| wrong())?;
    let [start, end] = ends.as_slice() else { return Err(wrong()) };
    Ok((day(start)?, day(end)?))
}

/// A time, or a day: `datetime.date` or text.
fn day(given: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Some(time) = values::time(given, "date")? {
        return Ok(time);
    }
    if given.is_instance(&given.py().import("datetime")?.getattr("date")?)? {
        return given.call_method0("isoformat")?.extract();
    }
    let message = format!("date must be of dates, datetimes with a zone or texts, not {}", type_name(given));
    Err(PyTypeError::new_err(message))
}
