//! `smsbat.phone` and `smsbat.Phone`.

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use smsbat_core::binding;

use crate::error;

/// A phone number, parsed by `smsbat.phone`. `str` returns `e164`.
#[pyclass(frozen, eq, hash, get_all, module = "smsbat")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Phone {
    /// The number with `+`, such as `+380671234567`.
    pub(crate) e164: String,
    /// The digits without `+`, such as `380671234567`.
    digits: String,
    /// The digits of the country code, such as `380`.
    country: String,
}

#[pymethods]
impl Phone {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str) {
        ("e164", "digits", "country")
    }

    #[new]
    fn new(e164: String, digits: String, country: String) -> Self {
        Self { e164, digits, country }
    }

    fn __str__(&self) -> &str {
        &self.e164
    }

    fn __repr__(&self) -> String {
        // Masked, so that log lines do not contain a person's number.
        format!("Phone('{}', country='{}')", binding::mask(&self.e164), self.country)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let this = slf.get();
        (slf.get_type(), (&this.e164, &this.digits, &this.country)).into_bound_py_any(slf.py())
    }
}

/// Parses a phone number by the rules of a client.
///
/// Removes spaces, hyphens, parentheses, invisible characters and a `(0)` after the country code, and also characters
/// that spreadsheets add: `'`, `="…"` and `.0`.
///
///     >>> smsbat.phone("+380 (67) 123-45-67").e164
///     '+380671234567'
///     >>> smsbat.phone("067 123-45-67", country="380").e164
///     '+380671234567'
///
/// Args:
///     text: The number. Without `country` it must be in international form: `+` or `00`, the country code and the
///         number.
///     country: Country code of national numbers, such as `380`.
///
/// Returns:
///     A `Phone`: `e164`, `digits`, `country`.
///
/// Raises:
///     ValidationError: The text is not a phone number, or the country code does not exist. The error does not
///         repeat the number.
#[pyfunction]
#[pyo3(signature = (text, country = None))]
pub(crate) fn phone(py: Python<'_>, text: &Bound<'_, PyAny>, country: Option<&Bound<'_, PyAny>>) -> PyResult<Phone> {
    let text = error::unicode(py, text, "text")?;
    let country = country.map(|country| error::unicode(py, country, "country")).transpose()?;
    let read = match &country {
        Some(country) => smsbat_core::Phone::parse_in(&text, country),
        None => smsbat_core::Phone::parse(&text),
    };
    let read = read.map_err(|why| error::raise(py, &binding::validation(vec![why.problem("text")])))?;
    let (e164, digits, country) = (read.e164().to_owned(), read.digits().to_owned(), read.country().to_owned());
    Ok(Phone { e164, digits, country })
}
