//! Lists of replies and their functions.

use std::ffi::c_char;

use crate::handle::{Owned, look};

/// A handle for a list.
pub(crate) trait List: Owned {
    type Item;

    fn len(&self) -> usize;
    fn get(&self, index: usize) -> Option<&Self::Item>;

    /// Returns the name of an entry, if entries have names.
    fn name(&self, _index: usize) -> *const c_char {
        std::ptr::null()
    }
}

/// Implements a list type for replies of the core: `rows`, `owned` objects or `named` objects.
macro_rules! list_type {
    ($list:ident, $item:ident, $source:ty, rows) => {
        crate::reply_list::list_type!(@ $list, $item, $source, |row: $source| Views::one(row.record().clone()),
            |row: &Views| <$item as crate::reply::Row>::of(row.first()));
    };
    ($list:ident, $item:ident, $source:ty, owned) => {
        crate::reply_list::list_type!(@ $list, $item, $source, $item::from, |row: &$item| row);
    };
    ($list:ident, $item:ident, $source:ty, named) => {
        crate::reply_list::list_type!(@ $list, $item, (String, $source),
            |(name, row): (String, $source)| (CText::new(name), $item::from(row)), |row: &(CText, $item)| &row.1,
            fn name(&self, index: usize) -> *const c_char {
                self.0.get(index).map_or(std::ptr::null(), |(name, _)| name.as_ptr())
            });
    };
    (@ $list:ident, $item:ident, $source:ty, $store:expr, $look:expr $(, $name:item)?) => {
        crate::handle::handle!($list, "list", owned);

        impl crate::reply_list::List for $list {
            type Item = $item;

            fn len(&self) -> usize {
                self.0.len()
            }

            fn get(&self, index: usize) -> Option<&$item> {
                self.0.get(index).map($look)
            }

            $($name)?
        }

        impl From<Vec<$source>> for $list {
            fn from(rows: Vec<$source>) -> Self {
                Self(rows.into_iter().map($store).collect())
            }
        }
    };
}

pub(crate) use list_type;

/// # Safety
/// `list` is `NULL` or live.
pub(crate) unsafe fn count<L: List>(list: *const L) -> usize {
    // SAFETY: the caller's promise.
    unsafe { look(list, 0, List::len) }
}

/// Returns an entry; `NULL` past the end.
///
/// # Safety
/// `list` is `NULL` or live.
pub(crate) unsafe fn at<L: List>(list: *const L, index: usize) -> *const L::Item {
    // SAFETY: the caller's promise.
    unsafe { look(list, std::ptr::null(), |list| list.get(index).map_or(std::ptr::null(), std::ptr::from_ref)) }
}

/// Returns the name of an entry; `NULL` past the end.
///
/// # Safety
/// `list` is `NULL` or live.
pub(crate) unsafe fn name<L: List>(list: *const L, index: usize) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { look(list, std::ptr::null(), |list| list.name(index)) }
}
