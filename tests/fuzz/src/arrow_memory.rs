//! Arrow tables at random, as memory in the form of the C data interface, for [`crate::arrow`].
#![allow(unsafe_code)]

use std::ffi::{CString, c_void};
use std::ptr;
use std::sync::atomic::{AtomicI64, Ordering};

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};

use crate::Input;

/// Types of a column: in the form of the C data interface, with the bytes of a value; 0 for those of another layout.
pub(crate) const FORMATS: &[(&str, usize)] = &[
    ("u", 0),
    ("U", 0),
    ("vu", 0),
    ("c", 1),
    ("C", 1),
    ("s", 2),
    ("S", 2),
    ("i", 4),
    ("I", 4),
    ("l", 8),
    ("L", 8),
    ("e", 2),
    ("f", 4),
    ("g", 8),
    ("b", 1),
    ("n", 0),
    ("_pli128", 16),
    ("d:12,0", 16),
    ("d:3,-100", 16),
    ("d:9,2,32", 4),
    ("d:76,80,256", 32),
    ("tdD", 4),
    ("tdm", 8),
    ("tsn:Europe/Kyiv", 8),
    ("tDs", 8),
    ("z", 0),
    ("vz", 0),
    ("w:4", 4),
    ("w:-4", 4),
    ("+l", 4),
    ("+s", 0),
    ("+r", 0),
    ("+us:0,1", 1),
    ("unheard of", 8),
];
/// Of these, the ones that keys of a dictionary may have, and one that they may not.
pub(crate) const KEYS: &[usize] = &[3, 4, 5, 6, 7, 8, 9, 10, 13];
pub(crate) const NAMES: &[&str] = &["to", "text", "name", "to", "to ", "sender", "ttl"];
const TEXTS: &[&[u8]] = &[b"+380671234567", b"380501234567", b"Ada", b"", b"\xff\xfe", b"+380631234567 and more"];
const NUMBERS: &[u64] = &[380_671_234_567, 380_501_234_567, 0, 60, u64::MAX, 1 << 63, 19_792];
/// Numbers that no array can have.
const LIES: &[i64] = &[-1, i64::MIN, i64::MAX, -380];

/// Arrays and schemas that are not released yet.
pub(crate) static LIVE: AtomicI64 = AtomicI64::new(0);

/// All memory of a stream, until its campaign has ended.
#[derive(Default)]
#[allow(clippy::vec_box)] // raw pointers lead to them, so they may not move
pub(crate) struct Memory {
    bytes: Vec<Box<[u8]>>,
    buffers: Vec<Box<[*const c_void]>>,
    arrays: Vec<Box<FFI_ArrowArray>>,
    array_lists: Vec<Box<[*mut FFI_ArrowArray]>>,
    schemas: Vec<Box<FFI_ArrowSchema>>,
    schema_lists: Vec<Box<[*mut FFI_ArrowSchema]>>,
    texts: Vec<CString>,
}

/// Type of a column, and the type of its values if it is a dictionary.
#[derive(Clone, Copy)]
pub(crate) struct Type {
    pub(crate) format: usize,
    pub(crate) of_values: Option<usize>,
}

pub(crate) fn digits(text: &[u8]) -> String {
    text.iter().filter(|b| b.is_ascii_digit()).map(|b| char::from(*b)).collect()
}

pub(crate) fn without_zeros(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().filter(|b| *b != 0).collect()
}

impl Memory {
    /// Room that is as large as it must be; sanitizers see what is read behind it.
    fn room(&mut self, bytes: &[u8]) -> *const c_void {
        self.bytes.push(bytes.into());
        self.bytes.last().expect("room").as_ptr().cast()
    }

    fn text(&mut self, bytes: &[u8]) -> *const std::ffi::c_char {
        self.texts.push(CString::new(without_zeros(bytes)).expect("no zero"));
        self.texts.last().expect("a text").as_ptr()
    }

