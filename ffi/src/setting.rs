//! Common base of options: values that are set one by one, and errors of setters that are stored.

use smsbat_core::{Problem, binding};

use crate::boundary;
use crate::draft::{is_within, problem_of};
use crate::error::{Fault, smsbat_code};
use crate::handle::{Owned, exclusive};

/// Options under construction.
#[derive(Default)]
pub(crate) struct Settings<T> {
    value: T,
    /// Stored errors, each with the name of its setting.
    mistakes: Vec<Problem>,
}

/// A handle for options.
pub(crate) trait Set: Owned {
    type Value: Clone;
    fn settings(&mut self) -> &mut Settings<Self::Value>;
}

impl<T: Clone> Settings<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { value, mistakes: Vec::new() }
    }

    /// Returns the options, or the stored errors of setters.
    pub(crate) fn get(&self) -> Result<T, Fault> {
        if self.mistakes.is_empty() {
            Ok(self.value.clone())
        } else {
            Err(binding::validation(self.mistakes.clone()).into())
        }
    }
}

/// The stored errors of a setting that a change of it keeps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// None: the setting has a new value.
    None,
    /// All: the change adds a value, and the others are still missing.
    All,
}

/// Changes options. An error is returned and also stored under `name`.
///
/// # Safety
/// `options` is `NULL` or live options that no other thread uses.
pub(crate) unsafe fn change<S: Set>(
    options: *mut S,
    name: &str,
    keep: Keep,
    change: impl FnOnce(&mut S::Value) -> Result<(), Fault>,
) -> smsbat_code {
    boundary::code(|| {
        // SAFETY: the caller's promise.
        let Settings { value, mistakes } = unsafe { exclusive(options) }?.settings();
        if keep == Keep::None {
            mistakes.retain(|m| !is_within(m.path(), name));
        }
        change(value).inspect_err(|fault| mistakes.push(problem_of(name, fault)))
    })
}

/// Defines functions that change options: `name(arguments) = "name of the setting", |options| { change }`, with `+=` for
/// one that adds a value to the setting. The generator of the header reads these lines as well.
macro_rules! setters {
    ($options:ident: $type:ty; $(
        $(#[$doc:meta])*
        $name:ident($($given:ident: $given_type:ty),*) $how:tt $setting:literal, |$own:ident| $set:block;
    )*) => {$(
        $(#[$doc])*
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name($options: *mut $type, $($given: $given_type),*) -> smsbat_code {
            // Outside of `unsafe`, so that a change needs its own.
            let change = |$own: &mut <$type as $crate::setting::Set>::Value| {
                $set;
                Ok(())
            };
            // SAFETY: the caller passes NULL or options that no other thread uses.
            unsafe { $crate::setting::change($options, $setting, $crate::setting::keep!($how), change) }
        }
    )*};
}
pub(crate) use setters;

/// Returns the stored errors that a change with this sign in [`setters!`] keeps.
macro_rules! keep {
    (=) => {
        $crate::setting::Keep::None
    };
    (+=) => {
        $crate::setting::Keep::All
    };
}
pub(crate) use keep;
