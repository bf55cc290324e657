//! Field types: the arguments of builder methods and the results of getters.

use std::marker::PhantomData;
use std::sync::OnceLock;
use std::time::Duration;

use super::json::Json;
use super::record::{Object, Record, WrongClass};
use super::schema::{Class, Kind};
use super::value::{Value, ValueRef};
use crate::error::Outcome;

/// A field type in a model's table.
pub trait FieldType {
    /// Kind in the table.
    const KIND: Kind;
    /// Result of a getter.
    type Get<'a>;
    /// Cache for parts that a getter lends.
    type Kept: Default;
    /// Returns the value for a getter.
    fn get<'a>(value: ValueRef<'a>, kept: &'a Self::Kept) -> Self::Get<'a>;
}

/// Conversion of an argument into a field of type `T`.
pub trait IntoField<T: FieldType> {
    /// Converts into the stored value.
    fn into_value(self) -> Value;
}

/// A Rust type for one class, or for several classes with the same name.
pub trait Model: TryFrom<Record, Error = WrongClass> + Into<Object> {
    /// The classes.
    const CLASSES: &'static [&'static Class];
}

/// Messages to send: one message, or any collection or iterator of messages, by value or by reference.
///
/// To mix several kinds, convert each into a [`crate::Message`].
///
/// ```
/// use smsbat_core::{IntoMessages, Message, Sms, ViberPromo};
///
/// let sms = Sms::new("+380671234567", "MyShop", "Hello");
/// assert_eq!((&sms).into_messages().len(), 1);
/// assert_eq!([&sms, &sms].into_messages().len(), 2);
/// let viber = ViberPromo::new("+380671234567", "MyShop").text("Hello");
/// assert_eq!(vec![Message::from(sms), viber.into()].into_messages().len(), 2);
/// ```
pub trait IntoMessages {
    /// Returns the messages, in order.
    fn into_messages(self) -> Vec<Object>;
}

impl<I: IntoIterator> IntoMessages for I
where
    I::Item: Into<Object>,
{
    fn into_messages(self) -> Vec<Object> {
        self.into_iter().map(Into::into).collect()
    }
}

impl IntoMessages for Object {
    fn into_messages(self) -> Vec<Object> {
        vec![self]
    }
}

impl IntoMessages for &Object {
    fn into_messages(self) -> Vec<Object> {
        vec![self.clone()]
    }
}

/// A type that wraps a record of a known class.
pub trait Wrap {
    /// Wraps a record, whose class must be the right one.
    fn of(record: Record) -> Self;
}

/// Defines field types without a cache: kind, result of a getter, and how it reads the value.
macro_rules! field_types {
    ($(
        $(#[doc = $doc:literal])*
        $name:ident $(<$($size:ident),*>)? = $kind:expr, $get:ty, |$value:ident| $read:expr;
    )*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug)]
        pub enum $name $(<$(const $size: usize),*>)? {}

        impl $(<$(const $size: usize),*>)? FieldType for $name $(<$($size),*>)? {
            const KIND: Kind = $kind;
            type Get<'a> = $get;
            type Kept = ();
            fn get<'a>($value: ValueRef<'a>, (): &'a ()) -> $get {
                $read
            }
        }
    )*};
}

