//! Description of an operation: the single source of its name, arguments, documentation and reply.

use std::fmt;

use super::argument::{Argument, Given};
use super::reply::{Answered, Reply};
use super::{CallOptions, Effect, Endpoint, Engine};
use crate::error::{Error, ErrorKind};
use crate::http::Method;
use crate::model::Class;

/// Description of an operation, the same for every language: its arguments, its reply and its errors.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Operation {
    /// Name, the same as the path of the Python method: `messages.send`.
    pub name: &'static str,
    /// Name of the type of its arguments, for code generators.
    pub type_name: &'static str,
    /// Documentation.
    pub doc: &'static str,
    /// Arguments, in order.
    pub arguments: &'static [Argument],
    /// Class whose fields are the arguments, if the operation takes the fields of a message.
    pub class: Option<&'static Class>,
    /// Type of the reply.
    pub reply: Reply,
    /// Documentation of the reply; empty if the type is enough.
    pub returns: &'static str,
    /// Errors with a special meaning for this operation.
    pub errors: &'static [(ErrorKind, &'static str)],
    pub(crate) endpoint: Option<&'static Endpoint>,
    pub(crate) run: Run,
}

/// Runs an operation with arguments from JSON and returns the reply as JSON.
pub(crate) type Run = fn(&Engine, &Given<'_>, &CallOptions) -> Result<String, Error>;

impl Operation {
    /// Returns method and path of the request, with `{}` for an id. `None` if they are arguments, or if the operation
    /// makes no request.
    pub fn request(&self) -> Option<(Method, &'static str)> {
        self.endpoint.map(|endpoint| (endpoint.method, endpoint.path))
    }

    /// Returns true if the operation sends a message, or makes another change that would happen twice if it is
    /// repeated.
    pub fn sends(&self) -> bool {
        self.endpoint.is_none_or(|endpoint| endpoint.effect == Effect::Send) && self.is_call()
    }

    /// Returns true if the operation only reads.
    pub fn reads(&self) -> bool {
        !self.is_call() || self.endpoint.is_some_and(|endpoint| endpoint.effect == Effect::Read)
    }

    /// Returns false if the operation makes no request.
    pub fn is_call(&self) -> bool {
        self.reply != Reply::Html
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation")
            .field("name", &self.name)
            .field("arguments", &self.arguments)
            .field("reply", &self.reply)
            .finish_non_exhaustive()
    }
}

/// Arguments of an operation.
pub trait Arguments: Sized {
    /// Result for the caller.
    type Reply: Answered;

    /// Runs the operation.
    ///
    /// # Errors
    /// Same as the operation.
    fn call(self, engine: &Engine, options: &CallOptions) -> Result<Self::Reply, Error>;
}

/// Describes an operation: defines the type of its arguments, its [`Operation`] and its reading from JSON.
///
/// An argument is `name: type`, followed by its kind in brackets if the type does not imply it, and by `=` and a
/// default, which is JSON. Arguments under `named` must be passed by name, in languages that have such arguments. `on`
/// is the request; `by` is the function that runs an operation with more than one request.
macro_rules! operation {
    (
        $(#[doc = $doc:literal])*
        $(#[derive($($derived:ident),*)] $(#[$attribute:meta])*)?
        $name:ident $(<$life:lifetime>)? = $full:literal {
            $(
                $(#[doc = $argument_doc:literal])*
                $argument:ident : $ty:ty $([$kind:expr])? $(= $default:literal)?
            ),* $(,)?
        }
        $(named {
            $(
                $(#[doc = $named_doc:literal])*
                $named:ident : $named_ty:ty $([$named_kind:expr])? $(= $named_default:literal)?
            ),* $(,)?
        })?
        -> $reply:ty $(= $returns:literal)?;
        $(on $method:ident $path:literal, $api:ident, $rate:ident, $effect:ident;)?
        $(by $run:path;)?
        $(errors { $($error:ident = $cause:literal),* $(,)? })?
    ) => {
        $(#[doc = $doc])*
        $(#[derive($($derived),*)] $(#[$attribute])*)?
        pub struct $name $(<$life>)? {
            $($(#[doc = $argument_doc])* pub $argument: $ty,)*
            $($($(#[doc = $named_doc])* pub $named: $named_ty,)*)?
        }

        impl $(<$life>)? $name $(<$life>)? {
            $(
                pub(crate) const ENDPOINT: $crate::engine::Endpoint = $crate::engine::Endpoint {
                    name: $full,
                    method: $crate::engine::Method::$method,
                    path: $path,
                    api: $crate::engine::Api::$api,
                    rate: $crate::engine::RateClass::$rate,
                    effect: $crate::engine::Effect::$effect,
                };
            )?

            pub(crate) const DESCRIPTION: $crate::engine::description::Operation =
                $crate::engine::description::Operation {
                    name: $full,
                    type_name: stringify!($name),
                    doc: concat!($($doc, "\n"),*),
                    arguments: &[
                        $($crate::engine::description::argument!(
                            $argument, $ty, [$($argument_doc),*] [$($kind)?] [$($default)?] false
                        ),)*
                        $($($crate::engine::description::argument!(
                            $named, $named_ty, [$($named_doc),*] [$($named_kind)?] [$($named_default)?] true
                        ),)*)?
                    ],
                    class: None,
                    reply: <$reply as $crate::engine::reply::Answered>::REPLY,
                    returns: concat!("", $($returns)?),
                    errors: &[$($(($crate::error::ErrorKind::$error, $cause)),*)?],
                    endpoint: $crate::engine::description::endpoint!($($path)?),
                    run: |engine, given, options| {
                        let operation = $name {
                            $($argument: given.take($crate::model::plain(stringify!($argument)))?,)*
                            $($($named: given.take($crate::model::plain(stringify!($named)))?,)*)?
                        };
                        let _ = given;
                        let reply = $crate::engine::description::Arguments::call(operation, engine, options)?;
                        Ok($crate::engine::reply::Answered::into_json(reply))
                    },
                };
        }

        impl $(<$life>)? $crate::engine::description::Arguments for $name $(<$life>)? {
            type Reply = $reply;

            fn call(
                self,
                engine: &$crate::engine::Engine,
                options: &$crate::engine::CallOptions,
            ) -> Result<$reply, $crate::error::Error> {
                $crate::engine::description::run!([$($run)?] engine, self, options)
            }
        }
    };
}

macro_rules! argument {
    ($name:ident, $ty:ty, [$($doc:literal),*] [$($kind:expr)?] [$($default:literal)?] $named:literal) => {
        $crate::engine::argument::Argument {
            name: $crate::model::plain(stringify!($name)),
            doc: concat!($($doc, "\n"),*),
            kind: $crate::model::macros::or!(
                [$($kind)?] [<$ty as $crate::engine::argument::FromArgument<'_>>::KIND]
            ),
            required: <$ty as $crate::engine::argument::FromArgument<'_>>::REQUIRED
                && concat!("", $($default)?).is_empty(),
            default: concat!("", $($default)?),
            named: $named,
        }
    };
}

macro_rules! endpoint {
    () => {
        None
    };
    ($path:literal) => {
        Some(&Self::ENDPOINT)
    };
}

macro_rules! run {
    ([] $engine:ident, $operation:expr, $options:ident) => {
        $engine.run($operation, $options)
    };
    ([$run:path] $engine:ident, $operation:expr, $options:ident) => {
        $run($engine, $operation, $options)
    };
}

pub(crate) use {argument, endpoint, operation, run};
