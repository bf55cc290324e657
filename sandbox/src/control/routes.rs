//! The documented paths of the provider's APIs, from their description.

use super::similar;
use crate::page::PROVIDER;

/// The paths, with parameters in braces.
fn paths() -> impl Iterator<Item = &'static str> {
    PROVIDER.lines().filter_map(path_of)
}

/// The path that this line of the description begins.
fn path_of(line: &str) -> Option<&str> {
    line.strip_prefix("  ")?.strip_suffix(':').filter(|path| path.starts_with('/'))
}

/// Returns true if a path is one of these, with any parameters.
fn fits(path: &str, template: &str) -> bool {
    let (mut parts, mut wanted) = (path.trim_end_matches(".json").split('/'), template.split('/'));
    loop {
        match (parts.next(), wanted.next()) {
            (None, None) => return true,
            (Some(part), Some(word)) if part == word || word.starts_with('{') => {}
            _ => return false,
        }
    }
}

/// Returns true if a path is documented.
pub(super) fn is_known(path: &str) -> bool {
    paths().any(|known| fits(path, known))
}

/// The documented path that is most like an unknown one; none if no path is like it.
pub(super) fn nearest(path: &str) -> Option<&'static str> {
    similar::nearest(path, paths(), path.len() / 3)
}

/// The methods of a documented path.
pub(super) fn methods(path: &str) -> Option<Vec<String>> {
    let mut lines = PROVIDER.lines();
    lines.find(|line| path_of(line).is_some_and(|known| fits(path, known)))?;
    let block = lines.take_while(|line| line.starts_with("    ") || line.is_empty());
    let words = block.filter_map(|line| line.strip_prefix("    ")?.strip_suffix(':'));
    let methods: Vec<String> =
        words.filter(|word| ["get", "post", "put", "delete"].contains(word)).map(str::to_uppercase).collect();
    (!methods.is_empty()).then_some(methods)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_paths_lead_to_known_ones() {
        assert_eq!(nearest("/bat/messagelists"), Some("/bat/messagelist"));
        assert_eq!(nearest("/"), None);
        assert!(is_known("/bat/message/m-1") && is_known("/api/tsms/message/send.json") && !is_known("/bat"));
        assert_eq!(methods("/bat/messagelist"), Some(vec!["POST".to_owned()]));
        assert_eq!(methods("/bat/message/m-1"), Some(vec!["GET".to_owned()]));
        assert_eq!(methods("/nothing"), None);
    }
}
