//! Texts as command-line arguments.

/// Accepts any text, including one that starts with a hyphen, except for a word that looks like an option: then the
/// text was probably left out.
pub(crate) fn free_text(text: &str) -> Result<String, String> {
    let is_name =
        |name: &str| name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains(char::is_whitespace);
    // Letters of the short options, of which several may share a hyphen.
    let is_short = |letters: &str| !letters.is_empty() && letters.chars().all(|c| matches!(c, 'h' | 'v' | 'V'));
    let is_option =
        text == "--" || text.strip_prefix("--").is_some_and(is_name) || text.strip_prefix('-').is_some_and(is_short);
    match is_option {
        true => Err("looks like an option; pass such a text on standard input or as JSON".to_owned()),
        false => Ok(text.to_owned()),
    }
}
