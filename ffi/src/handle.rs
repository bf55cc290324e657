//! Pointers of callers. What may be done with one stands in the type it points to.

use crate::fault::Fault;
use crate::panics;

/// A type that C sees as an opaque struct and reads through functions.
pub(crate) trait Handle {
    /// Name of a parameter that points to one, for messages.
    const NAME: &'static str;
}

/// One that C owns: [`give`] hands it out, [`free`] ends it. What C only borrows, such as a row of a result,
/// is a [`Handle`] without this.
pub(crate) trait Owned: Handle {}

/// Hands a value out to C.
pub(crate) fn give<T: Owned>(value: T) -> *mut T {
    Box::into_raw(Box::new(value))
}

/// Ends what [`give`] handed out; NULL is fine.
///
/// # Safety
/// `pointer` is NULL or came from [`give`], and nobody uses it any more.
pub(crate) unsafe fn free<T: Owned>(pointer: *mut T) {
    if !pointer.is_null() {
        // SAFETY: it came from `Box::into_raw` in `give` and is not used again.
        panics::value((), || drop(unsafe { Box::from_raw(pointer) }));
    }
}

/// The value behind a pointer that must not be NULL.
///
/// # Safety
/// `pointer` is NULL or points to a live `T` that nobody changes during `'a`.
pub(crate) unsafe fn shared<'a, T: Handle>(pointer: *const T) -> Result<&'a T, Fault> {
    // SAFETY: the caller's promise.
    unsafe { pointer.as_ref() }.ok_or(Fault::null(T::NAME))
}

/// The value behind a pointer that must not be NULL, for changing it.
///
/// # Safety
/// `pointer` is NULL or points to a live `T` that nobody else uses during `'a`.
pub(crate) unsafe fn exclusive<'a, T: Owned>(pointer: *mut T) -> Result<&'a mut T, Fault> {
    // SAFETY: the caller's promise.
    unsafe { pointer.as_mut() }.ok_or(Fault::null(T::NAME))
}

/// A place of the caller's for an object that is handed out. It holds NULL until then.
pub(crate) struct Out<T>(*mut *mut T);

impl<T: Owned> Out<T> {
    /// Takes the place and empties it.
    ///
    /// # Safety
    /// `place` is NULL or may be written to for as long as this lives.
    pub(crate) unsafe fn new(place: *mut *mut T) -> Self {
        if !place.is_null() {
            // SAFETY: not NULL, and the caller lets us write to it.
            unsafe { place.write(std::ptr::null_mut()) };
        }
        Self(place)
    }

    /// An error if there is no place: for before the work is done.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        if self.0.is_null() { Err(Fault::null(T::NAME)) } else { Ok(()) }
    }

    /// Hands the value out.
    pub(crate) fn set(self, value: T) -> Result<(), Fault> {
        self.check()?;
        // SAFETY: not NULL, and `new` was promised that it may be written to.
        unsafe { self.0.write(give(value)) };
        Ok(())
    }
}
