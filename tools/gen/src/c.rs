//! C builders and accessors.

/// Path from the root and text of each file.
pub fn files() -> Vec<(&'static str, String)> {
    Vec::new()
}
