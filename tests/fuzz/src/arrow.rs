//! Any Arrow stream as a list of recipients: whatever its library says of it, it is read or refused, each row is
//! accounted for, all that it gave is released, and nobody gets a message whose number no row names.
//!
//! The memory is as large as the numbers say, which no reader can check; everything else may be a lie.
#![allow(unsafe_code)]

use std::collections::{HashSet, VecDeque};
use std::ffi::c_int;
use std::ptr;
use std::sync::atomic::Ordering;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use smsbat_core::bulk::BulkOptions;

use crate::Input;
use crate::answerer::{answering, http, recipients};
use crate::arrow_memory::{FORMATS, KEYS, LIVE, Memory, NAMES, Type, digits, without_zeros};
use reader::ArrowRows;

/// Reader of data frames in the Python package.
#[path = "../../../python/src/arrow.rs"]
mod reader;

struct Stream {
    schema: Option<FFI_ArrowSchema>,
    batches: VecDeque<FFI_ArrowArray>,
    /// Return value when no batch is left.
    end: c_int,
}

pub fn run(data: &[u8]) {
    let mut input = Input(data);
    let mut memory = Memory::default();
    let mut options = BulkOptions::default();
    options.sender = Some("MyShop".to_owned());
    options.connections = 1;
    options.template = Some(if input.byte().is_multiple_of(2) { "Hi" } else { "Hi {name}" }.into());
    let names: Vec<Vec<u8>> = (0..1 + input.byte() % 4)
        .map(|i| match input.byte() {
            0xF0.. => without_zeros(input.part()),
            _ if i == 0 => b"to".to_vec(),
            choice => NAMES[usize::from(choice) % NAMES.len()].into(),
        })
        .collect();
    let types: Vec<Type> = names
        .iter()
        .map(|_| match input.byte() % 4 {
            0 => Type { format: input.pick(KEYS), of_values: Some(usize::from(input.byte()) % FORMATS.len()) },
            _ => Type { format: usize::from(input.byte()) % FORMATS.len(), of_values: None },
        })
        .collect();
    let schema = memory.table(&mut input, &names, &types);
    // Digits of all that a row may name; nothing is known of columns that lie.
    let mut named = Some(Vec::new());
    let batches = (0..1 + input.byte() % 3).map(|_| memory.batch(&mut input, &names, &types, &mut named)).collect();
    let end = if input.byte() % 16 == 1 { 5 } else { 0 };
    let mut held = Box::new(Stream { schema: Some(schema), batches, end });
    let stream = FFI_ArrowArrayStream {
        get_schema: Some(get_schema),
        get_next: Some(get_next),
        get_last_error: None,
        release: Some(release_stream),
        private_data: (&raw mut *held).cast(),
    };
    LIVE.fetch_add(1, Ordering::SeqCst);
    let answer = http(200, "application/json", br#"{"messages":[]}"#);
    answering(answer, true, |server| {
        let Ok(source) = ArrowRows::new(stream, None) else { return };
        let Ok(mut report) = server.client.messages().send_bulk(source, &options) else { return };
        let rows: Vec<_> = report.rows().expect("rows").map(|row| row.expect("a row")).collect();
        assert_eq!(rows.len() as u64, report.total());
        let sent = recipients();
        assert_eq!(sent.len() as u64, report.accepted() + report.rejected() + report.unknown());
        assert_eq!(sent.iter().collect::<HashSet<_>>().len(), sent.len(), "somebody got two messages");
        for to in named.iter().flat_map(|named| sent.iter().map(move |to| (named, digits(to.as_bytes())))) {
            assert!(to.0.iter().any(|named| named.ends_with(&to.1)), "no row names this number");
        }
    });
    drop((held.schema.take(), std::mem::take(&mut held.batches)));
    assert_eq!(LIVE.load(Ordering::SeqCst), 0, "something was released twice or not at all");
}

unsafe extern "C" fn get_schema(stream: *mut FFI_ArrowArrayStream, out: *mut FFI_ArrowSchema) -> c_int {
    // SAFETY: the stream is one of `run`, which holds what it points to, and `out` is an empty place.
    unsafe {
        let held = &mut *(*stream).private_data.cast::<Stream>();
        let Some(schema) = held.schema.take() else { return 22 };
        ptr::write(out, schema);
    }
    0
}

unsafe extern "C" fn get_next(stream: *mut FFI_ArrowArrayStream, out: *mut FFI_ArrowArray) -> c_int {
    // SAFETY: as in `get_schema`.
    unsafe {
        let held = &mut *(*stream).private_data.cast::<Stream>();
        let Some(array) = held.batches.pop_front() else { return held.end };
        ptr::write(out, array);
    }
    0
}

unsafe extern "C" fn release_stream(stream: *mut FFI_ArrowArrayStream) {
    LIVE.fetch_sub(1, Ordering::SeqCst);
    // SAFETY: whoever releases it has it.
    unsafe { (*stream).release = None };
}
