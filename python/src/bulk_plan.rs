//! The plan of a campaign, from a dry run.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyList};

use crate::bulk_report::BulkReport;
use crate::error::{self, type_name};
use crate::model::refuse_to_pickle;
use crate::preview::Preview;

/// Plan of a campaign: what a run with the same rows and options would send. `send_bulk(…, dry_run=True)` returns it.
///
/// A notebook shows the counts, the first three messages and the refused rows.
///
///     >>> plan = client.messages.send_bulk(
///     ...     [{"to": "+380671234567", "text": "Hello"}, {"to": "12", "text": "Hello"}], sender="MyShop", dry_run=True
///     ... )
///     >>> plan
///     BulkPlan(total=2, valid=1, invalid=1, skipped=0, resumed=0, parts=1)
///     >>> plan.cost("0.45")
///     Decimal('0.45')
///     >>> [(row["index"], row["rule"]) for row in plan.problems]
///     [(1, 'phone')]
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct BulkPlan {
    plan: smsbat_core::bulk::BulkPlan,
    report: Py<BulkReport>,
}

/// Result of a campaign: its report or, for a dry run, its plan.
pub(crate) fn reply(report: Bound<'_, BulkReport>) -> PyResult<Bound<'_, PyAny>> {
    let py = report.py();
    let Some(plan) = report.get().locked(py).plan().cloned() else { return Ok(report.into_any()) };
    Ok(Bound::new(py, BulkPlan { plan, report: report.unbind() })?.into_any())
}

#[pymethods]
impl BulkPlan {
    /// Rows of the source: valid, invalid and resumed ones.
    #[getter]
    fn total(&self) -> u64 {
        self.plan.total
    }

    /// Rows that would be sent.
    #[getter]
    fn valid(&self) -> u64 {
        self.plan.valid
    }

    /// Rows that would not be sent, each with a rule and a reason in `problems`.
    #[getter]
    fn invalid(&self) -> u64 {
        self.plan.invalid
    }

    /// Blank rows of a file. They are skipped and are in no other count.
    #[getter]
    fn skipped(&self) -> u64 {
        self.plan.skipped
    }

    /// Rows that keep the outcome an earlier run wrote into the journal, and would not be sent again.
    #[getter]
    fn resumed(&self) -> u64 {
        self.plan.resumed
    }

    /// SMS parts of the valid rows, counted from their texts. A message of another channel counts with the SMS that
    /// it falls back to.
    #[getter]
    fn parts(&self) -> u64 {
        self.plan.parts
    }

    /// Encodings of those texts, `"GSM-7"` and `"UCS-2"`, each with the number of its messages.
    #[getter]
    fn encodings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let encodings = PyDict::new(py);
        self.plan.encodings.iter().try_for_each(|(encoding, count)| encodings.set_item(encoding.as_str(), count))?;
        Ok(encodings)
    }

    /// Rows that would not be sent, as dicts in the order of the source: `index`, `line` (of a file), `to`, `rule`,
    /// `reason`.
    #[getter]
    fn problems<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let problems = PyList::empty(py);
        self.report.get().each(py, &mut |row| {
            if !row.is_problem() {
                return Ok(());
            }
            let problem = PyDict::new(py);
            problem.set_item("index", row.index)?;
            problem.set_item("line", row.line)?;
            problem.set_item("to", Some(row.to).filter(|to| !to.is_empty()))?;
            problem.set_item("rule", row.rule)?;
            problem.set_item("reason", row.reason)?;
            problems.append(problem)
        })?;
        Ok(problems)
    }

    /// The first three messages that would be sent, as `smsbat.Preview`.
    #[getter]
    fn previews(&self) -> Vec<Preview> {
        self.plan.previews.iter().cloned().map(Preview).collect()
    }

    /// Returns the price of all parts as an exact `Decimal`: `parts` times the price of one.
    ///
    /// Args:
    ///     price_per_part: Price of one SMS part, as `Decimal`, text or an integer.
    ///
    /// Raises:
    ///     ValidationError: The price is not a decimal number of at most 18 digits.
    ///     TypeError: It is a float, which is not exact, or something else.
    fn cost<'py>(&self, py: Python<'py>, price_per_part: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let decimal = py.import("decimal")?.getattr("Decimal")?;
        let is_text = price_per_part.is_instance_of::<pyo3::types::PyString>();
        let is_int =
            price_per_part.is_instance_of::<pyo3::types::PyInt>() && !price_per_part.is_instance_of::<PyBool>();
        let text = if price_per_part.is_instance(&decimal)? {
            price_per_part.call_method1("__format__", ("f",))?
        } else if is_text || is_int {
            price_per_part.str()?.into_any()
        } else {
            let what = type_name(price_per_part);
            let message = format!("price_per_part must be a Decimal, text or an integer, not {what}");
            return Err(PyTypeError::new_err(message));
        };
        let cost = self.plan.cost(&text.extract::<String>()?).map_err(|e| error::raise(py, &e))?;
        decimal.call1((cost,))
    }

    fn __repr__(&self) -> String {
        let plan = &self.plan;
        format!(
            "BulkPlan(total={}, valid={}, invalid={}, skipped={}, resumed={}, parts={})",
            plan.total, plan.valid, plan.invalid, plan.skipped, plan.resumed, plan.parts
        )
    }

    fn __str__(&self) -> String {
        self.plan.to_string()
    }

    fn _repr_html_(&self, py: Python<'_>) -> String {
        py.detach(|| self.report.get().lock().plan_html())
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(refuse_to_pickle(&slf.get_type(), "pass on its numbers or its text"))
    }
}
