//! `smsbat.ChatEvents`: events of the chat hub.

use std::time::Duration;

use pyo3::exceptions::PyTypeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use smsbat_core::{CallOptions, ChatEvent, Client, HubTransport, Listen};

use crate::attempt::OnAttempt;
use crate::call::{self, with};
use crate::chat_media::Media;
use crate::error::type_name;
use crate::items::Items;
use crate::model::not_picklable;
use crate::numbers::{Int, Seconds};
use crate::{error, generated, json};

/// Chats of interest. One more than are allowed is enough to be refused.
fn ids(given: &Bound<'_, PyAny>) -> PyResult<Vec<i64>> {
    let wrong = || PyTypeError::new_err(format!("chats must be ids of chats, not {}", type_name(given)));
    if given.is_instance_of::<PyString>() || given.is_instance_of::<PyBytes>() {
        return Err(wrong());
    }
    let chats = Items::up_to(given, "chats", 1000).map_err(|_| wrong())?;
    chats.map(|chat| chat?.extract::<Int>()?.number(given.py(), "chats")).collect()
}

/// Opens a connection to the hub.
pub(crate) fn listen(
    client: &Client,
    on_attempt: OnAttempt,
    py: Python<'_>,
    chats: Option<&Bound<'_, PyAny>>,
    idle_timeout: Option<Seconds>,
    transport: Option<&str>,
    options: CallOptions,
) -> PyResult<ChatEvents> {
    let mut listen = Listen::new();
    listen.chats = chats.map(ids).transpose()?;
    listen.idle_timeout = idle_timeout.map(|time| time.read(py, "idle_timeout")).transpose()?;
    let opened = call::run(py, |interrupt| {
        listen.transport = transport.map(HubTransport::parse).transpose()?;
        client.chathub().options(with(options, interrupt)).listen(&listen)
    })?;
    Ok(ChatEvents(opened, on_attempt))
}

/// Events of the chat hub as they happen: what `client.chathub.listen` returns. An iterator and a context manager.
///
/// Nothing runs in the background. A program that does not ask for events for half a minute is taken for gone by the
/// hub; the next call connects again and loses nothing.
///
/// Can be shared by threads: one may wait for events while another sends or closes. A forked child calls `listen` again.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct ChatEvents(smsbat_core::ChatEvents, OnAttempt);

impl ChatEvents {
    fn wait<'py>(&self, py: Python<'py>, timeout: Option<Duration>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let events = &self.0;
        let (found, raised) = call::both(py, |interrupt| events.interrupt(interrupt).next_event(timeout))?;
        let found = match (found, raised) {
            (Err(failure), raised) => return Err(call::failed(py, &failure, raised)),
            (Ok(found), raised) => match raised.or_else(|| call::signal(py)) {
                None => found,
                Some(raised) => {
                    // The caller never gets this one; it is the next event of a later call.
                    found.into_iter().for_each(|event| events.put_back(event));
                    return Err(raised);
                }
            },
        };
        found.map(|event: ChatEvent| generated::instance(py, event.record().clone())).transpose()
    }
}

#[pymethods]
impl ChatEvents {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.1.traverse(&visit)
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.wait(py, None)
    }

    /// Waits for the next event.
    ///
    /// Args:
    ///     timeout: Seconds to wait, at most a day; 0 only looks. Default: as long as it takes. After an interruption
    ///         a call may take longer: it finishes one attempt to connect or one history that it began to read,
    ///         each request of which ends after the timeout of `listen`. The next call goes on from there.
    ///
    /// Returns:
    ///     The event, or `None` if none came in time or listening has ended; then `state` is `closed`.
    ///
    /// Raises:
    ///     ValidationError: `timeout` is below 0 or above a day.
    ///     AuthenticationError: The credentials are not accepted any more. Listening ends.
    ///     SmsbatError: Listening ended for another reason that trying again cannot change.
    #[pyo3(signature = (timeout = None))]
    fn next<'py>(&self, py: Python<'py>, timeout: Option<Seconds>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let wrong = || error::invalid(py, "timeout", "range", "must be a number of seconds from 0 to 86400");
        let timeout = match timeout.map(|time| time.number("timeout")).transpose()? {
            Some(0.0) => Some(Duration::ZERO),
            // Every other time must be above 0.
            timeout => timeout.map(|time| Seconds::of(time).read(py, "timeout").map_err(|_| wrong())).transpose()?,
        };
        self.wait(py, timeout)
    }

    /// Sends a text into a chat. Another thread may wait for events meanwhile.
    ///
    /// Args:
    ///     chat_id: `id` of a chat.
    ///     text: Text.
    ///
    /// Returns:
    ///     The hub's result; the provider does not document it. The message itself comes as an event, too.
    ///
    /// Raises:
    ///     ValidationError: An argument breaks a rule. Nothing was sent.
    ///     ProviderError: The hub refused it: `outcome` is `rejected`.
    ///     SmsbatError: `outcome` is `not_sent` if no byte of it left, and `unknown` if the connection broke or the
    ///         time ran out after that. It is never sent again by this library.
    #[pyo3(signature = (chat_id, text))]
    fn send_message<'py>(
        &self,
        py: Python<'py>,
        chat_id: Int,
        text: &Bound<'py, PyString>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (events, text) = (&self.0, error::unicode(py, text, "text")?);
        let chat_id = chat_id.number(py, "chat_id")?;
        call::send(
            py,
            |interrupt| events.interrupt(interrupt).send_message(chat_id, &text),
            |result| json::parse(py, result.as_deref().unwrap_or("null")),
        )
    }

    /// Sends a file into a chat. Result and errors are those of `send_message`.
    ///
    /// Args:
    ///     chat_id: `id` of a chat.
    ///     media: A path, a pair of name and bytes, or a `ChatMedia`; at most 50 MiB.
    ///
    /// Returns:
    ///     The hub's result; the provider does not document it.
    ///
    /// Raises:
    ///     ValidationError: The file cannot be read or is too large. Nothing was sent.
    ///     ProviderError: The hub refused it: `outcome` is `rejected`.
    ///     SmsbatError: As of `send_message`.
    #[pyo3(signature = (chat_id, media))]
    fn send_media<'py>(&self, py: Python<'py>, chat_id: Int, media: Media) -> PyResult<Bound<'py, PyAny>> {
        let (events, chat_id) = (&self.0, chat_id.number(py, "chat_id")?);
        call::send(
            py,
            |interrupt| events.interrupt(interrupt).send_media(chat_id, &media.read()?),
            |result| json::parse(py, result.as_deref().unwrap_or("null")),
        )
    }

    /// Ends listening and tells the hub. A thread that waits for events gets `None`, an iteration ends.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        let events = &self.0;
        call::run(py, |_| {
            events.close();
            Ok(())
        })
    }

    /// Transport of the connection: `websocket` or `long_polling`; `None` while there is no connection.
    #[getter]
    fn transport(&self) -> Option<&'static str> {
        self.0.transport().map(HubTransport::as_str)
    }

    /// State of the connection: `connecting`, `connected`, `reconnecting` or `closed`.
    #[getter]
    fn state(&self) -> &'static str {
        self.0.state()
    }

    fn __enter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(&self, py: Python<'_>, _exception: &Bound<'_, pyo3::types::PyTuple>) -> PyResult<()> {
        self.close(py)
    }

    fn __repr__(&self) -> String {
        format!("<ChatEvents {}>", self.0.state())
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(not_picklable(&slf.get_type()))
    }
}
