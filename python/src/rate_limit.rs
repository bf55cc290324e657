//! `smsbat.RateLimit`.

use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use smsbat_core::ClientBuilder;

use crate::error::type_name;
use crate::numbers::Int;

/// Client-side rate limits, each a pair of requests per second and the largest burst.
///
/// Args:
///     messaging: Limit for sends. Default: 100 per second, bursts of 150.
///     data: Limit for status and information. Default: 50 per second, bursts of 75.
///
/// 0 counts as 1. A limit cannot be turned off alone: the client's `rate_limit=None` turns off both.
///
/// Raises:
///     ValidationError: A number is negative or too large.
#[pyclass(frozen, eq, hash, get_all, module = "smsbat")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct RateLimit {
    /// Limit for sends: requests per second, and largest burst.
    messaging: (u32, u32),
    /// Limit for status and information: requests per second, and largest burst.
    data: (u32, u32),
}

#[pymethods]
impl RateLimit {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str) {
        ("messaging", "data")
    }

    #[new]
    #[pyo3(signature = (messaging = MESSAGING, data = DATA), text_signature = "(messaging=(100, 150), data=(50, 75))")]
    fn new(py: Python<'_>, messaging: Pair, data: Pair) -> PyResult<Self> {
        let (messaging, data) = (messaging.read(py, "RateLimit.messaging")?, data.read(py, "RateLimit.data")?);
        Ok(Self { messaging, data })
    }

    fn __repr__(&self) -> String {
        format!("RateLimit(messaging={:?}, data={:?})", self.messaging, self.data)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let this = slf.get();
        (slf.get_type(), (this.messaging, this.data)).into_bound_py_any(slf.py())
    }
}

/// Defaults as the signature shows them.
const MESSAGING: Pair = Pair::of(100, 150);
const DATA: Pair = Pair::of(50, 75);

/// Two numbers as an argument, or what was given instead.
struct Pair(Result<(Int, Int), String>);

impl Pair {
    const fn of(rate: i64, burst: i64) -> Self {
        Self(Ok((Int::of(rate), Int::of(burst))))
    }

    fn read(self, py: Python<'_>, name: &str) -> PyResult<(u32, u32)> {
        let wrong = |got| PyTypeError::new_err(format!("{name} must be a tuple of two integers, not {got}"));
        let (rate, burst) = self.0.map_err(wrong)?;
        Ok((rate.count(py, &format!("{name}[0]"))?, burst.count(py, &format!("{name}[1]"))?))
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Pair {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(match given.cast::<PyTuple>() {
            Ok(pair) if pair.len() == 2 => Ok((pair.get_item(0)?.extract()?, pair.get_item(1)?.extract()?)),
            Ok(other) => Err(format!("one of {}", other.len())),
            Err(_) => Err(type_name(&given)),
        }))
    }
}

/// The argument `rate_limit` of a client.
pub(crate) enum Limit {
    /// Not given: the provider's own limits.
    Provider,
    /// `None`.
    Off,
    /// These.
    Of(smsbat_core::RateLimit),
}

impl Limit {
    pub(crate) fn apply(self, builder: ClientBuilder) -> ClientBuilder {
        match self {
            Self::Provider => builder,
            Self::Off => builder.rate_limit(None),
            Self::Of(limit) => builder.rate_limit(Some(limit)),
        }
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Limit {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if given.is_none() {
            return Ok(Self::Off);
        }
        let limit = given.cast::<RateLimit>().map_err(|_| {
            let got = type_name(&given);
            PyTypeError::new_err(format!("Client.rate_limit must be a RateLimit or None, not {got}"))
        })?;
        let RateLimit { messaging, data } = *limit.get();
        Ok(Self::Of(smsbat_core::RateLimit::new(messaging, data)))
    }
}
