//! Output of notebooks.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use smsbat_core::{API_CLASSES, MESSAGE_CLASSES, Object, Outcome, Record, binding};

use crate::error::type_name;
use crate::model::{Model, Reply};
use crate::values;

/// Preview of a message as its recipient will see it. Notebooks show `html`, and `print` shows `text`.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct Preview(pub(crate) smsbat_core::preview::Preview);

#[pymethods]
impl Preview {
    /// Self-contained HTML. All text in it is escaped.
    #[getter]
    fn html(&self) -> String {
        self.0.html()
    }

    /// Plain text, a few lines for each channel.
    #[getter]
    fn text(&self) -> String {
        text(&self.0)
    }

    #[pyo3(signature = (include = None, exclude = None))]
    fn _repr_mimebundle_<'py>(
        &self,
        py: Python<'py>,
        include: Option<Bound<'py, PyAny>>,
        exclude: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let _ = (include, exclude);
        bundle(py, &self.0)
    }

    fn __str__(&self) -> String {
        text(&self.0)
    }

    fn __repr__(&self) -> &'static str {
        "<smsbat.Preview: print it, or let a notebook show it>"
    }
}

/// Returns a preview of a message, channel by channel, as its recipient will see it. Sends and checks nothing. The
/// recipient's number is masked.
///
///     >>> print(smsbat.preview(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello")))
///     SMS from MyShop to 380…67
///       | Hello
///       (GSM-7, 1 part, 155 left)
///
/// Args:
///     message: A message of any API, or a dict in wire form.
///
/// Raises:
///     TypeError: The argument is neither.
#[pyfunction]
pub(crate) fn preview(message: &Bound<'_, PyAny>) -> PyResult<Preview> {
    let object = values::object(message, &|| "message".to_owned())?;
    let object = object.filter(|object| match object {
        Object::Typed(record) => is_message(record),
        Object::Plain(_) => true,
    });
    let wrong = || PyTypeError::new_err(format!("message must be a message or a dict, not {}", type_name(message)));
    Ok(Preview(smsbat_core::preview::Preview::of(&object.ok_or_else(wrong)?)))
}

/// Returns the items of a list or tuple as HTML, a table for each class, or `None` if they are not all messages or replies.
#[pyfunction]
pub(crate) fn tables_html(items: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    let mut records = Vec::new();
    for item in items.try_iter()? {
        let item = item?;
        let record = match (item.cast::<Reply>(), item.cast::<Model>()) {
            (Ok(reply), _) => reply.get().record.clone(),
            (_, Ok(model)) if is_message(&model.get().record) => model.get().record.clone(),
            _ => return Ok(None),
        };
        records.push(record);
    }
    let found: Vec<&Record> = records.iter().collect();
    Ok((!found.is_empty()).then(|| smsbat_core::preview::tables(&found)))
}

/// Returns texts as an HTML table. The column `to` is masked.
#[pyfunction]
pub(crate) fn grid_html(caption: &str, columns: Vec<String>, rows: Vec<Vec<String>>) -> String {
    smsbat_core::preview::grid(caption, &columns, &rows)
}

/// Returns true if the record is a message, not a part of one.
fn is_message(record: &Record) -> bool {
    let name = record.class().name;
    let api = || API_CLASSES.iter().any(|group| group[0].name == name) && name.ends_with("Message");
    MESSAGE_CLASSES.iter().any(|group| group[0].name == name) || api()
}

/// Output of a notebook for a model: a preview for messages, the `repr` for parts.
pub(crate) fn of_model<'py>(py: Python<'py>, record: &Record) -> PyResult<Option<Bound<'py, PyDict>>> {
    if !is_message(record) {
        return Ok(None);
    }
    bundle(py, &smsbat_core::preview::Preview::of(&Object::Typed(record.clone()))).map(Some)
}

/// Without the end of the last line: `print` and notebooks have their own.
fn text(preview: &smsbat_core::preview::Preview) -> String {
    preview.text().trim_end().to_owned()
}

fn bundle<'py>(py: Python<'py>, preview: &smsbat_core::preview::Preview) -> PyResult<Bound<'py, PyDict>> {
    let bundle = PyDict::new(py);
    bundle.set_item("text/plain", text(preview))?;
    bundle.set_item("text/html", preview.html())?;
    Ok(bundle)
}

/// The table of an error, of what `smsbat/_errors.py` holds.
#[pyfunction]
pub(crate) fn error_html(
    caption: &str,
    outcome: &str,
    rows: Vec<(String, String)>,
    problems: Vec<String>,
) -> PyResult<String> {
    let outcome = Outcome::ALL.into_iter().find(|o| o.as_str() == outcome);
    let outcome = outcome.ok_or_else(|| PyTypeError::new_err("outcome must be one of the four"))?;
    let rows: Vec<(&str, String)> = rows.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    Ok(binding::error_table(caption, outcome, &rows, &problems))
}
