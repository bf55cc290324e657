//! Form of a row of a reply, used to read the next one: rows differ in their values, and rarely in the text between them.

use super::scan::{Raw, Scan};

/// Largest number of values of a row that is remembered.
const MOST_VALUES: usize = 64;

/// Largest number of digits of an integer that certainly fits a number.
const MOST_DIGITS: usize = 18;

/// Texts between the values of a row, and what the values are.
#[derive(Default)]
pub(super) struct Shape<'t> {
    values: Vec<Place<'t>>,
    /// The text after the last value.
    end: &'t str,
    /// Position after the last value that was noted.
    from: usize,
    /// A bit for each field that was noted.
    seen: u64,
    /// True if [`Shape::read`] can read a row of this form.
    is_plain: bool,
}

/// The place of a value in a row.
struct Place<'t> {
    /// Text before the value, with the opening quote of a text.
    before: &'t str,
    /// Field that the value fills.
    field: Option<usize>,
    /// True for a text, false for a number.
    is_text: bool,
}

impl<'t> Shape<'t> {
    /// Forgets the form, and begins to note that of the row at this position.
    pub(super) fn begin(&mut self, scan: &Scan<'t>) {
        self.values.clear();
        (self.end, self.from, self.seen, self.is_plain) = ("", scan.position(), 0, true);
    }

    /// Notes the value that was just read, the field of its key, and whether that field takes a text or an integer as it
    /// stands; a key without a field takes both.
    pub(super) fn note(&mut self, scan: &Scan<'t>, field: Option<usize>, takes: (bool, bool), raw: Raw<'t>) {
        if !self.is_plain {
            return;
        }
        // Which of two values counts depends on their keys.
        let bit = field.map_or(0, bit);
        let is_second = self.seen & bit != 0;
        self.seen |= bit;
        if raw.as_str() == "null" && !is_second {
            // Null fills no field, so it is part of the text between the values.
            return;
        }
        let is_text = match (raw.plain_string(), raw.natural(), takes) {
            _ if is_second || self.values.len() == MOST_VALUES => None,
            (Some(text), _, (true, _)) if is_sure(text) => Some(true),
            (_, Some(digits), (_, true)) if digits.len() <= MOST_DIGITS => Some(false),
            _ => None,
        };
        let Some(is_text) = is_text else {
            self.is_plain = false;
            return;
        };
        let (end, quote) = (scan.position(), usize::from(is_text));
        let start = end.saturating_sub(raw.as_str().len()).saturating_add(quote);
        self.values.push(Place { before: scan.slice(self.from, start), field, is_text });
        self.from = end.saturating_sub(quote);
    }

    /// Notes the end of the row. Returns true if rows can be read by this form.
    pub(super) fn finish(&mut self, scan: &Scan<'t>) -> bool {
        if self.is_plain {
            self.end = scan.slice(self.from, scan.position());
        }
        self.is_plain
    }

    /// Reads a row of this form and returns its text. `fill` gets each field with its value. For any other row, the position
    /// stays, and what was filled does not count.
    #[inline]
    pub(super) fn read(&self, scan: &mut Scan<'t>, mut fill: impl FnMut(usize, &'t str)) -> Option<&'t str> {
        if !self.is_plain {
            return None;
        }
        let from = scan.position();
        let is_like = self.values.iter().all(|place| {
            let value = match scan.follows(place.before) {
                true if place.is_text => scan.plain_text().filter(|text| is_sure(text)),
                true => scan.natural().filter(|digits| digits.len() <= MOST_DIGITS),
                false => None,
            };
            if let (Some(value), Some(field)) = (value, place.field) {
                fill(field, value);
            }
            value.is_some()
        });
        if is_like && scan.follows(self.end) {
            return Some(scan.slice(from, scan.position()));
        }
        scan.back_to(from);
        None
    }
}

/// The bit of a field; no class has more than 64.
pub(super) fn bit(field: usize) -> u64 {
    1_u64.wrapping_shl(field as u32)
}

/// Returns true for a text that is surely not blank. One that begins with a space may be.
#[inline]
pub(super) fn is_sure(text: &str) -> bool {
    text.bytes().next().is_some_and(|first| first > b' ')
}