    fn schema(&mut self, input: &mut Input<'_>, name: &[u8], format: usize) -> FFI_ArrowSchema {
        let mut schema = FFI_ArrowSchema::empty();
        let choice = input.byte();
        schema.format = match choice {
            // Another known type would be a lie about memory.
            0xFE => self.text(&[b"?", input.part()].concat()),
            0xFD => ptr::null(),
            _ => self.text(FORMATS[format].0.as_bytes()),
        };
        schema.name = if choice == 0xFC { ptr::null() } else { self.text(name) };
        if choice % 16 == 1 {
            let (key, value) = (b"ARROW:extension:name", b"period");
            let mut bytes = 1_i32.to_ne_bytes().to_vec();
            for part in [&key[..], &value[..]] {
                bytes.extend((part.len() as i32).to_ne_bytes());
                bytes.extend(part);
            }
            schema.metadata = self.room(&bytes).cast();
        }
        schema.release = Some(release_schema);
        LIVE.fetch_add(1, Ordering::SeqCst);
        schema
    }

    pub(crate) fn table(&mut self, input: &mut Input<'_>, names: &[Vec<u8>], types: &[Type]) -> FFI_ArrowSchema {
        let mut children = Vec::new();
        for (name, this) in names.iter().zip(types) {
            let mut schema = self.schema(input, name, this.format);
            if let Some(values) = this.of_values {
                let values = self.schema(input, b"", values);
                self.schemas.push(Box::new(values));
                schema.dictionary = &raw mut **self.schemas.last_mut().expect("a schema");
            }
            self.schemas.push(Box::new(schema));
            children.push(&raw mut **self.schemas.last_mut().expect("a schema"));
        }
        let mut table = self.schema(input, b"", 30);
        table.n_children = match input.byte() {
            0xFF => input.pick(LIES).min(0),
            _ => children.len() as i64,
        };
        table.private_data = children.len() as *mut c_void;
        self.schema_lists.push(children.into());
        table.children = self.schema_lists.last_mut().expect("a list").as_mut_ptr();
        table
    }

    /// An array with these buffers, and lies about it.
    fn array(&mut self, input: &mut Input<'_>, numbers: [i64; 3], buffers: Vec<*const c_void>) -> FFI_ArrowArray {
        let [length, offset, null_count] = numbers;
        let mut array = FFI_ArrowArray::empty();
        (array.length, array.offset, array.null_count) = (length, offset, null_count);
        array.n_buffers = buffers.len() as i64;
        let mut buffers = buffers;
        match input.byte() {
            0xFF => array.length = input.pick(LIES),
            0xFE => array.offset = input.pick(LIES),
            0xFD => array.n_buffers = i64::from(input.byte() % 6) - 1,
            0xFC => array.n_children = i64::from(input.byte() % 4) - 1,
            0xFB => {
                let which = usize::from(input.byte());
                if let Some(buffer) = buffers.get_mut(which % 4) {
                    *buffer = ptr::null();
                }
            }
            0xFA => array.null_count = i64::from(input.byte()) - 3,
            _ => {}
        }
        buffers.resize(buffers.len().max(8), ptr::null());
        self.buffers.push(buffers.into());
        array.buffers = self.buffers.last_mut().expect("buffers").as_mut_ptr();
        array.release = Some(release_array);
        LIVE.fetch_add(1, Ordering::SeqCst);
        array
    }

    /// A batch; adds the digits of the numbers that its rows name, or takes all away.
    pub(crate) fn batch(
        &mut self,
        input: &mut Input<'_>,
        names: &[Vec<u8>],
        types: &[Type],
        named: &mut Option<Vec<String>>,
    ) -> FFI_ArrowArray {
        let (rows, offset) = (usize::from(input.byte() % 9), usize::from(input.byte() % 3));
        let bits = input.byte() % 4 == 1;
        let present: Vec<bool> = (0..rows).map(|_| !bits || input.byte().is_multiple_of(2)).collect();
        let mut children = Vec::new();
        for (name, this) in names.iter().zip(types) {
            // One that is too short must be refused.
            let length = (offset + rows).saturating_sub(usize::from(input.byte() == 0xFF));
            let (array, texts) = self.column(input, *this, length);
            if String::from_utf8_lossy(name).trim() == "to" {
                // A zero in brackets is no digit, and other scripts have digits too.
                let plain = |text: &[u8]| text.is_ascii() && !text.contains(&b'(');
                let texts = texts.filter(|texts| texts.iter().flatten().all(|text| plain(text)));
                match (texts, &mut *named) {
                    (Some(texts), Some(named)) => {
                        let rows = (0..rows).filter(|i| present[*i]).filter_map(|i| texts.get(offset + i)?.as_deref());
                        named.extend(rows.map(digits));
                    }
                    _ => *named = None,
                }
            }
            self.arrays.push(Box::new(array));
            children.push(&raw mut **self.arrays.last_mut().expect("an array"));
        }
        let missing = if bits { self.bitmap(offset, &present) } else { ptr::null() };
        let nulls = present.iter().filter(|present| !**present).count() as i64;
        let mut array = self.array(input, [rows as i64, offset as i64, nulls], vec![missing]);
        if bits && (array.n_buffers == 0 || self.buffers.last().is_none_or(|buffers| buffers[0].is_null())) {
            // It does not say any more who is missing.
            *named = None;
        }
        if input.byte() != 0xFF {
            array.n_children = children.len() as i64;
        }
        array.private_data = children.len() as *mut c_void;
        self.array_lists.push(children.into());
        array.children = self.array_lists.last_mut().expect("a list").as_mut_ptr();
        array
    }

