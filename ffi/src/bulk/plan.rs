//! The plan of a campaign, from a dry run.

use std::ffi::c_char;
use std::ptr::null;

use smsbat_core::bulk::{BulkPlan, BulkReport};

use crate::boundary;
use crate::error::{smsbat_code, smsbat_error};
use crate::handle::{Out, getters, handle, look, shared};
use crate::owned_string::smsbat_string;
use crate::string::{CText, pointer_of, read};

/// Plan of a campaign: what a run with the same rows and options would send. Borrowed from the report of a dry run.
pub struct smsbat_bulk_plan {
    plan: BulkPlan,
    previews: Vec<CText>,
}

handle!(smsbat_bulk_plan, "plan");

impl smsbat_bulk_plan {
    pub(super) fn of(report: &BulkReport) -> Option<Self> {
        let plan = report.plan()?.clone();
        let previews = plan.previews.iter().map(|preview| CText::new(preview.text())).collect();
        Some(Self { plan, previews })
    }
}

getters! { plan: smsbat_bulk_plan;
    /// Returns the number of rows of the source: valid, invalid and resumed ones. 0 for `NULL`.
    smsbat_bulk_plan_total -> u64 = 0, |p| p.plan.total;

    /// Returns the number of rows that would be sent. 0 for `NULL`.
    smsbat_bulk_plan_valid -> u64 = 0, |p| p.plan.valid;

    /// Returns the number of rows that would not be sent; `smsbat_bulk_report_rows` has their rules and reasons. 0 for
    /// `NULL`.
    smsbat_bulk_plan_invalid -> u64 = 0, |p| p.plan.invalid;

    /// Returns the number of blank rows of a file, which are skipped and are in no other count. 0 for `NULL`.
    smsbat_bulk_plan_skipped -> u64 = 0, |p| p.plan.skipped;

    /// Returns the number of rows whose outcome an earlier run wrote into the journal. They would not be sent again. 0 for
    /// `NULL`.
    smsbat_bulk_plan_resumed -> u64 = 0, |p| p.plan.resumed;

    /// Returns the number of SMS parts of the valid rows, counted from their texts. A message of another channel counts
    /// with its fallback SMS. 0 for `NULL`.
    smsbat_bulk_plan_parts -> u64 = 0, |p| p.plan.parts;
}

/// Returns the number of valid rows whose text has an encoding: "GSM-7" or "UCS-2". 0 for another name, and for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_plan_encoding(plan: *const smsbat_bulk_plan, name: *const c_char) -> u64 {
    boundary::value(0, || {
        // SAFETY: the caller passes NULL or a live plan and text.
        unsafe {
            let Ok(name) = read(name, "name") else { return 0 };
            let of_name =
                |p: &smsbat_bulk_plan| p.plan.encodings.iter().find(|(e, _)| e.as_str() == name).map_or(0, |(_, n)| *n);
            look(plan, 0, of_name)
        }
    })
}

getters! { plan: smsbat_bulk_plan;
    /// Returns the preview of one of the first three messages that would be sent, from 0: a few lines for each channel, with
    /// what its recipient will see. Characters that cannot be seen are shown by their names. Borrowed from the report. `NULL` past the last one, and for `NULL`.
    smsbat_bulk_plan_preview(index: usize) -> *const c_char = null(), |plan| pointer_of(plan.previews.get(index));
}

/// Computes the price of all parts, exact to the last digit: the parts times the price of one, such as "0.45".
///
/// On success `*cost` is a decimal number as text, which the program must free with `smsbat_string_free`; otherwise it
/// is `NULL`. Returns `SMSBAT_ERROR_VALIDATION` if the price is not a decimal number of at most 18 digits,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL`. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_plan_cost(
    plan: *const smsbat_bulk_plan,
    price_per_part: *const c_char,
    cost: *mut *mut smsbat_string,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or a live plan and text, and NULL or output parameters.
    unsafe {
        let out = Out::new(cost, "cost");
        boundary::call(error, || {
            let found = shared(plan)?.plan.cost(read(price_per_part, "price_per_part")?)?;
            out.set(found.into())
        })
    }
}
