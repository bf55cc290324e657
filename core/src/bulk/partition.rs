//! Campaigns that many processes send, each some of the rows: the id of a row and its journal.
//!
//! Engines run a piece of work again, cut the same rows into other pieces and lose results that they then make
//! again. So neither the id nor the journal may depend on the piece: both follow from the row alone.

use sha1::{Digest, Sha1};

use crate::bulk::options::BulkOptions;
use crate::bulk::row::Cell;
use crate::error::Error;
use crate::hex::short_hex;
use crate::messages::Messages;
use crate::phone::PhoneRules;

/// Journals of one campaign. If this or [`place`] changed, rows that were sent would be looked for in another
/// journal and be sent a second time.
pub const PARTITION_JOURNALS: usize = 16;

/// Returns the rules that a bulk send of this client with this country reads phone numbers by.
///
/// # Errors
/// [`crate::ErrorKind::Validation`] if there is no such country.
pub fn phone_rules(messages: &Messages<'_>, country: Option<&str>) -> Result<PhoneRules, Error> {
    let options = BulkOptions { country: country.map(str::to_owned), ..BulkOptions::default() };
    options.rules(&messages.engine.config().rules).map(|rules| rules.phones)
}

/// Returns the id of a row and the number of its journal; `None` if the cell is empty.
///
/// A row with an id of its own (`own`) keeps it. Otherwise the cell is the recipient, and the id is the first
/// 128 bits of SHA-1 over the campaign's name, a zero byte and the digits of the number, as 32 hexadecimal digits.
pub fn place(campaign: &str, cell: &Cell<'_>, own: bool, phones: PhoneRules) -> Option<(String, usize)> {
    let cell = cell.trimmed();
    if cell.is_null() {
        return None;
    }
    let mut id = String::new();
    let written = if own { cell.write(&mut id) } else { cell.write_phone(&mut id) };
    if let Err(error) = written {
        // It only has to lead the row into some journal, before which it is refused.
        id = error.problem("").message().to_owned();
    }
    if !own {
        // What is no number has an id too: its row is refused for that reason later.
        let digits = phones.digits(&id).map_or_else(|_| id.clone(), std::borrow::Cow::into_owned);
        let hash = Sha1::new().chain_update(campaign).chain_update([0]).chain_update(digits);
        id = short_hex(&hash.finalize());
    }
    let journal = usize::from(Sha1::digest(&id).first().copied()?) % PARTITION_JOURNALS;
    Some((id, journal))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn place(campaign: &str, cell: &Cell<'_>, own: bool) -> Option<(String, usize)> {
        super::place(campaign, cell, own, PhoneRules::default())
    }

    /// If this fails, campaigns under way would be sent a second time.
    #[test]
    fn ids_and_journals_stay_the_same_between_versions() {
        let id = "5c138b51fc29184052cbcfd6ee6488f1";
        for to in [Cell::Text("+380671234567"), Cell::Text("380 67 123-45-67"), Cell::Int(380671234567)] {
            assert_eq!(place("sale", &to, false), Some((id.to_owned(), 6)));
        }
        assert_eq!(place("sale", &Cell::Float(380671234567.0), false), place("sale", &Cell::Int(380671234567), false));
        assert_ne!(place("other", &Cell::Int(380671234567), false).map(|p| p.0), Some(id.to_owned()));
        for to in ["0671234567", "671234567", "80671234567"] {
            let phones = PhoneRules::new(Some("380"), true).unwrap();
            assert_eq!(super::place("sale", &Cell::Text(to), false, phones), Some((id.to_owned(), 6)));
        }
        assert_eq!(place("sale", &Cell::Text("order-17"), true), Some(("order-17".to_owned(), 6)));
        assert_eq!(place("sale", &Cell::Int(17), true).map(|p| p.0), Some("17".to_owned()));
        assert_eq!(place("sale", &Cell::Text("\u{a0}"), false), None);
        assert_eq!(place("sale", &Cell::Text(" 380671234567 "), false), Some((id.to_owned(), 6)));
        assert_eq!(place("sale", &Cell::Null, true), None);
    }

    #[test]
    fn every_journal_gets_its_share() {
        let mut rows = [0; PARTITION_JOURNALS];
        for i in 0..16_000 {
            if let Some((_, journal)) = place("sale", &Cell::Int(380_670_000_000 + i), false) {
                rows[journal] += 1;
            }
        }
        assert!(rows.iter().all(|n| (800..1200).contains(n)), "{rows:?}");
    }
}
