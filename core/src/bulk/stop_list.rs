//! Phones that a campaign sends nothing to.

use std::path::PathBuf;

use roaring::RoaringTreemap;

use crate::error::Error;
use crate::phone::PhoneRules;

/// Name of the option.
pub(crate) const STOP_LIST: &str = "stop_list";

/// Phones that a campaign sends nothing to: of files, of the program, or both.
///
/// A phone may have any form that a message's recipient may have. An invalid phone fails the campaign before anything is
/// sent. A million numbers take about 4 MB while the campaign runs.
///
/// ```
/// use smsbat_core::bulk::{BulkOptions, StopList};
///
/// let mut list = StopList::file("unsubscribed.txt");
/// list.add("+380671234567");
/// let mut options = BulkOptions::default();
/// options.stop_list = Some(list);
/// ```
#[derive(Clone, Default)]
pub struct StopList {
    files: Vec<PathBuf>,
    /// Numbers that were read already.
    numbers: RoaringTreemap,
    /// Others as text, because only the campaign knows their country; each ends at its place in `ends`.
    texts: String,
    ends: Vec<usize>,
    /// Phones so far.
    count: usize,
}

/// Omits the numbers.
impl std::fmt::Debug for StopList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StopList").field("files", &self.files).field("count", &self.count).finish_non_exhaustive()
    }
}

impl StopList {
    /// The phones of a file, one on each line; empty lines are passed over. It is read when the campaign begins.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self { files: vec![path.into()], ..Self::default() }
    }

    pub(crate) fn add_file(&mut self, path: PathBuf) {
        self.files.push(path);
    }

    /// Adds a phone.
    pub fn add(&mut self, phone: impl AsRef<str>) {
        self.texts.push_str(phone.as_ref());
        self.ends.push(self.texts.len());
        self.count = self.count.saturating_add(1);
    }

    /// Adds a phone that is read at once, so that its text need not be kept.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if it is no phone number.
    #[doc(hidden)]
    pub fn read(&mut self, phone: &str, phones: PhoneRules) -> Result<(), Error> {
        self.numbers.insert(number(phones, phone, &self.next_name(), "")?);
        self.count = self.count.saturating_add(1);
        Ok(())
    }

    /// Name of the next phone in an error.
    #[doc(hidden)]
    pub fn next_name(&self) -> String {
        format!("{STOP_LIST}[{}]", self.count)
    }

    pub(crate) fn paths(&self) -> &[PathBuf] {
        &self.files
    }

    /// The numbers that are not in files.
    pub(crate) fn numbers(&self, phones: PhoneRules) -> Result<RoaringTreemap, Error> {
        let mut numbers = self.numbers.clone();
        let mut start = 0;
        for (i, end) in self.ends.iter().enumerate() {
            numbers.insert(number(
                phones,
                self.texts.get(start..*end).unwrap_or_default(),
                &format!("{STOP_LIST}[{i}]"),
                "",
            )?);
            start = *end;
        }
        Ok(numbers)
    }
}

/// Reads a phone of the list. `place` stands before what is wrong with it.
pub(crate) fn number(phones: PhoneRules, text: &str, name: &str, place: &str) -> Result<u64, Error> {
    let wrong = |why: &dyn std::fmt::Display| Error::invalid(name, "phone", format!("{place}{why}"));
    let digits = phones.digits(text.trim()).map_err(|e| wrong(&e))?;
    digits.parse().map_err(|_| wrong(&"is no phone number"))
}

impl<S: AsRef<str>> FromIterator<S> for StopList {
    fn from_iter<I: IntoIterator<Item = S>>(phones: I) -> Self {
        let mut list = Self::default();
        phones.into_iter().for_each(|phone| list.add(phone));
        list
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_that_is_read_at_once_counts_as_one_that_is_added() {
        let mut list = StopList::default();
        list.add("+380671234567");
        assert_eq!(list.next_name(), "stop_list[1]");
        list.read("+380 50 123 45 67", PhoneRules::LOOSE).unwrap();
        assert_eq!(list.next_name(), "stop_list[2]");
        let error = list.read("Ada", PhoneRules::LOOSE).unwrap_err();
        assert_eq!((error.problems()[0].argument(), error.problems()[0].rule()), ("stop_list[2]", "phone"));
        let numbers = list.numbers(PhoneRules::LOOSE).unwrap();
        assert!(numbers.contains(380_501_234_567) && numbers.len() == 2, "{numbers:?}");
    }
}
