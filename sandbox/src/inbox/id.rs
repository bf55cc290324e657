//! Opaque message ids, computed from a sequence number so that no table is needed.

use super::message::Api;

/// Odd, so that multiplication is reversible; `UNSPREAD` is its inverse.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
const UNSPREAD: u64 = 0xf1de_83e1_9937_733d;

/// Makes and reads message ids.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ids {
    pub(super) salt: u64,
}

impl Ids {
    /// The id of a message: a GUID except in the SMSBAT API.
    pub(super) fn id(self, api: Api, number: u64) -> String {
        let mixed = number.wrapping_mul(SPREAD) ^ self.salt;
        if api == Api::Messages { format!("m-{mixed:016x}") } else { guid(mixed) }
    }

    /// A GUID that no message has.
    pub(super) fn event(self, number: u64) -> String {
        guid((u64::MAX - number).wrapping_mul(SPREAD) ^ self.salt)
    }

    /// The sequence number in an id, if it is one.
    pub(super) fn number(self, id: &str) -> Option<u64> {
        let hex = match id.strip_prefix("m-") {
            Some(hex) => hex.to_owned(),
            None => mixed_hex(id)?,
        };
        let mixed = u64::from_str_radix(&hex, 16).ok().filter(|_| hex.len() == 16)?;
        Some((mixed ^ self.salt).wrapping_mul(UNSPREAD))
    }
}

/// A GUID of version 4 that holds a number; its remaining digits are computed from the number too.
fn guid(mixed: u64) -> String {
    let (hex, rest) = (format!("{mixed:016x}"), mixed.wrapping_mul(SPREAD) ^ SPREAD);
    format!(
        "{}-{}-4{}-8{}{:02x}-{:012x}",
        &hex[..8],
        &hex[8..12],
        &hex[12..15],
        &hex[15..],
        rest >> 56,
        rest << 8 >> 16
    )
}

/// The digits of the number in a GUID.
fn mixed_hex(guid: &str) -> Option<String> {
    let digits = |range| guid.get(range);
    Some([digits(0..8)?, digits(9..13)?, digits(15..18)?, digits(20..21)?].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_holds_its_number() {
        for number in [0, 1, 0x0123_4567_89ab_cdef, u64::MAX] {
            let guid = guid(number);
            assert_eq!(guid.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{guid}");
            assert_eq!(mixed_hex(&guid), Some(format!("{number:016x}")));
        }
        assert_eq!(mixed_hex("short"), None);
    }

    #[test]
    fn spreading_has_an_inverse() {
        assert_eq!(SPREAD.wrapping_mul(UNSPREAD), 1);
    }
}
