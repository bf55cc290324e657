//! Matches a caller's number against the pattern of a flash call (`docs/provider/smsbat-api.md` §3.11).

/// Returns true if `caller_id`, the number that called, matches `pattern`.
///
/// Ignores everything but digits in the number, and everything but digits and `*` in the pattern. Each `*` stands for
/// exactly one digit. The pattern is compared with the *end* of the number, because it may lack the country code (D32).
/// A pattern without a digit, or longer than the number, matches nothing.
///
/// ```
/// assert!(smsbat_core::flash_call_matches("***000077", "+380 44 000-00-77"));
/// assert!(!smsbat_core::flash_call_matches("***000077", "+380440000078"));
/// ```
pub fn flash_call_matches(pattern: &str, caller_id: &str) -> bool {
    let pattern: Vec<u8> = pattern.bytes().filter(|b| b.is_ascii_digit() || *b == b'*').collect();
    let digits: Vec<u8> = caller_id.bytes().filter(u8::is_ascii_digit).collect();
    if !pattern.iter().any(u8::is_ascii_digit) || pattern.len() > digits.len() {
        return false;
    }
    pattern.iter().rev().zip(digits.iter().rev()).all(|(p, d)| *p == b'*' || p == d)
}

#[cfg(test)]
mod tests {
    use super::flash_call_matches;

    #[test]
    fn stars_are_single_digits_at_the_end() {
        assert!(flash_call_matches("380440000077", "+380440000077"));
        assert!(flash_call_matches("*0077", "380440000077"));
        assert!(!flash_call_matches("*0077", "0077"));
        assert!(!flash_call_matches("***", "380440000077"));
        assert!(!flash_call_matches("", "380440000077"));
        assert!(!flash_call_matches("0077*", "380440000077"));
    }
}
