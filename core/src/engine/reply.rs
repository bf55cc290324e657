//! Replies of operations: their types, and their JSON.

use crate::credentials::Secret;
use crate::model::{Class, Model, Object, Record, write_string, write_view};

/// Type of an operation's reply.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Reply {
    /// Nothing: the operation succeeded.
    Nothing,
    /// A record of this class.
    Record(&'static Class),
    /// A list of records of this class.
    Records(&'static Class),
    /// Records of this class by name.
    NamedRecords(&'static Class),
    /// A secret text.
    Secret,
    /// HTML.
    Html,
}

impl PartialEq for Reply {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Record(one), Self::Record(other))
            | (Self::Records(one), Self::Records(other))
            | (Self::NamedRecords(one), Self::NamedRecords(other)) => std::ptr::eq(*one, *other),
            (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
        }
    }
}

/// A type that an operation can return.
pub trait Answered {
    /// Type of the reply.
    const REPLY: Reply;

    /// Returns the reply as JSON: an object with the Python attributes, and decimals as strings.
    fn into_json(self) -> String;
}

impl<M: Model + Into<Object>> Answered for M {
    #[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
    const REPLY: Reply = Reply::Record(M::CLASSES[0]);

    fn into_json(self) -> String {
        self.into().record().map(Record::to_json).unwrap_or_default()
    }
}

impl<M: Model + Into<Object>> Answered for Vec<M> {
    #[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
    const REPLY: Reply = Reply::Records(M::CLASSES[0]);

    fn into_json(self) -> String {
        let items: Vec<String> = self.into_iter().map(M::into_json).collect();
        format!("[{}]", items.join(","))
    }
}

impl<M: Model + Into<Object>> Answered for Vec<(String, M)> {
    #[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
    const REPLY: Reply = Reply::NamedRecords(M::CLASSES[0]);

    fn into_json(self) -> String {
        let items = self.into_iter().map(|(name, item)| format!("{}:{}", quoted(&name), item.into_json()));
        format!("{{{}}}", items.collect::<Vec<_>>().join(","))
    }
}

impl Answered for () {
    const REPLY: Reply = Reply::Nothing;

    fn into_json(self) -> String {
        "{}".to_owned()
    }
}

impl Answered for Secret {
    const REPLY: Reply = Reply::Secret;

    fn into_json(self) -> String {
        format!("{{\"token\":{}}}", quoted(self.expose()))
    }
}

/// An HTML page.
pub struct Html(pub String);

impl Answered for Html {
    const REPLY: Reply = Reply::Html;

    fn into_json(self) -> String {
        format!("{{\"html\":{}}}", quoted(&self.0))
    }
}

fn quoted(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len().saturating_add(2));
    write_string(&mut out, text);
    String::from_utf8(out).unwrap_or_default()
}

impl Record {
    /// Returns the values as a JSON object by field name, with decimals as strings.
    pub fn to_json(&self) -> String {
        let mut out = Vec::new();
        write_view(self, &mut out);
        String::from_utf8(out).unwrap_or_default()
    }
}
