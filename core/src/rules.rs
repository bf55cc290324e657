//! Settings of a client that affect how messages are checked and written.

use crate::phone::PhoneRules;
use crate::text;

/// Maximum number of parts of one SMS in the standard, which counts them in a byte (3GPP TS 23.040).
const MOST_PARTS: usize = 255;

/// Default maximum number of parts of one SMS.
const DEFAULT_PARTS: usize = 10;

/// Rules of a client, or of a campaign.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    pub(crate) phones: PhoneRules,
    /// Maximum number of parts of one SMS, 1 to 255.
    pub(crate) max_parts: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self { phones: PhoneRules::default(), max_parts: DEFAULT_PARTS }
    }
}

impl Rules {
    /// Rule for `max_parts_per_message`.
    pub(crate) const PARTS: &str = "must be a whole number from 1 to 255, or none";

    /// Reads `max_parts_per_message`.
    pub(crate) fn read_parts(text: &str) -> Option<usize> {
        match text.trim() {
            "none" => Some(MOST_PARTS),
            number => number.parse().ok().filter(|n| (1..=MOST_PARTS).contains(n)),
        }
    }

    /// Returns an error text if an SMS is too long.
    pub(crate) fn too_long(&self, text: &str) -> Option<String> {
        // Fast path: every part holds at least 67 bytes of UTF-8, because no text has more UTF-16 units or septets than
        // bytes.
        if text.len() <= self.max_parts.saturating_mul(67) {
            return None;
        }
        let parts = text::parts(text);
        if parts <= self.max_parts {
            return None;
        }
        Some(match self.max_parts {
            MOST_PARTS => format!("takes {parts} SMS parts; an SMS can have at most {MOST_PARTS}"),
            most => format!("takes {parts} SMS parts; max_parts_per_message allows {most}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_have_as_many_parts_as_allowed() {
        let rules = Rules { max_parts: 2, ..Rules::default() };
        for (fits, more) in
            [("a", 306), ("я", 134), ("€", 152), ("😀", 66)].map(|(c, n)| (c.repeat(n), c.repeat(n + 1)))
        {
            assert_eq!((text::parts(&fits), rules.too_long(&fits)), (2, None));
            assert_eq!(rules.too_long(&more).as_deref(), Some("takes 3 SMS parts; max_parts_per_message allows 2"));
        }
    }

    #[test]
    fn what_is_not_counted_has_no_more_parts() {
        for c in ["a", "{", "я", "€", "😀", "я😀", "😀я"] {
            for most in [1, 2, 9] {
                let short = c.repeat(most * 67 / c.len());
                assert!(text::parts(&short) <= most, "{c} {most}");
            }
        }
    }
}
