//! Rows of a template.

use std::ffi::c_char;

use smsbat_core::TemplateRow;
use smsbat_core::binding::{problem, validation};

use crate::boundary;
use crate::error::{Fault, smsbat_code};
use crate::handle::{free, give, handle};
use crate::setting::{Set, Settings, setters};
use crate::string::read;

/// Rows for `smsbat_client_cascade_send_template`: recipients and the values for its text.
///
/// Setters copy their arguments. A setter returns its error and also stores it, so that the call fails with it.
pub struct smsbat_template_rows(Settings<Vec<TemplateRow>>);

handle!(smsbat_template_rows, "rows", owned);

impl Set for smsbat_template_rows {
    type Value = Vec<TemplateRow>;

    fn settings(&mut self) -> &mut Settings<Vec<TemplateRow>> {
        &mut self.0
    }
}

impl smsbat_template_rows {
    /// Returns the rows, or the stored errors of setters.
    pub(crate) fn rows(&self) -> Result<Vec<TemplateRow>, Fault> {
        self.0.get()
    }
}

/// Creates a list without rows. Never `NULL`; free it with `smsbat_template_rows_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_template_rows_new() -> *mut smsbat_template_rows {
    boundary::value(std::ptr::null_mut(), || give(smsbat_template_rows(Settings::default())))
}

setters! { rows: smsbat_template_rows;
    /// Adds a row for a recipient in international form.
    ///
    /// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or text that is not UTF-8.
    smsbat_template_rows_add(to: *const c_char) += "rows", |rows| {
        let place = format!("rows[{}].to", rows.len());
        // The row is there even without its recipient: the values that follow belong to it, not to the row before it.
        rows.push(TemplateRow::default());
        // SAFETY: the caller passes NULL or a text that ends with a NUL.
        let to = unsafe { read(to, &place) }?;
        if let Some(row) = rows.last_mut() {
            row.set("to", to);
        }
    };

    /// Sets a value of the last row: `id` is your own message id, any other name is a placeholder in the text. An earlier
    /// value of that name is replaced.
    ///
    /// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or text that is not UTF-8, `SMSBAT_ERROR_VALIDATION` if there is
    /// no row yet, or if the name is `to`.
    smsbat_template_rows_set(name: *const c_char, value: *const c_char) += "rows", |rows| {
        let refused = |path: &str, rule: &str, message: &str| Fault::from(validation(vec![problem(path, rule, message)]));
        let place = format!("rows[{}]", rows.len().saturating_sub(1));
        let row = rows.last_mut().ok_or_else(|| refused("rows", "count", "has no row yet; add one first"))?;
        // SAFETY: the caller passes NULL or texts that end with a NUL.
        let name = unsafe { read(name, &format!("{place}.name")) }?;
        let place = format!("{place}.{name}");
        // SAFETY: as above.
        let value = unsafe { read(value, &place) }?;
        if name == "to" {
            return Err(refused(&place, "name", "'to' is the recipient; give it to smsbat_template_rows_add"));
        }
        row.set(name, value);
    };
}

/// Frees rows. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_template_rows_free(rows: *mut smsbat_template_rows) {
    // SAFETY: the caller passes NULL or rows that are no longer used.
    unsafe { free(rows) }
}
