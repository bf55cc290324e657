//! Macros that define models: `model!` for messages and parts, `reply!` for replies. Both define the table of fields.

/// Defines a type with a constructor for its required fields, builder methods and getters.
macro_rules! model {
    (
        $(#[doc = $class_doc:literal])*
        $name:ident $([$tag_key:literal = $tag:literal])? {
            $(
                $(#[doc = $doc:literal])*
                $field:ident $($required:ident)? : $ty:ty = $wire:literal $([$($part:literal),*])? $((default $default:literal))?
            ),* $(,)?
        }
        $(rules $rules:path)?
    ) => {
        $(#[doc = $class_doc])*
        #[must_use = "nothing is sent until it is passed to a method that sends"]
        pub struct $name {
            record: $crate::model::Record,
        }

        $crate::model::macros::table! {
            $(#[doc = $class_doc])* $name [] [$(($tag_key, $tag))?]
            { $($(#[doc = $doc])* $field [$($required)?] $ty, $wire, [$($($part),*)?] [$($default)?];)* } [$($rules)?]
        }

        $crate::model::macros::fields! {
            $name [] [] $($(#[doc = $doc])* $field [$($required)?] $ty;)*
        }

        impl $crate::model::IntoMessages for $name {
            fn into_messages(self) -> Vec<$crate::model::Object> {
                vec![self.into()]
            }
        }

        impl $crate::model::IntoMessages for &$name {
            fn into_messages(self) -> Vec<$crate::model::Object> {
                vec![self.into()]
            }
        }

        impl $crate::model::Wrap for $name {
            fn of(record: $crate::model::Record) -> Self {
                Self { record }
            }
        }

        impl From<&$name> for $name {
            fn from(model: &$name) -> Self {
                model.clone()
            }
        }

        $crate::model::macros::serial! { $name }
    };
}

/// A message or part in the formats of `serde`.
macro_rules! serial {
    ($name:ident) => {
        /// Writes the fields that are set, by their names.
        #[cfg(feature = "serde")]
        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::model::serial::write_message(&self.record, serializer)
            }
        }

        /// Reads fields by their names. One that is unknown, given twice or missing, or of another type, is an error;
        /// the other rules are checked when it is sent.
        #[cfg(feature = "serde")]
        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let classes = <Self as $crate::model::Model>::CLASSES;
                $crate::model::serial::read_message(classes, deserializer).map(<Self as $crate::model::Wrap>::of)
            }
        }
    };
}

/// Sorts the fields into required and optional ones, and defines the constructor, setters and getters.
macro_rules! fields {
    (
        $name:ident [$($required:tt)*] [$($optional:tt)*]
        $(#[doc = $doc:literal])* $field:ident [required] $ty:ty; $($rest:tt)*
    ) => {
        $crate::model::macros::fields! { $name [$($required)* $(#[doc = $doc])* $field $ty;] [$($optional)*] $($rest)* }
    };
    (
        $name:ident [$($required:tt)*] [$($optional:tt)*]
        $(#[doc = $doc:literal])* $field:ident [] $ty:ty; $($rest:tt)*
    ) => {
        $crate::model::macros::fields! { $name [$($required)*] [$($optional)* $(#[doc = $doc])* $field $ty;] $($rest)* }
    };
    (
        $name:ident
        [$($(#[doc = $doc:literal])* $field:ident $ty:ty;)*]
        [$($(#[doc = $optional_doc:literal])* $optional:ident $optional_ty:ty;)*]
    ) => {
        $crate::model::macros::constructor! { $name $($field $ty,)* }
        $crate::model::macros::accessors! {
            $name
            $($(#[doc = $doc])* $field $ty;)*
            $($(#[doc = $optional_doc])* $optional $optional_ty;)*
        }

        pastey::paste! {
            impl $name {
                $(
                    #[doc = concat!("Sets `", stringify!($optional), "` if there is a value.")]
                    pub fn [<maybe_ $optional>](
                        self,
                        value: Option<impl $crate::model::IntoField<$optional_ty>>,
                    ) -> Self {
                        match value {
                            Some(value) => self.$optional(value),
                            None => self,
                        }
                    }
                )*
            }
        }
    };
}

/// Defines `new` with the required fields as arguments.
macro_rules! constructor {
    ($name:ident) => {
        impl $name {
            /// Creates one without any field set.
            pub fn new() -> Self {
                Self::default()
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self { record: $crate::model::Record::new(Self::class()) }
            }
        }
    };
    ($name:ident $($field:ident $ty:ty,)+) => {
        impl $name {
            #[doc = concat!("Creates one with ", $crate::model::macros::listed!($($field)+), ". The values are checked before sending.")]
            pub fn new($($field: impl $crate::model::IntoField<$ty>),+) -> Self {
                let made = Self { record: $crate::model::Record::new(Self::class()) };
                made$(.$field($field))+
            }
        }
    };
}

/// Lists field names for a sentence.
macro_rules! listed {
    ($only:ident) => {
        concat!("`", stringify!($only), "`")
    };
    ($first:ident $last:ident) => {
        concat!("`", stringify!($first), "` and `", stringify!($last), "`")
    };
    ($first:ident $($rest:ident)+) => {
        concat!("`", stringify!($first), "`, ", $crate::model::macros::listed!($($rest)+))
    };
}

/// Defines a setter and a getter for each field.
macro_rules! accessors {
    ($name:ident $($(#[doc = $doc:literal])* $field:ident $ty:ty;)*) => {
        pastey::paste! {
            impl $name {
                $(
                    $(#[doc = $doc])*
                    pub fn $field(mut self, value: impl $crate::model::IntoField<$ty>) -> Self {
                        let place = const { $crate::model::place_of($name::FIELDS, $crate::model::plain(stringify!($field))) };
                        self.record.put_at(place, $crate::model::IntoField::<$ty>::into_value(value));
                        self
                    }

                    #[doc = concat!("Returns `", stringify!($field), "`.")]
                    pub fn [<get_ $field>](&self) -> <$ty as $crate::model::FieldType>::Get<'_> {
                        let place = const { $crate::model::place_of($name::FIELDS, $crate::model::plain(stringify!($field))) };
                        <$ty as $crate::model::FieldType>::get(self.record.at(place), &())
                    }
                )*
            }
        }
    };
}

/// Defines a type with getters.
macro_rules! reply {
    (
        $(#[doc = $class_doc:literal])*
        $(#[must_use = $must_use:literal])?
        $name:ident {
            $(
                $(#[doc = $doc:literal])*
                $field:ident : $ty:ty = $wire:literal
            ),* $(,)?
        }
        $(shown $shown:path)?
    ) => {
        $(#[doc = $class_doc])*
        $(#[must_use = $must_use])?
        pub struct $name {
            record: $crate::model::Record,
            $($field: <$ty as $crate::model::FieldType>::Kept,)*
        }

        $crate::model::macros::table! {
            $(#[doc = $class_doc])* $name [] []
            { $($(#[doc = $doc])* $field [] $ty, $wire, [] [];)* } []
        }

        impl $name {
            $(
                $(#[doc = $doc])*
                pub fn $field(&self) -> <$ty as $crate::model::FieldType>::Get<'_> {
                    let place = const { $crate::model::place_of($name::FIELDS, $crate::model::plain(stringify!($field))) };
                    <$ty as $crate::model::FieldType>::get(self.record.at(place), &self.$field)
                }
            )*
        }

        impl $crate::model::Wrap for $name {
            fn of(record: $crate::model::Record) -> Self {
                Self { record, $($field: Default::default()),* }
            }
        }

        /// Writes every field by its name, null for what is not known. Decimals are texts, so that they stay exact.
        #[cfg(feature = "serde")]
        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::model::serial::write_reply(&self.record, serializer)
            }
        }

        /// Writes one line for people. Phone numbers are masked, and texts appear as their length.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::model::macros::or!([$($shown)?] [|reply: &Self, f| $crate::model::in_words(&reply.record, f)])(self, f)
            }
        }
    };
}

/// Defines the type, its table and its conversions.
macro_rules! table {
    (
        $(#[doc = $class_doc:literal])*
        $name:ident [$($variant:literal of $shown:literal)?] [$(($tag_key:literal, $tag:literal))?]
        { $($(#[doc = $doc:literal])* $field:ident [$($required:ident)?] $ty:ty, $wire:literal, [$($part:literal),*] [$($default:literal)?];)* }
        [$($rules:path)?]
    ) => {
        const _: () = {
            #[allow(unused_mut, unused_assignments)]
            static CLASS: $crate::model::Class = $crate::model::Class {
                name: $crate::model::macros::or!([$($shown)?] [stringify!($name)]),
                variant: $crate::model::macros::option!([$($variant)?]),
                doc: concat!($($class_doc, "\n"),*),
                tag: $crate::model::macros::option!([$(($tag_key, $tag))?]),
                tag_member: concat!($("\"", $tag_key, "\":\"", $tag, "\"")?),
                fields: $name::FIELDS,
                own_id: $crate::model::own_id($name::FIELDS),
                recipient: $crate::model::recipient($name::FIELDS),
                flat: $crate::model::is_flat($name::FIELDS),
                rules: $crate::model::macros::or!([$($rules)?] [|_, _| {}]),
            };

            impl $name {
                pub(crate) const FIELDS: &'static [$crate::model::Field] = &[$($crate::model::Field {
                    name: $crate::model::plain(stringify!($field)),
                    wire: $wire,
                    key: $crate::model::one_key($wire, concat!("\"", $wire, "\":")),
                    kind: <$ty as $crate::model::FieldType>::KIND,
                    required: $crate::model::macros::given!([$($required)?]),
                    names: &[$($part),*],
                    default: $crate::model::macros::option!([$($default)?]),
                    doc: concat!($($doc, "\n"),*),
                }),*];

                /// Returns the table of this model.
                pub fn class() -> &'static $crate::model::Class {
                    &CLASS
                }

                /// Returns the values, for code that works on any model.
                pub fn record(&self) -> &$crate::model::Record {
                    &self.record
                }
            }

            impl $crate::model::Model for $name {
                const CLASSES: &'static [&'static $crate::model::Class] = &[&CLASS];
            }
        };

        $crate::model::macros::wrapper!($name);
    };
}

/// Defines methods and traits of every type around a record.
macro_rules! wrapper {
    ($name:ident) => {
        impl Clone for $name {
            fn clone(&self) -> Self {
                <Self as $crate::model::Wrap>::of(self.record.clone())
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.record == other.record
            }
        }

        impl Eq for $name {}

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.record.hash(state);
            }
        }

        /// Masks phone numbers, and shows texts as their length.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.record.fmt(f)
            }
        }

        impl TryFrom<$crate::model::Record> for $name {
            type Error = $crate::model::WrongClass;

            fn try_from(record: $crate::model::Record) -> Result<Self, $crate::model::WrongClass> {
                record.belongs_to(<Self as $crate::model::Model>::CLASSES)?;
                Ok(<Self as $crate::model::Wrap>::of(record))
            }
        }

        impl From<$name> for $crate::model::Object {
            fn from(model: $name) -> Self {
                Self::Typed(model.record)
            }
        }

        impl From<&$name> for $crate::model::Object {
            fn from(model: &$name) -> Self {
                Self::Typed(model.record.clone())
            }
        }
    };
}

/// Defines indexing, iteration and `Display` of a reply whose rows are messages with an outcome.
macro_rules! rows {
    ($name:ident $rows:ident $row:ident) => {
        impl $name {
            /// Iterates over the rows, in order.
            pub fn iter(&self) -> std::slice::Iter<'_, $row> {
                self.$rows().iter()
            }

            /// Writes the number of rows of each outcome: `2 of 3 accepted, 1 rejected`.
            fn in_words(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                use $crate::error::Outcome;
                let count = |outcome| self.iter().filter(|row| row.outcome() == outcome).count();
                write!(f, "{} of {} accepted", count(Outcome::Accepted), self.$rows().len())?;
                for outcome in [Outcome::Rejected, Outcome::NotSent, Outcome::Unknown] {
                    match count(outcome) {
                        0 => {}
                        rows => write!(f, ", {rows} {outcome}")?,
                    }
                }
                Ok(())
            }
        }

        /// Returns rows by position: `result[0]`, `result[1..]`.
        ///
        /// # Panics
        /// Like a slice, if there is no such row.
        impl<I: std::slice::SliceIndex<[$row]>> std::ops::Index<I> for $name {
            type Output = I::Output;

            #[expect(clippy::indexing_slicing, reason = "the contract of `Index`")]
            fn index(&self, index: I) -> &I::Output {
                &self.$rows()[index]
            }
        }

        impl<'r> IntoIterator for &'r $name {
            type Item = &'r $row;
            type IntoIter = std::slice::Iter<'r, $row>;

            fn into_iter(self) -> Self::IntoIter {
                self.iter()
            }
        }
    };
}

macro_rules! or {
    ([] [$default:expr]) => {
        $default
    };
    ([$given:expr] [$default:expr]) => {
        $given
    };
}

macro_rules! option {
    ([]) => {
        None
    };
    ([$given:expr]) => {
        Some($given)
    };
}

macro_rules! given {
    ([]) => {
        false
    };
    ([required]) => {
        true
    };
}

pub(crate) use {
    accessors, constructor, fields, given, listed, model, option, or, reply, rows, serial, table, wrapper,
};
