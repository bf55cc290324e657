//! `smsbat segments`.

use serde_json::json;

use crate::arguments::Segments;
use crate::exit::DONE;
use crate::output::{Output, TEXT, text_or_stdin};

pub(crate) fn run(command: &Segments, output: &Output) -> u8 {
    let text = match text_or_stdin(&command.text, TEXT) {
        Ok(text) => text,
        Err(why) => return output.usage(&format!("the text {why}")),
    };
    let found = smsbat_core::segments(&text);
    let mut line = format!(
        "{} part{}, {} units in {}, {} free in the last part",
        found.parts,
        if found.parts == 1 { "" } else { "s" },
        found.units,
        found.encoding.as_str(),
        found.remaining,
    );
    if !found.unicode_characters.is_empty() {
        line.push_str(&format!("\nUCS-2 because of {}", found.unicode_names()));
    }
    let value = json!({
        "encoding": found.encoding.as_str(),
        "units": found.units,
        "parts": found.parts,
        "per_part": found.per_part,
        "remaining": found.remaining,
        "unicode_characters": found.unicode_characters,
    });
    output.finish(&line, &value, DONE)
}
