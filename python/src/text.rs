//! `smsbat.segments` and `smsbat.flash_call_matches`.

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;

use crate::error;

/// Number of SMS parts of a text, and its details.
#[pyclass(frozen, eq, hash, get_all, module = "smsbat")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Segments {
    /// Encoding of the whole text: `"GSM-7"` or `"UCS-2"`.
    encoding: String,
    /// Length in units: septets (an extension character takes two) or UTF-16 code units.
    units: usize,
    /// Number of SMS parts that are billed; 0 for an empty text.
    parts: usize,
    /// Units that fit one part of this text: 160 or 70 for a single part, 153 or 67 otherwise.
    per_part: usize,
    /// Units still free in the last part.
    remaining: usize,
    /// The distinct characters that force UCS-2, in order of appearance; empty for GSM-7.
    unicode_characters: Vec<String>,
}

#[pymethods]
impl Segments {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str) {
        ("encoding", "units", "parts", "per_part", "remaining", "unicode_characters")
    }

    #[new]
    fn new(
        encoding: String,
        units: usize,
        parts: usize,
        per_part: usize,
        remaining: usize,
        unicode_characters: Vec<String>,
    ) -> Self {
        Self { encoding, units, parts, per_part, remaining, unicode_characters }
    }

    fn __repr__(&self) -> String {
        // Characters of a message text are not printed.
        format!(
            "Segments(encoding='{}', units={}, parts={}, per_part={}, remaining={}, unicode_characters=<{} characters>)",
            self.encoding,
            self.units,
            self.parts,
            self.per_part,
            self.remaining,
            self.unicode_characters.len(),
        )
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let this = slf.get();
        let counts = (&this.encoding, this.units, this.parts, this.per_part, this.remaining, &this.unicode_characters);
        (slf.get_type(), counts).into_bound_py_any(slf.py())
    }
}

/// Counts the SMS parts of a text.
///
/// An extension character (`^ { } \ [ ] ~ | €`, form feed) takes two septets in GSM-7. A single character outside the
/// alphabet makes the whole text UCS-2, counted in UTF-16 code units.
///
///     >>> smsbat.segments("Hello").parts
///     1
#[pyfunction]
pub(crate) fn segments(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Segments> {
    let found = smsbat_core::segments(&error::unicode(py, text, "text")?);
    Ok(Segments {
        encoding: found.encoding.as_str().to_owned(),
        units: found.units,
        parts: found.parts,
        per_part: found.per_part,
        remaining: found.remaining,
        unicode_characters: found.unicode_characters.iter().map(char::to_string).collect(),
    })
}

/// Returns true if `caller_id`, the number that called, matches the `pattern` of a flash call.
///
/// Each `*` of the pattern stands for exactly one digit. The pattern is compared with the end of the number. One without
/// a digit matches no number.
///
///     >>> smsbat.flash_call_matches("***000077", "+380 44 000-00-77")
///     True
#[pyfunction]
pub(crate) fn flash_call_matches(
    py: Python<'_>,
    pattern: &Bound<'_, PyAny>,
    caller_id: &Bound<'_, PyAny>,
) -> PyResult<bool> {
    let text = |given, name| error::unicode(py, given, name);
    Ok(smsbat_core::flash_call_matches(&text(pattern, "pattern")?, &text(caller_id, "caller_id")?))
}
