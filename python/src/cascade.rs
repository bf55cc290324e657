//! `client.cascade`: send, upload variables, send a template.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyFloat, PyInt, PyMapping, PyString};
use smsbat_core::{Client, Template, TemplateRow};

use crate::call::{self, options, with};
use crate::json::{self, type_name};
use crate::messages::shown;
use crate::model::{Given, not_picklable};
use crate::{error, generated, values};

/// The Cascade API of a client: one message, several channels, the first that works wins.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct Cascade(pub(crate) Client);

#[pymethods]
impl Cascade {
    /// Sends one message, or up to 5,000 in one request; 100 to 1,000 are advised.
    ///
    /// The answer has no status: a row with an id was accepted. As `client.messages.send`, it does not raise
    /// because some messages were refused.
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
    ///     messages: A `CascadeMessage`, a dict that goes out as given, or several of them.
    ///     telegram_viber_first: Put Telegram and Viber before the other channels.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///     resend_unknown: Repeat even if the first attempt may have arrived, at the risk of sending twice.
    ///
    /// Raises:
    ///     ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
    ///     SmsbatError: Every other failure; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (
        messages, *, telegram_viber_first = false, timeout = None, max_retries = None, resend_unknown = false,
    ))]
    fn send<'py>(
        &self,
        py: Python<'py>,
        messages: &Bound<'py, PyAny>,
        telegram_viber_first: bool,
        timeout: Option<f64>,
        max_retries: Option<i64>,
        resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?.resend_unknown(resend_unknown);
        let messages = values::objects(messages, "messages", "a message")?;
        let work = |interrupt| self.0.cascade().options(with(options, interrupt)).send(&messages, telegram_viber_first);
        call::send(py, work, |result| shown(py, &result))
    }

    /// Uploads values for placeholders `%type=id%` in the texts of later messages.
    ///
    ///     >>> link = smsbat.Variable(id=7, type="short_url", value="https://shop.example.org/orders/5512")
    ///     >>> client.cascade.upload_variables(link).status_code
    ///     200
    ///
    /// Args:
    ///     variables: A `Variable`, a dict that goes out as given, or up to 5,000 of them.
    ///     timeout: Seconds for the whole call with all attempts. Default: that of the client.
    ///     max_retries: How often the call may be repeated. Default: that of the client.
    ///
    /// Raises:
    ///     ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent.
    ///     SmsbatError: Every other failure. An upload may be repeated: it replaces the values.
    #[pyo3(signature = (variables, *, timeout = None, max_retries = None))]
    fn upload_variables<'py>(
        &self,
        py: Python<'py>,
        variables: &Bound<'py, PyAny>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?;
        let variables = values::objects(variables, "variables", "a Variable")?;
        let reply =
            call::run(py, |interrupt| self.0.cascade().options(with(options, interrupt)).upload_variables(&variables))?;
        generated::instance(py, reply.record().clone())
    }

    /// Sends one text to many recipients, with values of each row put into it.
    ///
    /// Addresses that are to be shortened are uploaded as variables, everything else stands in the text itself.
    /// Rows are sent in requests of 500; the result has one row for each, in their order. When a later request
    /// fails, its rows have that error's outcome, the rows after it are `not_sent`, and a warning names the
    /// error. Two processes that send `short_url` values on one account may choose the same ids: give each a
    /// range of its own with `variable_ids`.
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
    ///     template: Text with `{name}` for any value, `{name:url}` for an address that is inserted as it is,
    ///         `{name:short_url}` for one that the provider shortens. `{{` and `}}` are braces.
    ///     rows: Mappings with `to`, an `id` of your own if you like, and the values: text or numbers.
    ///     sender: Sender that is registered for the account.
    ///     message_type: `transaction` or `promo`.
    ///     ttl: How long a message may wait for delivery, in seconds.
    ///     scheduled: When to send, a `datetime` with a zone or ISO 8601 text with one.
    ///     telegram_viber_first: Put Telegram and Viber before the other channels.
    ///     variable_ids: First and last id for uploaded variables. Default: a block at a random place.
    ///     timeout: Seconds for each request with all its attempts. Default: that of the client.
    ///     max_retries: How often each request may be repeated. Default: that of the client.
    ///     resend_unknown: Repeat even if the first attempt may have arrived, at the risk of sending twice.
    ///
    /// Raises:
    ///     ValidationError: The text or any row breaks a rule; `problems` names them all. Nothing was sent.
    ///     SmsbatError: The first request failed; `outcome` says whether anything may have been sent.
    #[pyo3(signature = (
        template, rows, *, sender, message_type = "transaction", ttl = None, scheduled = None,
        telegram_viber_first = false, variable_ids = None, timeout = None, max_retries = None,
        resend_unknown = false,
    ))]
    #[allow(clippy::too_many_arguments)]
    fn send_template<'py>(
        &self,
        py: Python<'py>,
        template: &str,
        rows: &Bound<'py, PyAny>,
        sender: &str,
        message_type: &str,
        ttl: Option<i64>,
        scheduled: Given<'py>,
        telegram_viber_first: bool,
        variable_ids: Option<(i64, i64)>,
        timeout: Option<f64>,
        max_retries: Option<i64>,
        resend_unknown: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = options(py, timeout, max_retries)?.resend_unknown(resend_unknown);
        let mut template = Template::new(template, sender);
        template.message_type = message_type.to_owned();
        template.ttl = ttl.map(|ttl| values::unsigned(py, "ttl", ttl)).transpose()?;
        template.scheduled = scheduled.map(|time| values::argument_time(&time, "scheduled")).transpose()?;
        template.telegram_viber_first = telegram_viber_first;
        if let Some((first, last)) = variable_ids {
            let id = |id| values::unsigned(py, "variable_ids", id);
            template.variable_ids = Some((id(first)?, id(last)?));
        }
        let rows = template_rows(rows)?;
        let work = |interrupt| self.0.cascade().options(with(options, interrupt)).send_template(&template, &rows);
        call::send(py, work, |result| shown(py, &result))
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(not_picklable(&slf.get_type()))
    }
}

