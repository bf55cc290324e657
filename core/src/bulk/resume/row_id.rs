//! Ids of rows that have none of their own.

use sha1::{Digest, Sha1};

use crate::hex::short_hex;

/// Form of the ids below and of what they are made from. A journal of another form is refused, because its rows
/// would not be found again and be sent a second time.
pub(crate) const ID_FORM: &str = "1";

/// The id of a row: the first 128 bits of SHA-1 over the journal's own random text, the message as it goes out
/// (without an id), and how often the same message came up before. 32 hexadecimal digits.
pub(crate) fn row_id(salt: &str, content: &[u8], repeat: u32) -> String {
    let hash = Sha1::new().chain_update(salt).chain_update([0]).chain_update(content).chain_update([0]);
    short_hex(&hash.chain_update(repeat.to_be_bytes()).finalize())
}

/// A hash of a content, for counting how often it came up.
pub(crate) fn short_hash(content: &[u8]) -> [u8; 8] {
    Sha1::digest(content).first_chunk().copied().unwrap_or_default()
}

/// A hash of an option, which tells whether it is the same without saying what it is.
pub(crate) fn fingerprint(text: &str) -> String {
    short_hex(&Sha1::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Sms;
    use crate::model::{Object, write_wire};
    use crate::rules::Rules;

    /// If this fails, ids of rows changed: raise [`ID_FORM`], so that no journal of before is taken.
    #[test]
    fn ids_stay_the_same_between_versions() {
        let mut content = Vec::new();
        let sms = Object::from(Sms::new("380671234567", "MyShop", "Привіт"));
        write_wire(&sms, None, &Rules::default(), &mut content);
        assert_eq!(
            String::from_utf8_lossy(&content),
            r#"{"type":"sms","to":"+380671234567","from":"MyShop","text":"Привіт"}"#
        );
        let ids = [row_id("salt", &content, 0), row_id("salt", &content, 1), row_id("other", &content, 0)];
        assert_eq!(ids[0], "83fa0117b5436147bf11f0a1042760aa");
        assert!(ids[1] != ids[0] && ids[2] != ids[0]);
    }
}
