//! The plan of a campaign: what a run with the same rows and options would send.

use crate::bulk::row::sms_text;
use crate::error::Error;
use crate::model::Object;
use crate::preview::Preview;
use crate::text::{Encoding, segments};

/// Rule of a row that only a dry run kept from being sent.
pub(crate) const DRY_RUN: &str = "dry_run";

/// Messages of a plan that are shown.
const PREVIEWS: usize = 3;

/// Most digits of a price.
const PRICE_DIGITS: usize = 18;

/// Plan of a campaign, made by a run with [`crate::bulk::BulkOptions::dry_run`]. It sends nothing and needs no
/// credentials. Which rows are refused, and why, is [`crate::bulk::BulkReport::problems`].
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct BulkPlan {
    /// Rows of the source. They are valid, invalid or resumed.
    pub total: u64,
    /// Rows that would be sent.
    pub valid: u64,
    /// Rows that would not be sent, each with a rule and a reason.
    pub invalid: u64,
    /// Blank rows of a file, which are passed over and are in no other count.
    pub skipped: u64,
    /// Rows that keep the outcome an earlier run wrote into the journal, and would not be sent again.
    pub resumed: u64,
    /// SMS parts of the valid rows, counted from their texts; a message of another channel counts with the SMS that it
    /// falls back to.
    pub parts: u64,
    /// Encodings of those texts, each with the number of its messages.
    pub encodings: Vec<(Encoding, u64)>,
    /// The first three messages that would be sent.
    pub previews: Vec<Preview>,
}

/// No text of a message.
impl std::fmt::Debug for BulkPlan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BulkPlan")
            .field("total", &self.total)
            .field("valid", &self.valid)
            .field("invalid", &self.invalid)
            .field("skipped", &self.skipped)
            .field("resumed", &self.resumed)
            .field("parts", &self.parts)
            .field("encodings", &self.encodings)
            .finish_non_exhaustive()
    }
}

/// Writes the counts, one on each line.
impl std::fmt::Display for BulkPlan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (count, word) in [
            (self.valid, "would be sent"),
            (self.invalid, "would not be sent"),
            (self.resumed, "known by the journal"),
            (self.total, "in all"),
            (self.skipped, "blank rows skipped"),
        ] {
            writeln!(f, "{count:>12} {word}")?;
        }
        write!(f, "{:>12} SMS parts", self.parts)?;
        self.encodings.iter().try_for_each(|(encoding, count)| write!(f, ", {count} in {}", encoding.as_str()))
    }
}

impl BulkPlan {
    /// Returns the price of all parts, exact to the last digit: `parts` times the price of one, such as `0.45`.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if the price is not a decimal number of at most 18 digits.
    pub fn cost(&self, price_per_part: &str) -> Result<String, Error> {
        let wrong = || {
            let message = "must be a decimal number of at most 18 digits, such as 0.45";
            Error::invalid("price_per_part", "decimal", message)
        };
        let text = price_per_part.trim();
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{fraction}");
        if whole.is_empty() || text.ends_with('.') || digits.len() > PRICE_DIGITS {
            return Err(wrong());
        }
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong());
        }
        // 18 digits and 64 bits fit into 128 bits.
        let cost = digits.parse::<u128>().map_err(|_| wrong())?.saturating_mul(u128::from(self.parts));
        let cost = format!("{cost:0>width$}", width = fraction.len().saturating_add(1));
        let (whole, rest) = cost.split_at(cost.len().saturating_sub(fraction.len()));
        let point = if fraction.is_empty() { "" } else { "." };
        Ok(format!("{whole}{point}{rest}"))
    }

    /// Counts a message that would be sent.
    pub(crate) fn add(&mut self, message: &Object) {
        self.valid = self.valid.saturating_add(1);
        if let Some(text) = sms_text(message).filter(|text| !text.is_empty()) {
            let found = segments(&text);
            self.parts = self.parts.saturating_add(found.parts as u64);
            match self.encodings.iter_mut().find(|(encoding, _)| *encoding == found.encoding) {
                Some((_, count)) => *count = count.saturating_add(1),
                None => self.encodings.push((found.encoding, 1)),
            }
        }
        if self.previews.len() < PREVIEWS {
            self.previews.push(Preview::of(message));
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_has_every_digit() {
        let plan = |parts| BulkPlan { parts, ..BulkPlan::default() };
        for (parts, price, cost) in [
            (3, "0.1", "0.3"),
            (7, "0.450", "3.150"),
            (1_000_000, "0.000001", "1.000000"),
            (0, "0.45", "0.00"),
            (12, "2", "24"),
            (1, "000.5", "0.5"),
            (u64::MAX, "999999999999999999", "18446744073709551596553255926290448385"),
            (u64::MAX, "0.00000000000000001", "184.46744073709551615"),
        ] {
            assert_eq!(plan(parts).cost(price).unwrap(), cost, "{parts} {price}");
        }
        for wrong in
            ["", ".5", "5.", "-1", "+1", "1e3", "0,45", "1.2.3", "nan", "\u{661}", "1234567890123456789", "1 2"]
        {
            assert_eq!(plan(1).cost(wrong).unwrap_err().field(), Some("price_per_part"), "{wrong}");
        }
    }
}
