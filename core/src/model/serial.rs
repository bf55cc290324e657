//! Models in the formats of `serde`: messages by the names of their fields, both ways; replies the same, one way.

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use super::json::{Json, write_string};
use super::record::{Object, Record};
use super::scan::MAX_DEPTH;
use super::schema::{Class, Kind};
use super::value::{Value, ValueRef};

/// Key of the kind of a message or part.
const TYPE: &str = "type";
/// Key of an object that goes out as given.
const PLAIN: &str = "plain";

/// Value of `type` for a class; `None` if the Rust type determines it.
fn type_of(class: &Class) -> Option<&'static str> {
    class.variant.or(class.tag.filter(|(key, _)| *key == TYPE).map(|(_, value)| value))
}

/// Writes a reply: every field by its name, null for what is not known. Decimals are texts, so that they stay exact.
pub(crate) fn write_reply<S: Serializer>(record: &Record, serializer: S) -> Result<S::Ok, S::Error> {
    let fields = record.class().fields.iter().zip(record.values());
    serializer.collect_map(fields.map(|(field, value)| (field.name, Shown { value, reply: true })))
}

/// Writes a message or a part: its type if it has one, and the fields that are set.
pub(crate) fn write_message<S: Serializer>(record: &Record, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    if let Some(name) = type_of(record.class()) {
        map.serialize_entry(TYPE, name)?;
    }
    for (field, value) in record.class().fields.iter().zip(record.values()).filter(|(_, value)| !value.is_null()) {
        map.serialize_entry(field.name, &Shown { value, reply: false })?;
    }
    map.end()
}

/// A value of a reply or of a message.
struct Shown<'a> {
    value: ValueRef<'a>,
    reply: bool,
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let part = |object| Part { object, reply: self.reply };
        match self.value {
            ValueRef::Null => serializer.serialize_none(),
            ValueRef::Bool(flag) => serializer.serialize_bool(flag),
            ValueRef::Int(number) => serializer.serialize_i64(number),
            ValueRef::Decimal(text) | ValueRef::Text(text) => serializer.serialize_str(text),
            ValueRef::Texts(list) => serializer.collect_seq(list),
            ValueRef::Part(object) => part(object).serialize(serializer),
            ValueRef::Parts(list) => serializer.collect_seq(list.iter().map(part)),
            ValueRef::Params(list) => {
                let shown = |value| Shown { value, reply: self.reply };
                serializer.collect_map(list.iter().map(|(name, value)| (name, shown(value.into()))))
            }
            ValueRef::Outcome(outcome) => serializer.serialize_str(outcome.as_str()),
            ValueRef::Json(json) => json.serialize(serializer),
        }
    }
}

struct Part<'a> {
    object: &'a Object,
    reply: bool,
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.object {
            Object::Typed(record) if self.reply => write_reply(record, serializer),
            Object::Plain(json) if self.reply => json.serialize(serializer),
            object => object.serialize(serializer),
        }
    }
}

/// A message has its `type` and the fields that are set. An object that goes out as given is the one member `plain`.
impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Typed(record) => write_message(record, serializer),
            Self::Plain(json) => serializer.collect_map([(PLAIN, json)]),
        }
    }
}

/// Writes the value itself, in any format. A number is a 64-bit one; [`Json::as_str`] has the exact text.
impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = serde_json::Deserializer::from_str(self.as_str());
        let node = Levels { left: MAX_DEPTH, repeats: true }.deserialize(&mut json);
        node.map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// Reads a message or a part that is of one of these classes.
