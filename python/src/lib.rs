//! The native module of the Python package: it reads Python values, calls the core, makes Python values.
// Three places are unsafe: `arrow.rs` takes over a stream that another library made, `construct.rs` and `untracked.rs` ask
// for what pyo3 has no words for.
#![deny(unsafe_code)]

mod arrow;
mod arrow_stream;
mod attempt;
mod bound_call;
mod bulk;
mod bulk_plan;
mod bulk_report;
mod bulk_source;
mod call;
mod cascade;
mod chat_events;
mod chat_media;
mod chathub;
mod client;
mod construct;
mod delivery;
mod error;
mod generated;
mod items;
mod json;
mod late;
mod loaded;
mod log;
mod max_parts;
mod message_ids;
mod messages;
mod model;
mod named;
mod namespaces;
mod numbers;
mod outcome;
mod partition;
mod phone;
mod pickle;
mod preview;
mod problem;
mod rate_limit;
mod ready;
mod restore;
mod reused;
mod rows;
mod stream;
mod text;
mod turbosms;
mod untracked;
mod values;
mod webhooks;

use std::sync::OnceLock;

use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;

/// The native part of smsbat; import from `smsbat`.
// A free-threaded interpreter turns on its lock for this module. `reused` relies on the lock.
#[pymodule(gil_used = true)]
mod _smsbat {
    use pyo3::prelude::*;
    use pyo3::types::PyTuple;

    #[cfg(debug_assertions)]
    #[pymodule_export]
    use super::_test_panic;
    #[pymodule_export]
    use super::attempt::Attempt;
    #[pymodule_export]
    use super::bound_call::BoundCall;
    #[pymodule_export]
    use super::bulk::BulkProgress;
    #[pymodule_export]
    use super::bulk_plan::BulkPlan;
    #[pymodule_export]
    use super::bulk_report::BulkReport;
    #[pymodule_export]
    use super::call::Cancellable;
    #[pymodule_export]
    use super::chat_events::ChatEvents;
    #[pymodule_export]
    use super::chat_media::ChatMedia;
    #[pymodule_export]
    use super::chathub::{Chats, Follow};
    #[pymodule_export]
    use super::cli_main;
    #[pymodule_export]
    use super::client::Client;
    #[pymodule_export]
    use super::delivery::{DeliveryCounts, DeliverySummary, TrackProgress};
    #[pymodule_export]
    use super::late::late;
    #[pymodule_export]
    use super::messages::{Waiting, WaitingAll};
    #[pymodule_export]
    use super::model::{Model, Reply};
    #[pymodule_export]
    use super::namespaces::{Cascade, ChatHub, Messages, Messagio, TurboSmsApi};
    #[pymodule_export]
    use super::partition::partition;
    #[pymodule_export]
    use super::phone::{Phone, phone};
    #[pymodule_export]
    use super::preview::{Preview, error_html, grid_html, preview, tables_html};
    #[pymodule_export]
    use super::problem::Problem;
    #[pymodule_export]
    use super::rate_limit::RateLimit;
    #[pymodule_export]
    use super::restore::_restore;
    #[pymodule_export]
    use super::text::{Segments, flash_call_matches, segments};
    #[pymodule_export]
    use super::webhooks::{webhook_parse, webhook_parse_turbosms, webhook_record, webhook_verify_turbosms};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        let py = module.py();
        super::one_interpreter(py)?;
        super::log::install();
        super::generated::add_classes(module)?;
        module.add("_Uncollected", super::untracked::uncollected(py)?)?;
        module.add("__version__", smsbat_core::VERSION)?;
        module.add("ERROR_KINDS", PyTuple::new(py, smsbat_core::ErrorKind::ALL.map(|k| k.as_str()))?)?;
        module.add("BULK_OPTIONS", PyTuple::new(py, smsbat_core::bulk::BULK_OPTIONS.iter().map(|o| o.name))?)?;
        module.add("REPORT_COLUMNS", PyTuple::new(py, smsbat_core::bulk::REPORT_COLUMNS)?)?;
        module.add("DELIVERY_COLUMNS", PyTuple::new(py, smsbat_core::delivery::DELIVERY_COLUMNS)?)?;
        module.add("LARGEST_WEBHOOK", smsbat_core::webhooks::LARGEST_WEBHOOK)?;
        let secrets = smsbat_core::SETTINGS.iter().filter(|s| s.secret).map(|s| s.name);
        module.add("SECRETS", PyTuple::new(py, secrets.collect::<Vec<_>>())?)?;
        module.add("CHAT_STATUSES", PyTuple::new(py, smsbat_core::CHAT_STATUSES)?)?;
        module.add("OPERATOR_STATUSES", PyTuple::new(py, smsbat_core::OPERATOR_STATUSES)?)?;
        let reads = smsbat_core::operations().iter().filter(|o| o.reads()).map(|o| o.name);
        module.add("READS", PyTuple::new(py, reads.collect::<Vec<_>>())?)?;
        module.add("OUTCOMES", PyTuple::new(py, smsbat_core::Outcome::ALL.map(|o| o.as_str()))?)?;
        module.add("SETTINGS", PyTuple::new(py, smsbat_core::SETTINGS.iter().map(|s| s.name))?)
    }
}

/// Refuses to be loaded by a second interpreter of the process: classes and interned texts would be shared, which
/// Python does not allow. Newer Pythons ask the module and say so themselves.
fn one_interpreter(py: Python<'_>) -> PyResult<()> {
    static HOME: OnceLock<usize> = OnceLock::new();
    // Each interpreter has a `sys` of its own.
    let here = py.import("sys")?.as_ptr() as usize;
    if *HOME.get_or_init(|| here) == here {
        return Ok(());
    }
    let text = "smsbat was loaded by another interpreter of this process; subinterpreters are not supported";
    Err(PyImportError::new_err(text))
}

/// Runs the command `smsbat` with these arguments, the program's name first, and gives its exit code.
#[pyfunction]
fn cli_main(py: Python<'_>, arguments: Vec<std::ffi::OsString>) -> PyResult<u8> {
    call::run(py, |_| Ok(smsbat_cli::run(&arguments)))
}

/// Panics on purpose, so that a test sees what becomes of it. In no wheel that ships.
#[cfg(debug_assertions)]
#[pyfunction]
#[allow(clippy::panic)]
fn _test_panic(py: Python<'_>) -> PyResult<()> {
    call::run(py, |_| panic!("on purpose"))
}
