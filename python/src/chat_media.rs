//! `smsbat.ChatMedia`, and what stands for one.

use std::path::PathBuf;

use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use smsbat_core::Error;

use crate::error::type_name;
use crate::numbers::Int;

/// A file to send into a chat.
///
/// Args:
///     name: File name.
///     data: Content, at most 50 MiB.
///     format: MIME type, such as `image/png`. Default: guessed from the name.
///     kind: Kind as a number: 1 is a photo; other numbers are not documented. Default: 1.
#[pyclass(frozen, eq, hash, module = "smsbat")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct ChatMedia {
    /// File name.
    #[pyo3(get)]
    name: String,
    data: Vec<u8>,
    /// MIME type.
    #[pyo3(get)]
    format: String,
    /// Kind as a number.
    #[pyo3(get)]
    kind: i64,
}

/// The default as the signature shows it.
const KIND: Int = Int::of(1);

#[pymethods]
impl ChatMedia {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str, &'static str) {
        ("name", "data", "format", "kind")
    }

    #[new]
    #[pyo3(
        signature = (name, data, format = None, kind = KIND),
        text_signature = "(name, data, format=None, kind=1)"
    )]
    fn new(py: Python<'_>, name: String, data: Vec<u8>, format: Option<String>, kind: Int) -> PyResult<Self> {
        let kind = kind.number(py, "kind")?;
        let made = smsbat_core::ChatMedia::new(name, data);
        Ok(Self { name: made.name, data: made.data, format: format.unwrap_or(made.format), kind })
    }

    /// Content.
    #[getter]
    fn data<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.data)
    }

    fn __repr__(&self) -> String {
        // A file name may contain personal data.
        let (name, format, data) = (self.name.chars().count(), self.format.escape_default(), self.data.len());
        format!("ChatMedia(name=<{name} characters>, data=<{data} bytes>, format='{format}', kind={})", self.kind)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let this = slf.get();
        (slf.get_type(), (&this.name, this.data(slf.py()), &this.format, this.kind)).into_bound_py_any(slf.py())
    }
}

/// The argument `media`.
pub(crate) enum Media {
    Path(PathBuf),
    Ready(smsbat_core::ChatMedia),
}

impl Media {
    pub(crate) fn read(self) -> Result<smsbat_core::ChatMedia, Error> {
        match self {
            Self::Path(path) => smsbat_core::ChatMedia::from_file(path),
            Self::Ready(media) => Ok(media),
        }
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Media {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(media) = given.cast::<ChatMedia>() {
            let ChatMedia { name, data, format, kind } = media.get();
            let (name, data, format) = (name.clone(), data.clone(), format.clone());
            return Ok(Self::Ready(smsbat_core::ChatMedia::new(name, data).format(format).kind(*kind)));
        }
        if let Ok(pair) = given.cast::<PyTuple>() {
            if let Ok((name, data)) = pair.extract::<(String, Vec<u8>)>() {
                return Ok(Self::Ready(smsbat_core::ChatMedia::new(name, data)));
            }
        } else if let Ok(path) = given.extract::<PathBuf>() {
            return Ok(Self::Path(path));
        }
        let got = type_name(&given);
        Err(PyTypeError::new_err(format!("media must be a path, (name, bytes) or a ChatMedia, not {got}")))
    }
}
