//! Blocking client for the SMSBAT messaging APIs.
#![forbid(unsafe_code)]

mod flash_call;
mod phone;
mod text;

pub use flash_call::flash_call_matches;
pub use phone::{Phone, PhoneError};
pub use text::{Encoding, Segments, segments};
