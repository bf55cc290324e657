//! `client.turbosms`: send, send several, status, details.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyMapping, PyString};
use smsbat_core::{CallOptions, Client, Error, Object, TurboSmsResult};

use crate::call::{self, options, with};
use crate::json::type_name;
use crate::messages::warn;
use crate::model::{Reply, not_picklable};
use crate::{error, generated, values};

/// The layer that speaks TurboSMS, of a client, with the native field names.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct TurboSmsApi(pub(crate) Client);

impl TurboSmsApi {
    fn run<T: Send>(
        &self,
        py: Python<'_>,
        options: CallOptions,
        work: impl FnOnce(smsbat_core::TurboSmsApi<'_>) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        call::run(py, |interrupt| work(self.0.turbosms().options(with(options, interrupt))))
    }
}

#[pymethods]
impl TurboSmsApi {
    /// Sends one message to its recipients.
    ///
    ///     >>> message = smsbat.TurboSmsMessage(
    ///     ...     recipients=["380671234567"], sender="MyShop", text="Hello", sms=smsbat.TurboSms()
    ///     ... )
    ///     >>> [row.outcome.value for row in client.turbosms.send(message).recipients]
    ///     ['accepted']
    ///
    /// Does not raise because recipients were refused: see `ok` and the `outcome` of each row, or call
    /// `raise_for_outcome()`.
    ///
    /// Args:
    ///     message: A `TurboSmsMessage`, or a dict that goes out as given.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///     resend_unknown: Repeat even if the first attempt may have arrived, at the risk of sending twice.
    ///
    /// Raises:
    ///     ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
    ///     ProviderError: The answer has no rows of recipients; `code` is the native one.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (message, *, timeout = None, max_retries = None, resend_unknown = false))]
    fn send<'py>(
        &self,
        py: Python<'py>,
        message: &Bound<'py, PyAny>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
        resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?.resend_unknown(resend_unknown);
        let message = one(message, "message")?;
        let work = |interrupt| self.0.turbosms().options(with(options, interrupt)).send(message);
        call::send(py, work, |result| shown(py, &result))
    }

    /// Sends several messages in one request, each under a name of yours, and gives the results by name.
    ///
    ///     >>> hello = {"recipients": ["380671234567"], "sms": {"sender": "MyShop", "text": "Hello"}}
    ///     >>> client.turbosms.send_multi({"first": hello})["first"].ok
    ///     True
    ///
    /// Args:
    ///     messages: A mapping of names to messages, each as for `send`.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///     resend_unknown: Repeat even if the first attempt may have arrived, at the risk of sending twice.
    ///
    /// Raises:
    ///     ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
    ///     ProviderError: The whole request was refused; `code` is the native one.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (messages, *, timeout = None, max_retries = None, resend_unknown = false))]
    fn send_multi<'py>(
        &self,
        py: Python<'py>,
        messages: &Bound<'py, PyAny>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
        resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyDict>> {
        let options = options(py, timeout, max_retries)?.resend_unknown(resend_unknown);
        let messages = named(messages)?;
        let work = |interrupt| {
            self.0
                .turbosms()
                .options(with(options, interrupt))
                .send_multi(messages.iter().map(|(name, message)| (name, message)))
        };
        call::send(py, work, |results| {
            let dict = PyDict::new(py);
            for (name, result) in results {
                dict.set_item(name, shown(py, &result)?)?;
            }
            Ok(dict)
        })
    }

    /// Delivery statuses of messages, one for each id in the same order. One for which the answer has no clear row has
    /// nothing but its id.
    ///
    /// Args:
    ///     message_ids: `message_id` of rows of a send, or one of them.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///
    /// Raises:
    ///     ProviderError: The answer has no rows; `code` is the native one.
    ///     SmsbatError: The answer could not be got.
    #[pyo3(signature = (message_ids, *, timeout = None, max_retries = None))]
    fn status<'py>(
        &self,
        py: Python<'py>,
        message_ids: &Bound<'py, PyAny>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
    ) -> PyResult<Bound<'py, PyList>> {
        let ids = ids(message_ids)?;
        let list = self.run(py, options(py, timeout, max_retries)?, |api| api.status(&ids))?;
        values::replies(py, list.iter().map(|row| row.record().clone()))
    }

    /// All that is known of messages, one entry for each id as in `status`.
    ///
    /// Args:
    ///     message_ids: `message_id` of rows of a send, or one of them.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///
    /// Raises:
    ///     ProviderError: The answer has no rows; `code` is the native one.
    ///     SmsbatError: The answer could not be got.
    #[pyo3(signature = (message_ids, *, timeout = None, max_retries = None))]
    fn details<'py>(
        &self,
        py: Python<'py>,
        message_ids: &Bound<'py, PyAny>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
    ) -> PyResult<Bound<'py, PyList>> {
        let ids = ids(message_ids)?;
        let list = self.run(py, options(py, timeout, max_retries)?, |api| api.details(&ids))?;
        values::replies(py, list.iter().map(|row| row.record().clone()))
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(not_picklable(&slf.get_type()))
    }
}

fn shown<'py>(py: Python<'py>, result: &TurboSmsResult) -> PyResult<Bound<'py, PyAny>> {
    warn(py, result.warnings());
    generated::instance(py, result.record().clone())
}

fn one(given: &Bound<'_, PyAny>, path: &str) -> PyResult<Object> {
    values::object(given, &|| path.to_owned())?.ok_or_else(|| {
        PyTypeError::new_err(format!("{path} must be a TurboSmsMessage or a dict, not {}", type_name(given)))
    })
}

fn named(given: &Bound<'_, PyAny>) -> PyResult<Vec<(String, Object)>> {
    let mapping = given.cast::<PyMapping>().map_err(|_| {
        PyTypeError::new_err(format!("messages must be a mapping of names to messages, not {}", type_name(given)))
    })?;
    let mut messages = Vec::new();
    for item in mapping.items()?.iter() {
        let (name, message) = item.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
        let name = name.cast::<PyString>().map_err(|_| {
            PyTypeError::new_err(format!("messages has a key that is a {}, not text", type_name(&name)))
        })?;
        let name = values::unicode(given.py(), name, "messages")?;
        let message = one(&message, &format!("messages.{}", name.escape_debug()))?;
        messages.push((name, message));
    }
    Ok(messages)
}

/// Ids, or one of them.
fn ids(given: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    let text = |id: &Bound<'_, PyAny>| match id.cast::<PyString>() {
        Ok(id) => values::unicode(given.py(), id, "message_ids"),
        Err(_) => Err(PyTypeError::new_err(format!("message_ids must be texts, not {}", type_name(id)))),
    };
    if given.is_instance_of::<PyString>() || given.try_iter().is_err() {
        return text(given).map(|id| vec![id]);
    }
    given.try_iter()?.map(|id| text(&id?)).collect()
}

/// `raise_for_outcome` of a send's result.
pub(crate) fn raise_for_outcome(slf: &Bound<'_, Reply>) -> PyResult<()> {
    let result = TurboSmsResult::try_from(slf.get().record.clone()).map_err(smsbat_core::Error::from);
    result.and_then(|result| result.raise_for_outcome()).map_err(|e| error::raise(slf.py(), &e))
}