field_types! {
    /// A point in time, in ISO 8601 with a time zone.
    ///
    /// Accepts text and [`std::time::SystemTime`], and with the feature `jiff` its `Timestamp` and `Zoned`.
    Time = Kind::Time, Option<&'a str>, |value| value.as_str();
    /// An exact decimal.
    Decimal = Kind::Decimal, Option<&'a str>, |value| value.as_str();
    /// An integer of at least 1.
    Count = Kind::Count, Option<i64>, |value| value.as_i64();
    /// A duration in whole seconds, at least 1: a number or a [`Duration`].
    Seconds = Kind::Count, Option<i64>, |value| value.as_i64();
    /// Any integer.
    Number = Kind::Number, Option<i64>, |value| value.as_i64();
    /// True or false; false if it is missing.
    Flag = Kind::Flag, bool, |value| matches!(value, ValueRef::Bool(true));
    /// An [`Outcome`].
    ResultWord = Kind::Outcome, Outcome, |value| match value {
        ValueRef::Outcome(outcome) => outcome,
        _ => Outcome::Unknown,
    };
    /// JSON, unchanged.
    Extra = Kind::Json, Option<&'a Json>, |value| match value {
        ValueRef::Json(json) => Some(json),
        _ => None,
    };
    /// A list of `MIN` to `MAX` texts.
    Texts<MIN, MAX> = Kind::Texts(MIN, MAX), &'a [String], |value| match value {
        ValueRef::Texts(list) => list,
        _ => &[],
    };
    /// A list of 1 to `MAX` phone numbers, written without `+`.
    PhoneList<MAX> = Kind::PhoneList(MAX), &'a [String], |value| match value {
        ValueRef::Texts(list) => list,
        _ => &[],
    };
    /// Names with text or integer values.
    Params = Kind::Params, &'a [(String, Value)], |value| match value {
        ValueRef::Params(list) => list,
        _ => &[],
    };
}

