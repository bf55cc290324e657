//! Helpers of the generated methods of ChatHub.

use pyo3::exceptions::PyTypeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyString};
use smsbat_core::{ChatFilter, Client, binding};

use crate::attempt::OnAttempt;
use crate::call::{options, with};
use crate::error::type_name;
use crate::model::{Given, not_picklable};
use crate::numbers::{Int, Seconds};
use crate::stream::Stream;
use crate::{error, generated, messages, values};

/// The iterator of `chats`.
#[allow(clippy::too_many_arguments)]
pub(crate) fn chats(
    client: &Client,
    on_attempt: OnAttempt,
    py: Python<'_>,
    search: Option<String>,
    source: Option<i64>,
    date: Given<'_>,
    tg_user_id: Option<i64>,
    phone: Option<String>,
    status: Given<'_>,
    organization_id: Option<i64>,
    operator_id: Option<i64>,
    page: Option<u32>,
    per_page: Option<u32>,
    timeout: Option<Seconds>,
    max_retries: Option<Int>,
) -> PyResult<Chats> {
    let options = options(py, timeout, max_retries)?;
    let date = date.map(|date| days(&date)).transpose()?;
    let status = status.map(|status| {
        let status = status_text(&status, "ChatStatus")?;
        binding::chat_status(&status).map_err(|e| error::raise(py, &e))
    });
    let mut filter = ChatFilter::new();
    filter.search = search;
    filter.source = source;
    filter.date = date;
    filter.tg_user_id = tg_user_id;
    filter.phone = phone;
    filter.status = status.transpose()?;
    filter.organization_id = organization_id;
    filter.operator_id = operator_id;
    filter.page = page;
    filter.per_page = per_page;
    let steps = Stream::new(|interrupt| client.chathub().options(with(options, interrupt)).chats(filter));
    Ok(Chats(steps, on_attempt))
}

/// Defaults as the signature shows them.
pub(crate) const INTERVAL: Seconds = Seconds::of(2.0);
pub(crate) const IDLE_TIMEOUT: Seconds = Seconds::of(3600.0);

/// Iterator over chats, page by page, from `client.chathub.chats`.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct Chats(Stream<smsbat_core::Chats>, OnAttempt);

#[pymethods]
impl Chats {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.1.traverse(&visit)
    }

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

/// Iterator over new messages of a chat, from `client.chathub.follow`.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct Follow(pub(crate) Stream<smsbat_core::Follow>, pub(crate) OnAttempt);

#[pymethods]
impl Follow {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.1.traverse(&visit)
    }

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

/// A status as the core takes it: a name, or the digits of a number. A member of a class of statuses of something else than
/// `class` is a number that nobody means.
pub(crate) fn status_text(given: &Bound<'_, PyAny>, class: &str) -> PyResult<String> {
    let wrong =
        || PyTypeError::new_err(format!("status must be a name or a number, or of {class}, not {}", type_name(given)));
    let of = given.get_type();
    if of.module().is_ok_and(|module| module == "smsbat._status") && of.name()? != class {
        return Err(wrong());
    }
    if let Ok(name) = given.cast::<PyString>() {
        return error::unicode(given.py(), name, "status");
    }
    // Numbers of numpy are none of Python's.
    if !given.is_instance_of::<PyBool>() && given.hasattr("__index__")? {
        return given.extract::<Int>()?.number(given.py(), "status").map(|number| number.to_string());
    }
    Err(wrong())
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