pub(crate) fn read_message<'de, D: Deserializer<'de>>(
    classes: &[&'static Class],
    deserializer: D,
) -> Result<Record, D::Error> {
    record(classes, Node::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// Reads a message of one of these kinds, or one that goes out as given.
pub(crate) fn read_object<'de, D: Deserializer<'de>>(
    classes: &[&'static Class],
    deserializer: D,
) -> Result<Object, D::Error> {
    object(classes, Node::deserialize(deserializer)?).map_err(D::Error::custom)
}

fn object(classes: &[&'static Class], node: Node) -> Result<Object, String> {
    match node {
        Node::Members(mut members) if matches!(members.as_slice(), [(key, Node::Members(_))] if key == PLAIN) => {
            let mut text = Vec::new();
            members.drain(..).for_each(|(_, value)| value.write(&mut text));
            let json = Json::object(String::from_utf8(text).map_err(|why| why.to_string())?);
            json.map(Object::Plain).map_err(|why| format!("{PLAIN} {why}"))
        }
        node => record(classes, node).map(Object::Typed),
    }
}

fn record(classes: &[&'static Class], node: Node) -> Result<Record, String> {
    let Node::Members(members) = node else { return Err("must be an object of fields by their names".to_owned()) };
    let class = class_of(classes, &members)?;
    let mut record = Record::new(class);
    for (name, node) in members {
        if name == TYPE && type_of(class).is_some() {
            continue;
        }
        let Some(field) = class.fields.iter().find(|field| field.name == name) else {
            return Err(format!("{} has no field '{}'", class.name, crate::shown::line(name)));
        };
        let value = value(field.kind, node).map_err(|why| format!("{}.{}: {why}", class.name, field.name))?;
        record.set(field.name, value).map_err(|why| why.to_string())?;
    }
    let lacking = class.fields.iter().find(|field| field.required && record.get(field.name).is_null());
    lacking.map_or(Ok(record), |field| Err(format!("{}.{} is required", class.name, field.name)))
}

/// The class that `type` names; without it the only one there is.
fn class_of(classes: &[&'static Class], members: &[(String, Node)]) -> Result<&'static Class, String> {
    let given = members.iter().find(|(name, _)| name == TYPE).map(|(_, node)| node);
    let known = || {
        let names: Vec<_> = classes.iter().filter_map(|class| type_of(class)).collect();
        format!("'{TYPE}' must be one of: {}", names.join(", "))
    };
    match (classes, given) {
        ([only], None) => Ok(only),
        ([only], Some(_)) if type_of(only).is_none() => Ok(only),
        (_, Some(Node::Text(name))) => {
            let found = classes.iter().find(|class| type_of(class) == Some(name.as_str()));
            found.copied().ok_or_else(known)
        }
        _ => Err(known()),
    }
}

/// A value of this kind. One that does not fit is refused by [`Record::set`], in its words.
fn value(kind: Kind, node: Node) -> Result<Value, String> {
    Ok(match (kind, node) {
        (_, Node::Null) => Value::Null,
        (Kind::Json, node) => {
            let mut text = Vec::new();
            node.write(&mut text);
            Value::from(Json::trusted(String::from_utf8(text).unwrap_or_default()))
        }
        (Kind::Decimal, Node::Text(text)) => Value::Decimal(text.into()),
        (Kind::Decimal, Node::Int(number)) => Value::Decimal(number.to_string().into()),
        (Kind::Part(classes), node @ Node::Members(_)) => Value::Part(Box::new(object(classes, node)?)),
        (Kind::Parts(classes, ..), Node::List(list)) => {
            let part = |(i, node)| object(classes, node).map_err(|why| format!("[{i}] {why}"));
            Value::Parts(list.into_iter().enumerate().map(part).collect::<Result<_, _>>()?)
        }
        (_, Node::List(list)) => {
            let text = |node| if let Node::Text(text) = node { Ok(text) } else { Err("must be a list of texts") };
            Value::Texts(list.into_iter().map(text).collect::<Result<_, _>>()?)
        }
        (_, Node::Members(members)) => {
            let param = |(name, node)| match node {
                Node::Text(text) => Ok((name, Value::Text(text.into()))),
                Node::Int(number) => Ok((name, Value::Int(number))),
                _ => Err("must have text or integer values"),
            };
            Value::Params(members.into_iter().map(param).collect::<Result<_, _>>()?)
        }
        (_, Node::Flag(flag)) => Value::Bool(flag),
        (_, Node::Int(number)) => Value::Int(number),
        (_, Node::Natural(_) | Node::Float(_)) => return Err("must not be a number of this size or form".to_owned()),
        (_, Node::Text(text)) => Value::Text(text.into()),
    })
}

/// Largest number below which an `f64` holds every integer.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// A value of any format that describes itself. The order of members is kept, and a name that is given twice is an
/// error: readers take the first of two or the last, and nobody knows which one is meant.
enum Node {
    Null,
    Flag(bool),
    Int(i64),
    /// Above the largest `i64`.
    Natural(u64),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    Members(Vec<(String, Node)>),
}

impl Node {
    /// Appends it as JSON.
    fn write(&self, out: &mut Vec<u8>) {
        let separate = |out: &mut Vec<u8>, i| {
            if i > 0 {
                out.push(b',')
            }
        };
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Flag(flag) => out.extend_from_slice(if *flag { b"true" } else { b"false" }),
            Self::Int(number) => out.extend_from_slice(number.to_string().as_bytes()),
            Self::Natural(number) => out.extend_from_slice(number.to_string().as_bytes()),
            // As JSON has no other numbers, those that are none become null.
            Self::Float(number) => out.extend(serde_json::to_vec(number).unwrap_or_default()),
            Self::Text(text) => write_string(out, text),
            Self::List(list) => {
                out.push(b'[');
                for (i, node) in list.iter().enumerate() {
                    separate(out, i);
                    node.write(out);
                }
                out.push(b']');
            }
            Self::Members(members) => {
                out.push(b'{');
                for (i, (name, node)) in members.iter().enumerate() {
                    separate(out, i);
                    write_string(out, name);
                    out.push(b':');
                    node.write(out);
                }
                out.push(b'}');
            }
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Int(number) => serializer.serialize_i64(*number),
            Self::Natural(number) => serializer.serialize_u64(*number),
            Self::Float(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(list) => serializer.collect_seq(list),
            Self::Members(members) => serializer.collect_map(members.iter().map(|(name, node)| (name, node))),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Levels { left: MAX_DEPTH, repeats: false }.deserialize(deserializer)
    }
}

/// Reads a [`Node`].
#[derive(Clone, Copy)]
struct Levels {
    /// Levels that it may still have.
    left: usize,
    /// True if a name may occur twice, as in responses of the provider, which are not refused.
    repeats: bool,
}

impl Levels {
    fn next<E: serde::de::Error>(self) -> Result<Self, E> {
        let left = self.left.checked_sub(1);
        let left = left.ok_or_else(|| E::custom(format!("is nested more than {MAX_DEPTH} levels deep")))?;
        Ok(Self { left, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Levels {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Levels {
    type Value = Node;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value of JSON's")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Node, E> {
        Ok(Node::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Int(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(i64::try_from(number).map_or(Node::Natural(number), Node::Int))
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Node, E> {
        // Larger integers have lost digits on the way here, and what a message says goes out as it was given.
        if !self.repeats && !(-EXACT..=EXACT).contains(&number) {
            return Err(E::custom("has a number that cannot be kept exactly; write it as text"));
        }
        Ok(Node::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let inner = self.next()?;
        let mut list = Vec::new();
        while let Some(node) = seq.next_element_seed(inner)? {
            list.push(node);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let inner = self.next()?;
        let (mut members, mut names) = (Vec::new(), std::collections::HashSet::new());
        while let Some(name) = map.next_key::<String>()? {
            if !self.repeats && !names.insert(name.clone()) {
                return Err(A::Error::custom("a name is given twice"));
            }
            members.push((name, map.next_value_seed(inner)?));
        }
        Ok(Node::Members(members))
    }
}
