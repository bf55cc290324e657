//! Comparison of message ids.

use std::borrow::Cow;

/// Returns a text that is the same for two ids only if they are one. Ids are opaque texts
/// (`docs/provider/decisions.md`): another letter is another id. Only a GUID is the same in upper and lower case.
pub(crate) fn id_key(id: &str) -> Cow<'_, str> {
    match is_guid(id) && id.bytes().any(|b| b.is_ascii_uppercase()) {
        true => id.to_ascii_lowercase().into(),
        false => id.into(),
    }
}

/// True if two texts are the id of one message.
pub(crate) fn same_id(a: &str, b: &str) -> bool {
    id_key(a) == id_key(b)
}

/// True for hex digits in groups of 8, 4, 4, 4 and 12.
fn is_guid(id: &str) -> bool {
    id.len() == 36
        && id.bytes().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_guids_are_the_same_in_either_case() {
        let guid = "0f8fad5b-d9cb-469f-a165-70867728950e";
        assert!(same_id(guid, &guid.to_uppercase()) && same_id("Msg-a", "Msg-a"));
        assert!(!same_id(guid, "0f8fad5b-d9cb-469f-a165-70867728950f"));
        for id in [
            "Msg-a",
            "",
            "0f8fad5bd9cb469fa16570867728950e",
            "{0f8fad5b-d9cb-469f-a165-70867728950e}",
            "0f8fad5b-d9cb-469f-a165-70867728950g",
            "0f8fad5b-d9cb-469f-a1657-0867728950e",
        ] {
            assert_eq!(same_id(id, &id.to_uppercase()), id.is_empty(), "{id}");
        }
    }
}
