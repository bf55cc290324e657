//! Phone numbers. These functions need no client.

use std::ffi::c_char;
use std::ptr::null;

use smsbat_core::{Phone, PhoneError, binding};

use crate::boundary;
use crate::error::{Fault, smsbat_code, smsbat_error};
use crate::handle::{Out, free, getters, handle};
use crate::string::{CText, read};

/// A phone number. Owned by the program; free it with `smsbat_phone_free`.
#[derive(Debug)]
pub struct smsbat_phone {
    e164: CText,
    digits: CText,
    country: CText,
}

handle!(smsbat_phone, "phone", owned);

/// Parses a phone number by the rules of a client.
///
/// `country` is the country code of national numbers, such as "380". If it is `NULL`, the number must be in
/// international form. Spaces, hyphens, parentheses, invisible characters and characters that spreadsheets add are
/// removed. On success `*phone` is the number, which the program must free with `smsbat_phone_free`; otherwise it is
/// `NULL`. Returns `SMSBAT_ERROR_VALIDATION` if the text is not a number or the country code does not exist,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` if `text` or `phone` is `NULL` or a text is not UTF-8. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_phone_parse(
    text: *const c_char,
    country: *const c_char,
    phone: *mut *mut smsbat_phone,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes texts, NULL for no country, and NULL or output parameters.
    unsafe {
        let out = Out::new(phone, "phone");
        boundary::call(error, || {
            let text = read(text, "text")?;
            let phone = match country.is_null() {
                true => Phone::parse(text),
                false => Phone::parse_in(text, read(country, "country")?),
            };
            let phone = phone.map_err(refuse)?;
            out.set(smsbat_phone {
                e164: CText::new(phone.e164()),
                digits: CText::new(phone.digits()),
                country: CText::new(phone.country()),
            })
        })
    }
}

fn refuse(why: PhoneError) -> Fault {
    binding::validation(vec![why.problem("text")]).into()
}

getters! { phone: smsbat_phone;
    /// Returns the number with `+`, such as "+380671234567". Borrowed; `NULL` for `NULL`.
    smsbat_phone_e164 -> *const c_char = null(), |phone| phone.e164.as_ptr();

    /// Returns the digits without `+`, such as "380671234567". Borrowed; `NULL` for `NULL`.
    smsbat_phone_digits -> *const c_char = null(), |phone| phone.digits.as_ptr();

    /// Returns the digits of the country code, such as "380". Borrowed; `NULL` for `NULL`.
    smsbat_phone_country -> *const c_char = null(), |phone| phone.country.as_ptr();
}

/// Frees a phone. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_phone_free(phone: *mut smsbat_phone) {
    // SAFETY: the caller passes NULL or a phone that is no longer used.
    unsafe { free(phone) }
}
