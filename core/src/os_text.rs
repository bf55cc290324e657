//! Texts of the system's errors. The system's own follow the locale of the process, which belongs to the program.

use std::io::{self, ErrorKind};

use crate::descriptors;

/// English texts of failed name look-ups. Their error numbers are lost in the standard library.
const LOOK_UPS: [&str; 6] = [
    "Name or service not known",
    "Temporary failure in name resolution",
    "No address associated with hostname",
    "nodename nor servname provided, or not known",
    "Name does not resolve",
    "Try again",
];

/// Returns the text of an error in English, with advice if too many files are open.
pub(crate) fn why(error: &io::Error) -> String {
    if descriptors::refused(error) {
        return descriptors::TOO_MANY.to_owned();
    }
    match error.raw_os_error() {
        Some(code) => format!("{} (os error {code})", kind(error.kind())),
        None => error.to_string(),
    }
}

/// Returns what a failed look-up of a name adds to "could not be resolved".
pub(crate) fn look_up(error: &io::Error) -> String {
    let text = error.to_string();
    LOOK_UPS.iter().find(|known| text.contains(**known)).map_or_else(String::new, |known| format!(": {known}"))
}

fn kind(kind: ErrorKind) -> String {
    let text = match kind {
        ErrorKind::NotFound => "no such file or folder",
        ErrorKind::StorageFull => "no space is left on the device",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "a part of the path is not a folder",
        // It says "uncategorized".
        other if format!("{other:?}") == "Uncategorized" => "the system refused",
        other => return other.to_string(),
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn the_texts_are_ours() {
        for (code, text) in [
            (2, "no such file or folder (os error 2)"),
            (13, "permission denied (os error 13)"),
            (28, "no space is left on the device (os error 28)"),
            (5, "the system refused (os error 5)"),
            (24, descriptors::TOO_MANY),
        ] {
            assert_eq!(why(&io::Error::from_raw_os_error(code)), text);
        }
        assert_eq!(why(&io::Error::other("what we say")), "what we say");
    }

    #[test]
    fn a_look_up_is_told_in_english_only() {
        let failed = |text: &str| look_up(&io::Error::other(format!("failed to lookup address information: {text}")));
        assert_eq!(failed("Name or service not known"), ": Name or service not known");
        assert_eq!(failed("Невідома назва або послуга"), "");
    }
}