fn template_rows(given: &Bound<'_, PyAny>) -> PyResult<Vec<TemplateRow>> {
    let refused = || PyTypeError::new_err(format!("rows must be a list of mappings, not {}", type_name(given)));
    if given.is_instance_of::<PyString>() || given.cast::<PyMapping>().is_ok() {
        return Err(refused());
    }
    let rows = given.try_iter().map_err(|_| refused())?.enumerate();
    rows.map(|(i, row)| template_row(&row?, &format!("rows[{i}]"))).collect()
}

/// `to` and `id` are the row's own; everything else is a value for the text.
fn template_row(given: &Bound<'_, PyAny>, path: &str) -> PyResult<TemplateRow> {
    let py = given.py();
    let mapping = given
        .cast::<PyMapping>()
        .map_err(|_| PyTypeError::new_err(format!("{path} must be a mapping, not {}", type_name(given))))?;
    let mut row = TemplateRow::default();
    for item in mapping.items()?.iter() {
        let (name, value) = item.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
        let name = name
            .cast::<PyString>()
            .map_err(|_| PyTypeError::new_err(format!("{path} has a key that is a {}, not text", type_name(&name))))?;
        let name = values::unicode(py, name, path)?;
        let Some(value) = row_value(&value, &format!("{path}.{name}"))? else { continue };
        match name.as_str() {
            "to" => row.to = value,
            "id" => row.id = Some(value),
            _ => row.values.push((name, value)),
        }
    }
    Ok(row)
}

/// The text of a value; nothing for `None`.
fn row_value(value: &Bound<'_, PyAny>, path: &str) -> PyResult<Option<String>> {
    let py = value.py();
    if value.is_none() {
        return Ok(None);
    }
    if let Ok(text) = value.cast::<PyString>() {
        return values::unicode(py, text, path).map(Some);
    }
    let plain = value.is_instance_of::<PyInt>() || value.is_instance_of::<PyFloat>();
    if plain && !value.is_instance_of::<PyBool>() {
        return json::text(value, &|| path.to_owned()).map(Some);
    }
    if !plain && value.is_instance(&py.import("decimal")?.getattr("Decimal")?)? {
        if !value.call_method0("is_finite")?.is_truthy()? {
            return Err(error::invalid(py, path, "type", "is not a finite number"));
        }
        return value.call_method1("__format__", ("f",))?.extract().map(Some);
    }
    Err(PyTypeError::new_err(format!("{path} must be text or a number, not {}", type_name(value))))
}
