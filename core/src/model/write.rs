//! Writes models as JSON: messages for the wire, and replies for other languages.
//!
//! Our own, because the fields are tables at run time, for which serde cannot derive code. Keys that are quoted at
//! compile time keep a message of a batch below the 7,500 instructions of `tests/slow/gates.py`.

use super::json::write_string;
use super::record::{Object, Record};
use super::schema::{Field, Kind};
use super::value::{Value, ValueRef};
use crate::phone::PhoneRules;
use crate::rules::Rules;

/// Appends `object` as it is sent. A typed message without a customer message id gets `id`. `rules` must be those with
/// which it was checked.
pub(crate) fn write_wire(object: &Object, id: Option<&str>, rules: &Rules, out: &mut Vec<u8>) {
    match object {
        Object::Plain(json) => out.extend_from_slice(json.as_str().as_bytes()),
        Object::Typed(record) => {
            out.push(b'{');
            let mut writer = Members { out, open: Vec::new(), first: true, phones: rules.phones };
            writer.record(record, id, &[]);
            writer.close_to(0);
            writer.out.push(b'}');
        }
    }
}

/// Writes members into nested objects, opening and closing them as paths change.
struct Members<'o> {
    out: &'o mut Vec<u8>,
    open: Vec<&'static str>,
    first: bool,
    phones: PhoneRules,
}

