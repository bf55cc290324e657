//! Texts as command-line arguments.

/// Accepts any text, including one that starts with a hyphen, except for a word that looks like an option: then the
/// text was probably left out.
pub(crate) fn free_text(text: &str) -> Result<String, String> {
    let is_name =
        |name: &str| name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains(char::is_whitespace);
    let is_option = text.strip_prefix("--").is_some_and(is_name) || matches!(text, "-h" | "-V");
    match is_option {
        true => Err("looks like an option; pass such a text on standard input or as JSON".to_owned()),
        false => Ok(text.to_owned()),
    }
}
