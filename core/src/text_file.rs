//! Reading of text files from editors and shells.

/// Returns the text of a file, without a byte order mark.
///
/// # Errors
/// A description of the problem if the file is not UTF-8.
pub fn read(bytes: &[u8]) -> Result<&str, &'static str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // Without a byte order mark, UTF-16 shows by its zero bytes.
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || bytes.contains(&0) {
        return Err("is UTF-16 or not a text; save it as UTF-8");
    }
    std::str::from_utf8(bytes).map_err(|_| "is not UTF-8; save it as UTF-8")
}
