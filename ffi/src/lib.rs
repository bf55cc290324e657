//! The C library `libsmsbat`: handles, strings, errors and the panic boundary around `smsbat-core`.
//!
//! `include/smsbat.h` is generated from these files, including their comments, which are the manual of the library. The
//! core decides everything about messages: values of fields, requests, retries and defaults of settings.
#![deny(unsafe_op_in_unsafe_fn)]
// The safety rules for callers are the conventions at the top of the header.
#![allow(clippy::missing_safety_doc)]
// The names are those of the C library.
#![allow(non_camel_case_types)]

mod attempt;
mod boundary;
mod broken_pipe;
mod bulk;
mod call;
mod cancel;
mod cascade;
mod chat_events;
mod client;
mod delivery;
mod draft;
mod error;
mod fault;
mod generated;
mod handle;
mod log;
mod message;
mod options;
mod owned_string;
mod panics;
mod part;
mod phone;
mod reply;
mod reply_list;
mod result;
mod setting;
mod status;
mod string;
mod table;
mod template;
mod text;
mod turbosms;
mod version;
mod webhook;

pub use attempt::*;
#[cfg(any(debug_assertions, feature = "test-panic"))]
pub use boundary::smsbat_test_panic;
pub use bulk::*;
pub use call::*;
pub use cancel::*;
pub use cascade::*;
pub use chat_events::*;
pub use client::*;
pub use delivery::*;
pub use error::*;
pub use generated::*;
pub use log::*;
pub use message::*;
pub use options::*;
pub use owned_string::*;
pub use part::*;
pub use phone::*;
pub use result::*;
pub use status::*;
pub use template::*;
pub use text::*;
pub use turbosms::*;
pub use version::*;
pub use webhook::*;
