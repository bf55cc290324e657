//! What is written by hand about the options of a campaign agrees with the core's table of them.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use smsbat_core::bulk::{BULK_OPTIONS, BulkOptionKind};

fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)).unwrap()
}

/// The part of `text` between two others.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let from = text.find(start).unwrap_or_else(|| panic!("no {start}"));
    let rest = &text[from + start.len()..];
    &rest[..rest.find(end).unwrap_or_else(|| panic!("no {end}"))]
}

#[test]
fn python_says_every_option_and_its_default() {
    let source = text("python/src/messages.rs");
    let manual = between(&source, "///     source: Messages, dicts", "/// Raises:");
    let signature = between(&source, "source, *, sender = None", "))]");
    for option in BULK_OPTIONS {
        let entry = format!("///     {}: ", option.name);
        let place = manual.find(&entry).unwrap_or_else(|| panic!("{} is not documented", option.name));
        // An entry ends where the next one, which is not indented as far as a second line, begins.
        let entry: Vec<&str> = manual[place..].lines().collect();
        let more = entry[1..].iter().take_while(|line| line.trim_start().starts_with("///         "));
        let entry: String = entry[..1].iter().chain(more).copied().collect();
        let says = match option.default {
            "4194304" => "4 MiB",
            default => default,
        };
        if option.kind == BulkOptionKind::Count && !says.is_empty() {
            assert!(entry.contains(&format!("Default: {says}.")), "{entry}");
        }
        // None leaves the core's own; a flag's default stands in the signature.
        let value = if option.kind == BulkOptionKind::Flag { option.default } else { "None" };
        // `None` is one of its values, so the default is another.
        let own = option.name == "max_parts_per_message";
        if own {
            assert!(signature.contains(" max_parts_per_message = MaxParts::Unset,"));
        } else if option.name != "sender" {
            assert!(signature.contains(&format!(" {} = {value},", option.name)), "{}", option.name);
        }
    }
}