impl Members<'_> {
    fn record(&mut self, record: &Record, id: Option<&str>, names: &[&'static str]) {
        let class = record.class();
        let depth = self.open.len();
        if !class.tag_member.is_empty() {
            self.comma();
            self.out.extend_from_slice(class.tag_member.as_bytes());
        }
        for (i, (field, value)) in class.fields.iter().zip(&*record.slots()).enumerate() {
            // Nearly every value is a text under a single key.
            if let (Value::Text(text), Some(key), []) = (value, field.key, names) {
                self.written_key(depth, key);
                self.text(field.kind, text);
                continue;
            }
            let wire = names.get(i).copied().unwrap_or(field.wire);
            match (ValueRef::from(value), id) {
                (ValueRef::Null, Some(id)) if matches!(field.kind, Kind::OwnId) => {
                    self.at(depth, wire);
                    write_string(self.out, id);
                }
                (ValueRef::Null, _) => {
                    if let Some(default) = field.default {
                        self.at(depth, wire);
                        write_string(self.out, default);
                    }
                }
                (ValueRef::Part(part), _) => self.part(depth, wire, field, part),
                (value, _) => match field.key.filter(|_| names.is_empty()) {
                    Some(key) => {
                        self.written_key(depth, key);
                        self.value(field, value);
                    }
                    None => wire.split('+').for_each(|wire| {
                        self.at(depth, wire);
                        self.value(field, value);
                    }),
                },
            }
        }
        self.close_to(depth);
    }

    /// Writes a part's members into the object at `path`, next to its other members.
    fn part(&mut self, depth: usize, path: &'static str, field: &Field, part: &Object) {
        self.enter(depth, path.split('.'));
        match part {
            Object::Typed(record) => self.record(record, None, field.names),
            Object::Plain(json) => {
                let members = json.members();
                if !members.is_empty() {
                    self.comma();
                    self.out.extend_from_slice(members.as_bytes());
                }
            }
        }
    }

    /// Opens the objects of `path` and writes its last key.
    fn at(&mut self, depth: usize, path: &'static str) {
        match path.rsplit_once('.') {
            Some((parents, key)) => {
                self.enter(depth, parents.split('.'));
                self.key(key);
            }
            None => {
                self.close_to(depth);
                self.key(path);
            }
        }
    }

    fn enter(&mut self, depth: usize, path: impl Iterator<Item = &'static str> + Clone) {
        let same = self.open.iter().skip(depth).zip(path.clone()).take_while(|(a, b)| *a == b).count();
        self.close_to(depth.saturating_add(same));
        for key in path.skip(same) {
            self.key(key);
            self.out.push(b'{');
            self.open.push(key);
            self.first = true;
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.open.pop();
            self.out.push(b'}');
            self.first = false;
        }
    }

    fn comma(&mut self) {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
    }

    /// Writes a key that is quoted already, with its colon.
    #[inline]
    fn written_key(&mut self, depth: usize, key: &str) {
        self.close_to(depth);
        self.comma();
        self.out.extend_from_slice(key.as_bytes());
    }

    /// Writes a key of our tables, which never needs escapes.
    fn key(&mut self, key: &'static str) {
        self.comma();
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    fn value(&mut self, field: &Field, value: ValueRef<'_>) {
        let phones = self.phones;
        match (field.kind, value) {
            (kind, ValueRef::Text(text)) => self.text(kind, text),
            (Kind::PhoneList(_), ValueRef::Texts(list)) => {
                write_list(list, self.out, |text, out| write_phone("\"", text, phones, out));
            }
            (_, value) => {
                let rules = Rules { phones, ..Rules::default() };
                write_plain(value, &|object, out| write_wire(object, None, &rules, out), self.out);
            }
        }
    }

    #[inline]
    fn text(&mut self, kind: Kind, text: &str) {
        match kind {
            // A name, or a number without other characters, is written unchanged.
            Kind::SmsSender if text.bytes().all(|b| b.is_ascii_alphanumeric()) => write_clean("\"", text, self.out),
            Kind::SmsSender => write_phone("\"+", text, PhoneRules::LOOSE, self.out),
            // All rules send a plus sign and digits unchanged.
            Kind::Phone if is_signed(text) => write_clean("\"", text, self.out),
            Kind::Phone => write_phone("\"+", text, self.phones, self.out),
            Kind::PhoneDigits => write_phone("\"", text, self.phones, self.out),
            Kind::Time => write_string(self.out, &crate::time::to_utc(text).unwrap_or_else(|_| text.to_string())),
            _ => write_string(self.out, text),
        }
    }
}

/// Returns true for a plus sign and digits.
fn is_signed(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Writes a text without a character that needs an escape. `start` is the opening quote, and what comes after it.
fn write_clean(start: &str, text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(start.as_bytes());
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

/// Writes a phone number. `start` is the opening quote, followed by a plus sign if the API wants one (D3).
fn write_phone(start: &str, text: &str, phones: PhoneRules, out: &mut Vec<u8>) {
    // Invalid numbers were refused before; a preview shows them unchanged.
    match phones.digits(text) {
        Ok(digits) => write_clean(start, &digits, out),
        Err(_) => write_string(out, text),
    }
}

fn write_plain(value: ValueRef<'_>, object: &dyn Fn(&Object, &mut Vec<u8>), out: &mut Vec<u8>) {
    match value {
        ValueRef::Null => out.extend_from_slice(b"null"),
        ValueRef::Bool(flag) => out.extend_from_slice(if flag { b"true" } else { b"false" }),
        ValueRef::Int(number) => out.extend_from_slice(number.to_string().as_bytes()),
        ValueRef::Decimal(text) | ValueRef::Text(text) => write_string(out, text),
        ValueRef::Texts(list) => write_list(list, out, |text, out| write_string(out, text)),
        ValueRef::Part(part) => object(part, out),
        ValueRef::Parts(list) => write_list(list, out, |part, out| object(part, out)),
        ValueRef::Params(list) => {
            out.push(b'{');
            for (i, (name, value)) in list.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                write_string(out, name);
                out.push(b':');
                write_plain(value.into(), object, out);
            }
            out.push(b'}');
        }
        ValueRef::Outcome(outcome) => write_string(out, outcome.as_str()),
        ValueRef::Json(json) => out.extend_from_slice(json.as_str().as_bytes()),
    }
}

fn write_list<T>(list: &[T], out: &mut Vec<u8>, mut item: impl FnMut(&T, &mut Vec<u8>)) {
    out.push(b'[');
    for (i, entry) in list.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        item(entry, out);
    }
    out.push(b']');
}

/// Appends a reply as a JSON object by field name. Decimals are strings, so that they stay exact.
pub(crate) fn write_view(record: &Record, out: &mut Vec<u8>) {
    out.push(b'{');
    for (i, (field, value)) in record.class().fields.iter().zip(record.values()).enumerate() {
        if i > 0 {
            out.push(b',');
        }
        write_string(out, field.name);
        out.push(b':');
        write_plain(value, &write_object_view, out);
    }
    out.push(b'}');
}

fn write_object_view(object: &Object, out: &mut Vec<u8>) {
    match object {
        Object::Typed(record) => write_view(record, out),
        Object::Plain(json) => out.extend_from_slice(json.as_str().as_bytes()),
    }
}