    fn bitmap(&mut self, offset: usize, present: &[bool]) -> *const c_void {
        let mut bytes = vec![0; (offset + present.len()).div_ceil(8)];
        for (i, _) in present.iter().enumerate().filter(|(_, present)| **present) {
            bytes[(offset + i) / 8] |= 1 << ((offset + i) % 8);
        }
        self.room(&bytes)
    }

    /// A column, and what its values are as texts: `None` for one that is missing, or if nothing is known of them.
    fn column(
        &mut self,
        input: &mut Input<'_>,
        this: Type,
        length: usize,
    ) -> (FFI_ArrowArray, Option<Vec<Option<Vec<u8>>>>) {
        let offset = usize::from(input.byte() % 3);
        let all = offset + length;
        let (name, width) = FORMATS[this.format];
        let bits = input.byte() % 4;
        let present: Vec<bool> = (0..length).map(|_| bits != 1 || input.byte().is_multiple_of(2)).collect();
        let mut known = true;
        let mut texts: Vec<Vec<u8>> = Vec::new();
        let mut buffers = vec![if bits == 1 { self.bitmap(offset, &present) } else { ptr::null() }];
        match name {
            "u" | "U" | "z" | "vu" | "vz" => {
                texts = (0..all)
                    .map(|_| match input.byte() {
                        0xF8.. => input.part().to_vec(),
                        choice => TEXTS[usize::from(choice) % TEXTS.len()].to_vec(),
                    })
                    .collect();
                let made =
                    if name.starts_with('v') { views(input, &texts) } else { offsets(input, &texts, name == "U") };
                known = made.1;
                buffers.extend(made.0.iter().map(|bytes| self.room(bytes)));
            }
            "n" => buffers.clear(),
            _ => {
                let mut bytes = Vec::new();
                for _ in 0..all {
                    let choice = input.byte();
                    let number = match choice {
                        0x80.. => NUMBERS[usize::from(choice) % NUMBERS.len()],
                        _ => u64::from(choice % 8),
                    };
                    let value = match name {
                        "g" => (number as f64).to_bits(),
                        "f" => u64::from((number as f32).to_bits()),
                        _ => number,
                    };
                    let value = u128::from(value).to_ne_bytes();
                    bytes.extend(value.iter().cycle().take(width));
                    texts.push(shown(name, &value));
                }
                known = "cCsSiIlLg".contains(name);
                buffers.push(self.room(&bytes));
            }
        }
        let lie = input.byte();
        let nulls = match lie % 4 {
            0 => -1,
            _ => present.iter().filter(|present| !**present).count() as i64,
        };
        let before = self.buffers.len();
        let mut array = self.array(input, [length as i64, offset as i64, nulls], buffers);
        // A bitmap that is not there any more.
        known &= self.buffers[before][0].is_null() != (bits == 1);
        let mut said: Vec<Option<Vec<u8>>> = present
            .iter()
            .zip(texts.iter().skip(offset))
            .map(|(present, text)| present.then(|| text.clone()))
            .collect();
        if let Some(format) = this.of_values {
            let (values, of_values) = self.column(input, Type { format, of_values: None }, usize::from(lie) % 8);
            self.arrays.push(Box::new(values));
            array.dictionary = &raw mut **self.arrays.last_mut().expect("an array");
            if lie == 0xFF {
                array.dictionary = ptr::null_mut();
                // Nobody else can release it.
                drop(self.arrays.pop());
            }
            known &= of_values.is_some();
            for key in &mut said {
                let number = key.take().and_then(|text| String::from_utf8(text).ok()?.parse::<usize>().ok());
                *key = number.and_then(|number| of_values.as_ref()?.get(number)?.clone());
            }
        }
        (array, known.then_some(said))
    }
}

