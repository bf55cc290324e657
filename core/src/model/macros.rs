//! `model!` writes a type for what people fill in, `reply!` one for what they get back; both write its table.

/// A type with builder methods.
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
        $crate::model::macros::table! {
            $(#[doc = $class_doc])* $name [] [$(($tag_key, $tag))?]
            { $($(#[doc = $doc])* $field [$($required)?] $ty, $wire, [$($($part),*)?] [$($default)?];)* } [$($rules)?]
        }

        impl $name {
            /// One with nothing set yet; what is required is checked when it is sent.
            pub fn new() -> Self {
                Self::default()
            }

            $(
                $(#[doc = $doc])*
                #[must_use]
                pub fn $field(mut self, value: impl $crate::model::IntoField<$ty>) -> Self {
                    let place = const { $crate::model::place_of($name::FIELDS, $crate::model::plain(stringify!($field))) };
                    self.0.put_at(place, $crate::model::IntoField::<$ty>::into_value(value));
                    self
                }
            )*
        }

        impl Default for $name {
            fn default() -> Self {
                Self($crate::model::Record::new(Self::class()))
            }
        }
    };
}

/// A type with getters.
macro_rules! reply {
    (
        $(#[doc = $class_doc:literal])*
        $name:ident {
            $(
                $(#[doc = $doc:literal])*
                $field:ident : $ty:ty = $wire:literal
            ),* $(,)?
        }
    ) => {
        $crate::model::macros::table! {
            $(#[doc = $class_doc])* $name [] []
            { $($(#[doc = $doc])* $field [] $ty, $wire, [] [];)* } []
        }

        impl $name {
            $(
                $(#[doc = $doc])*
                pub fn $field(&self) -> <$ty as $crate::model::FieldType>::Get<'_> {
                    let place = const { $crate::model::place_of($name::FIELDS, $crate::model::plain(stringify!($field))) };
                    <$ty as $crate::model::FieldType>::get(self.0.at(place))
                }
            )*
        }
    };
}

/// The type itself, its table and its conversions.
macro_rules! table {
    (
        $(#[doc = $class_doc:literal])*
        $name:ident [$($variant:literal of $shown:literal)?] [$(($tag_key:literal, $tag:literal))?]
        { $($(#[doc = $doc:literal])* $field:ident [$($required:ident)?] $ty:ty, $wire:literal, [$($part:literal),*] [$($default:literal)?];)* }
        [$($rules:path)?]
    ) => {
        $(#[doc = $class_doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name($crate::model::Record);

        const _: () = {
            #[allow(unused_mut, unused_assignments)]
            static CLASS: $crate::model::Class = $crate::model::Class {
                name: $crate::model::macros::or!([$($shown)?] [stringify!($name)]),
                variant: $crate::model::macros::option!([$($variant)?]),
                doc: concat!($($class_doc, "\n"),*),
                tag: $crate::model::macros::option!([$(($tag_key, $tag))?]),
                fields: $name::FIELDS,
                own_id: $crate::model::own_id($name::FIELDS),
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

                /// The table of this model.
                pub fn class() -> &'static $crate::model::Class {
                    &CLASS
                }

                /// The values, for code that works on any model.
                pub fn record(&self) -> &$crate::model::Record {
                    &self.0
                }
            }

            impl $crate::model::Model for $name {
                const CLASSES: &'static [&'static $crate::model::Class] = &[&CLASS];
            }
        };

        impl From<$crate::model::Record> for $name {
            fn from(record: $crate::model::Record) -> Self {
                Self(record)
            }
        }

        impl From<$name> for $crate::model::Object {
            fn from(model: $name) -> Self {
                Self::Typed(model.0)
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

pub(crate) use {given, model, option, or, reply, table};
