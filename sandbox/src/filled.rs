//! Collections with an order, from an iterator.

/// Returns a collection of these items. `collect` sorts them before it makes a map, with 5 kB of code for each kind of
/// iterator.
pub(crate) fn filled<C: Default + Extend<T>, T>(items: impl IntoIterator<Item = T>) -> C {
    let mut filled = C::default();
    filled.extend(items);
    filled
}
