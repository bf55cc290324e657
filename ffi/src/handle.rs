//! Pointers from callers. The type that a pointer refers to defines its use.

use crate::fault::Fault;
use crate::panics;

/// A type that C sees as an opaque struct and reads through functions.
pub(crate) trait Handle {
    /// Name of a parameter of this type, for errors.
    const NAME: &'static str;
}

/// A type that C owns: [`give`] passes it to C, and [`free`] frees it. A type that C only borrows, such as a row of a
/// result, is just a [`Handle`].
pub(crate) trait Owned: Handle {}

/// Makes a type a [`Handle`], and with `owned` an [`Owned`] one. The text is the name of its parameters.
macro_rules! handle {
    ($name:ident, $parameter:literal) => {
        impl $crate::handle::Handle for $name {
            const NAME: &'static str = $parameter;
        }
    };
    ($name:ident, $parameter:literal, owned) => {
        $crate::handle::handle!($name, $parameter);

        impl $crate::handle::Owned for $name {}
    };
}
pub(crate) use handle;

/// Passes ownership of a value to C.
pub(crate) fn give<T: Owned>(value: T) -> *mut T {
    Box::into_raw(Box::new(value))
}

/// Frees a value from [`give`]. `NULL` is allowed.
///
/// # Safety
/// `pointer` is `NULL` or came from [`give`], and is no longer used.
pub(crate) unsafe fn free<T: Owned>(pointer: *mut T) {
    if !pointer.is_null() {
        // SAFETY: it came from `Box::into_raw` in `give` and is not used again.
        panics::value((), || drop(unsafe { Box::from_raw(pointer) }));
    }
}

/// Reads from a value. Returns `absent` for `NULL`.
///
/// # Safety
/// `pointer` is `NULL` or points to a live `T` that does not change meanwhile.
pub(crate) unsafe fn look<'a, T: Handle + 'a, R>(pointer: *const T, absent: R, look: impl FnOnce(&'a T) -> R) -> R {
    // SAFETY: the caller's promise.
    match unsafe { pointer.as_ref() } {
        Some(value) => panics::value(absent, || look(value)),
        None => absent,
    }
}

/// Defines functions that read one value of a handle: `name -> type = value for NULL, how to read it`. The generator of
/// the header reads these lines as well.
macro_rules! getters {
    ($handle:ident: $type:ty; $(
        $(#[$doc:meta])*
        $name:ident $(($more:ident: $more_type:ty))? -> $result:ty = $absent:expr, $look:expr;
    )*) => {$(
        $(#[$doc])*
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name($handle: *const $type $(, $more: $more_type)?) -> $result {
            // Outside of `unsafe`, so that a read needs its own.
            let (absent, look) = ($absent, $crate::handle::reads::<$type, _, _>($look));
            // SAFETY: the caller passes NULL or a live object.
            unsafe { $crate::handle::look($handle, absent, look) }
        }
    )*};
}
pub(crate) use getters;

/// Gives a closure of [`getters!`] its type.
pub(crate) fn reads<T, R, F: FnOnce(&T) -> R>(look: F) -> F {
    look
}

/// Returns the value behind a pointer that must not be `NULL`.
///
/// # Safety
/// `pointer` is `NULL` or points to a live `T` that does not change during `'a`.
pub(crate) unsafe fn shared<'a, T: Handle>(pointer: *const T) -> Result<&'a T, Fault> {
    // SAFETY: the caller's promise.
    unsafe { pointer.as_ref() }.ok_or_else(|| Fault::null(T::NAME))
}

/// Returns the value behind a pointer that must not be `NULL`, for modification.
///
/// # Safety
/// `pointer` is `NULL` or points to a live `T` that nobody else uses during `'a`.
pub(crate) unsafe fn exclusive<'a, T: Owned>(pointer: *mut T) -> Result<&'a mut T, Fault> {
    // SAFETY: the caller's promise.
    unsafe { pointer.as_mut() }.ok_or_else(|| Fault::null(T::NAME))
}

/// An output parameter for an object, and its name. It is `NULL` until [`Out::set`].
pub(crate) struct Out<T>(*mut *mut T, &'static str);

impl<T: Owned> Out<T> {
    /// Takes the output parameter and sets it to `NULL`.
    ///
    /// # Safety
    /// `place` is `NULL` or may be written to for as long as this lives.
    pub(crate) unsafe fn new(place: *mut *mut T, name: &'static str) -> Self {
        if !place.is_null() {
            // SAFETY: not NULL, and the caller promised that it is writable.
            unsafe { place.write(std::ptr::null_mut()) };
        }
        Self(place, name)
    }

    /// Returns an error if the output parameter is `NULL`. Called before the work starts.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        if self.0.is_null() { Err(Fault::null(self.1)) } else { Ok(()) }
    }

    /// Stores the value in the output parameter.
    pub(crate) fn set(self, value: T) -> Result<(), Fault> {
        self.check()?;
        // SAFETY: not NULL, and the caller of `new` promised that it is writable.
        unsafe { self.0.write(give(value)) };
        Ok(())
    }
}