macro_rules! text_types {
    ($($(#[doc = $doc:literal])* $name:ident = $kind:expr;)*) => {$(
        field_types! {
            $(#[doc = $doc])*
            $name = $kind, Option<&'a str>, |value| value.as_str();
        }

        impl<S: Into<String>> IntoField<$name> for S {
            fn into_value(self) -> Value {
                Value::Text(self.into().into())
            }
        }
    )*};
}

text_types! {
    /// Text that is not empty.
    Text = Kind::Text;
    /// Text that may be empty.
    AnyText = Kind::AnyText;
    /// An id or a word of the provider.
    Word = Kind::Word;
    /// The id of something in a reply; an empty text or a boolean is none.
    Id = Kind::Id;
    /// A text of the provider for people.
    Reason = Kind::Reason;
    /// RCS text: at most 3072 characters (`docs/provider/smsbat-api.md` §3.10).
    RcsText = Kind::TextUpTo(3072);
    /// An absolute `http://` or `https://` URL.
    Url = Kind::Url;
    /// A phone number in international form.
    PhoneNumber = Kind::Phone;
    /// A phone number in international form that is written without `+`.
    PhoneDigits = Kind::PhoneDigits;
    /// The caller's own message id; made at send time if it is not set.
    OwnId = Kind::OwnId;
    /// An SMS sender: at most 11 letters and digits, or a phone number.
    Sender = Kind::SmsSender;
}

macro_rules! times {
    ($($source:ty, $time:ident => $text:expr;)*) => {$(
        impl IntoField<Time> for $source {
            fn into_value(self) -> Value {
                let $time = self;
                Value::Text($text.into())
            }
        }
    )*};
}

times! {
    &str, text => text;
    String, text => text;
    &String, text => text.as_str();
    // A time out of range is refused when the message is checked.
    std::time::SystemTime, time => jiff::Timestamp::try_from(time).map_or_else(|e| e.to_string(), |time| time.to_string());
}

#[cfg(feature = "jiff")]
times! {
    jiff::Timestamp, time => time.to_string();
    &jiff::Zoned, time => time.timestamp().to_string();
    jiff::Zoned, time => time.timestamp().to_string();
}

impl IntoField<Seconds> for Duration {
    fn into_value(self) -> Value {
        match i64::try_from(self.as_secs()) {
            Ok(seconds) if self.subsec_nanos() == 0 => Value::Int(seconds),
            // Refused when the message is checked.
            _ => Value::Decimal(self.as_secs_f64().to_string().into()),
        }
    }
}

macro_rules! integers {
    ($($number:ty)*) => {$(
        integers! { $number as Count, Seconds, Number }

        impl From<$number> for Value {
            fn from(number: $number) -> Self {
                // A number that is too large is refused when the message is checked.
                i64::try_from(number).map_or_else(|_| Self::Decimal(number.to_string().into()), Self::Int)
            }
        }
    )*};
    ($number:ty as $($name:ident),*) => {$(
        impl IntoField<$name> for $number {
            fn into_value(self) -> Value {
                Value::from(self)
            }
        }
    )*};
}

integers! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize }

impl IntoField<Flag> for bool {
    fn into_value(self) -> Value {
        Value::Bool(self)
    }
}

impl IntoField<Extra> for Json {
    fn into_value(self) -> Value {
        Value::from(self)
    }
}

impl<const MIN: usize, const MAX: usize, I, S> IntoField<Texts<MIN, MAX>> for I
where
    I: IntoIterator<Item = S>,
    S: Into<String>,
{
    fn into_value(self) -> Value {
        Value::Texts(self.into_iter().map(Into::into).collect())
    }
}

impl<const MAX: usize, I, S> IntoField<PhoneList<MAX>> for I
where
    I: IntoIterator<Item = S>,
    S: Into<String>,
{
    fn into_value(self) -> Value {
        Value::Texts(self.into_iter().map(Into::into).collect())
    }
}

impl<I, K, V> IntoField<Params> for I
where
    I: IntoIterator<Item = (K, V)>,
    K: Into<String>,
    V: Into<Value>,
{
    fn into_value(self) -> Value {
        Value::Params(self.into_iter().map(|(k, v)| (k.into(), v.into())).collect())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Json> for Value {
    fn from(json: Json) -> Self {
        Self::Json(Box::new(json))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

/// A part of type `P`, or a plain object.
#[derive(Debug)]
pub struct PartOf<P>(PhantomData<P>);

impl<P: Model> FieldType for PartOf<P> {
    const KIND: Kind = Kind::Part(P::CLASSES);
    type Get<'a> = Option<&'a Object>;
    type Kept = ();
    fn get<'a>(value: ValueRef<'a>, (): &'a ()) -> Option<&'a Object> {
        if let ValueRef::Part(part) = value { Some(part) } else { None }
    }
}

impl<P: Model, X: Into<Object>> IntoField<PartOf<P>> for X {
    fn into_value(self) -> Value {
        Value::Part(Box::new(self.into()))
    }
}

/// A list of `MIN` to `MAX` parts of type `P`.
#[derive(Debug)]
pub struct ListOf<P, const MIN: usize, const MAX: usize>(PhantomData<P>);

impl<P: Model, const MIN: usize, const MAX: usize> FieldType for ListOf<P, MIN, MAX> {
    const KIND: Kind = Kind::Parts(P::CLASSES, MIN, MAX);
    type Get<'a> = &'a [Object];
    type Kept = ();
    fn get<'a>(value: ValueRef<'a>, (): &'a ()) -> &'a [Object] {
        if let ValueRef::Parts(list) = value { list } else { &[] }
    }
}

impl<P: Model, const MIN: usize, const MAX: usize, I, X> IntoField<ListOf<P, MIN, MAX>> for I
where
    I: IntoIterator<Item = X>,
    X: Into<Object>,
{
    fn into_value(self) -> Value {
        Value::Parts(self.into_iter().map(Into::into).collect())
    }
}

/// A part of type `P` in a reply.
#[derive(Debug)]
pub struct OneOf<P>(PhantomData<P>);

impl<P: Model + Wrap + 'static> FieldType for OneOf<P> {
    const KIND: Kind = Kind::Part(P::CLASSES);
    type Get<'a> = Option<&'a P>;
    type Kept = OnceLock<P>;
    fn get<'a>(value: ValueRef<'a>, kept: &'a OnceLock<P>) -> Option<&'a P> {
        let ValueRef::Part(Object::Typed(part)) = value else { return None };
        Some(kept.get_or_init(|| P::of(part.clone())))
    }
}

/// A list of parts of type `P` in a reply.
#[derive(Debug)]
pub struct RowsOf<P>(PhantomData<P>);

impl<P: Model + Wrap + 'static> FieldType for RowsOf<P> {
    const KIND: Kind = Kind::Parts(P::CLASSES, 0, usize::MAX);
    type Get<'a> = &'a [P];
    type Kept = OnceLock<Box<[P]>>;
    fn get<'a>(value: ValueRef<'a>, kept: &'a OnceLock<Box<[P]>>) -> &'a [P] {
        let ValueRef::Parts(list) = value else { return &[] };
        // Created at the first access.
        kept.get_or_init(|| list.records().map(P::of).collect())
    }
}