/// An integer or a float as text.
fn shown(name: &str, value: &[u8; 16]) -> Vec<u8> {
    let eight = value.first_chunk::<8>().expect("eight");
    let number = i64::from_ne_bytes(*eight);
    match name {
        "c" => (number as i8).to_string(),
        "C" => (number as u8).to_string(),
        "s" => (number as i16).to_string(),
        "S" => (number as u16).to_string(),
        "i" => (number as i32).to_string(),
        "I" => (number as u32).to_string(),
        "L" => (number as u64).to_string(),
        "g" => f64::from_ne_bytes(*eight).to_string(),
        _ => number.to_string(),
    }
    .into_bytes()
}

/// Offsets and the bytes between them; whether they are right.
fn offsets(input: &mut Input<'_>, texts: &[Vec<u8>], large: bool) -> (Vec<Vec<u8>>, bool) {
    let mut ends = vec![0_i64];
    texts.iter().for_each(|text| ends.push(ends[ends.len() - 1] + text.len() as i64));
    let lies = input.byte() % 8 == 1;
    if lies {
        let which = usize::from(input.byte()) % ends.len();
        ends[which] = i64::from(input.byte() as i8);
    }
    let mut bytes = texts.concat();
    // Bytes behind the last offset belong to no text.
    bytes.resize(usize::try_from(ends[ends.len() - 1]).unwrap_or(0), b'5');
    let ends =
        ends.iter().flat_map(|end| if large { end.to_ne_bytes().to_vec() } else { (*end as i32).to_ne_bytes().into() });
    (vec![ends.collect(), bytes], !lies)
}

/// Views, the bytes of long texts, and their sizes; whether they are right.
fn views(input: &mut Input<'_>, texts: &[Vec<u8>]) -> (Vec<Vec<u8>>, bool) {
    let (mut views, mut bytes) = (Vec::new(), Vec::new());
    for text in texts {
        let mut view = (text.len() as u32).to_ne_bytes().to_vec();
        if text.len() <= 12 {
            view.extend(text);
        } else {
            view.extend(&text[..4]);
            view.extend(0_u32.to_ne_bytes());
            view.extend((bytes.len() as u32).to_ne_bytes());
            bytes.extend(text);
        }
        view.resize(16, 0);
        views.extend(view);
    }
    let lies = input.byte() % 8 == 1;
    if lies && !views.is_empty() {
        let which = usize::from(input.byte()) % views.len();
        views[which] = input.byte();
    }
    let size = if lies && input.byte() % 4 == 1 { input.pick(LIES) } else { bytes.len() as i64 };
    (vec![views, bytes, size.to_ne_bytes().to_vec()], !lies)
}

unsafe extern "C" fn release_schema(schema: *mut FFI_ArrowSchema) {
    LIVE.fetch_sub(1, Ordering::SeqCst);
    // SAFETY: whoever releases it has it. Children and dictionaries are released with it; how many children there are
    // in truth stands in the private data.
    unsafe {
        (*schema).release = None;
        for i in 0..(*schema).private_data as usize {
            let child = *(*schema).children.add(i);
            if let Some(release) = (*child).release {
                release(child);
            }
        }
        if let Some(release) = (*schema).dictionary.as_ref().and_then(|dictionary| dictionary.release) {
            release((*schema).dictionary);
        }
    }
}

unsafe extern "C" fn release_array(array: *mut FFI_ArrowArray) {
    LIVE.fetch_sub(1, Ordering::SeqCst);
    // SAFETY: as in `release_schema`.
    unsafe {
        (*array).release = None;
        for i in 0..(*array).private_data as usize {
            let child = *(*array).children.add(i);
            if let Some(release) = (*child).release {
                release(child);
            }
        }
        if let Some(release) = (*array).dictionary.as_ref().and_then(|dictionary| dictionary.release) {
            release((*array).dictionary);
        }
    }
}
