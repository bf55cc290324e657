//! Hexadecimal text.

/// Returns two lower-case hexadecimal digits for each byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|b| [b >> 4, b & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

/// The first 128 bits of a hash, in hexadecimal.
#[cfg(feature = "bulk")]
pub(crate) fn short_hex(hash: &[u8]) -> String {
    hex(hash.get(..16).unwrap_or(hash))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_byte_has_two_digits() {
        assert_eq!(super::hex(&[0, 9, 0xa5, 0xff]), "0009a5ff");
    }
}
