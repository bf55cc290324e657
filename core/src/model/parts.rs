//! Lists of parts, and of the rows of a reply.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use super::record::{Object, Record};
use super::rows::Rows;
use super::value::ValueRef;

/// A list of parts, used as a slice. The rows of a reply become its objects when it is first used so: most programs read
/// each row once, and need no object beside it.
#[derive(Clone)]
pub struct Parts(List);

#[derive(Clone)]
enum List {
    Objects(Vec<Object>),
    Rows(Box<(Arc<Rows>, OnceLock<Vec<Object>>)>),
}

impl Parts {
    pub(crate) fn of_rows(rows: Rows) -> Self {
        Self(List::Rows(Box::new((Arc::new(rows), OnceLock::new()))))
    }

    /// Returns the number of parts.
    pub fn len(&self) -> usize {
        match &self.0 {
            List::Objects(list) => list.len(),
            List::Rows(rows) => rows.0.len(),
        }
    }

    /// Returns true if there are no parts.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the record at `index`; `None` if there is no such part, or if it is a plain object.
    #[doc(hidden)]
    pub fn record(&self, index: usize) -> Option<Record> {
        match &self.0 {
            List::Objects(list) => list.get(index)?.record().cloned(),
            List::Rows(rows) => (index < rows.0.len()).then(|| Record::row(&rows.0, index as u32)),
        }
    }

    /// Turns a row of this table into the one at `index`, which costs less than a new record. Returns false if that is not
    /// possible.
    #[doc(hidden)]
    pub fn turn(&self, record: &mut Record, index: usize) -> bool {
        let List::Rows(rows) = &self.0 else { return false };
        index < rows.0.len() && record.turn(&rows.0, index as u32)
    }

    /// Returns the records.
    #[doc(hidden)]
    pub fn records(&self) -> impl Iterator<Item = Record> {
        (0..self.len()).filter_map(|index| self.record(index))
    }

    /// Returns the field at `position` of the record at `index`; null if there is none.
    #[doc(hidden)]
    pub fn at(&self, index: usize, position: usize) -> ValueRef<'_> {
        match &self.0 {
            List::Objects(list) => {
                list.get(index).and_then(Object::record).map_or(ValueRef::Null, |record| record.at(position))
            }
            List::Rows(rows) => rows.0.at(index, position),
        }
    }
}

impl Deref for Parts {
    type Target = [Object];

    fn deref(&self) -> &[Object] {
        match &self.0 {
            List::Objects(list) => list,
            List::Rows(rows) => rows.1.get_or_init(|| self.records().map(Object::Typed).collect()),
        }
    }
}

impl DerefMut for Parts {
    fn deref_mut(&mut self) -> &mut [Object] {
        if let List::Rows(_) = self.0 {
            self.0 = List::Objects(self.to_vec());
        }
        match &mut self.0 {
            List::Objects(list) => list,
            List::Rows(_) => &mut [],
        }
    }
}

impl From<Vec<Object>> for Parts {
    fn from(list: Vec<Object>) -> Self {
        Self(List::Objects(list))
    }
}

impl FromIterator<Object> for Parts {
    fn from_iter<I: IntoIterator<Item = Object>>(parts: I) -> Self {
        Self(List::Objects(parts.into_iter().collect()))
    }
}

impl<'a> IntoIterator for &'a Parts {
    type Item = &'a Object;
    type IntoIter = std::slice::Iter<'a, Object>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl PartialEq for Parts {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Parts {}

impl Hash for Parts {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::json::Json;
    use super::super::read::{Gaps, read_table};
    use super::*;
    use crate::SentMessage;

    #[test]
    fn rows_are_parts_before_and_after_they_are_a_slice() {
        let whole = Json::trusted(r#"[{"messageId":"a"},{"messageId":"b"}]"#);
        let rows = read_table(SentMessage::class(), &whole, Gaps::Refused).unwrap().parts();
        let ids = |parts: &Parts| -> Vec<String> {
            parts.records().map(|row| row.get("message_id").as_str().unwrap().to_owned()).collect()
        };
        for _ in 0..2 {
            assert_eq!((rows.len(), rows.is_empty(), ids(&rows)), (2, false, vec!["a".to_owned(), "b".to_owned()]));
            assert_eq!(
                (rows.at(1, 0), rows.at(1, 99), rows.at(2, 0)),
                (ValueRef::Text("b"), ValueRef::Null, ValueRef::Null)
            );
            assert!(rows.record(2).is_none());
            let mut row = rows.record(0).unwrap();
            assert!(rows.turn(&mut row, 1) && !rows.turn(&mut row, 2));
            assert_eq!(Some(&row), rows.record(1).as_ref());
            // As a slice.
            assert!(rows.iter().map(|row| row.record().unwrap().clone()).eq(rows.records()));
        }
        let mut changed = rows.clone();
        assert_eq!(changed, rows);
        changed.reverse();
        // Its rows are no longer those of the table.
        assert!(
            !changed.turn(&mut rows.record(0).unwrap(), 1) && !rows.turn(&mut Record::new(SentMessage::class()), 0)
        );
        assert_eq!((ids(&changed), ids(&rows)), (vec!["b".to_owned(), "a".to_owned()], ids(&rows.clone())));
        assert_ne!(changed, rows);
        let mixed: Parts = [rows[0].clone(), Object::Plain(Json::trusted("{}"))].into_iter().collect();
        assert_eq!((mixed.len(), ids(&mixed), mixed.record(1)), (2, vec!["a".to_owned()], None));
        assert!(mixed.at(1, 0).is_null());
    }
}
