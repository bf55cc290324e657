//! Previews as plain text.

use std::fmt::Write as _;

use super::hidden::{Piece, pieces};
use super::screen::{Button, Item, MOST_ITEMS, Media, Preview, recipient, shown};

/// Writes the characters that cannot be seen, and those that a terminal obeys, by their names.
fn plain(text: &str) -> String {
    let write = |piece: Piece<'_>| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Hidden(name) => format!("[{name}]"),
    };
    pieces(text).into_iter().map(write).collect()
}

pub(super) fn write(preview: &Preview) -> String {
    let mut out = String::new();
    for (before, screen) in preview.steps() {
        if let Some(before) = before {
            let _ = writeln!(out, "if {} does not reach the recipient:", line(before.title()));
        }
        let _ = write!(out, "{}", line(screen.title()));
        if let Some(sender) = &screen.sender {
            let _ = write!(out, " from {}", line(sender));
        }
        if let Some(to) = &preview.to {
            let _ = write!(out, " to {}", line(&recipient(to)));
        }
        out.push('\n');
        screen.items.iter().for_each(|item| write_item(&mut out, item));
        let notes = screen.all_notes();
        if !notes.is_empty() {
            let _ = writeln!(out, "  ({})", line(&notes.join("; ")));
        }
    }
    if preview.screens.is_empty() {
        out.push_str("nothing that a recipient would see\n");
    }
    out
}

fn line(text: &str) -> String {
    plain(text).replace('\n', " ")
}

fn write_item(out: &mut String, item: &Item) {
    match item {
        Item::Text(text) => {
            let (head, more) = shown(text);
            for row in plain(head).split('\n') {
                let _ = writeln!(out, "  | {row}");
            }
            if more > 0 {
                let _ = writeln!(out, "  … and {more} characters more");
            }
        }
        Item::Media(media) => write_media(out, "  ", media),
        Item::Button(button) => write_button(out, "  ", button),
        Item::Cards(cards) => {
            for card in cards.iter().take(MOST_ITEMS) {
                let _ = writeln!(out, "  card: {}", line(&card.title));
                if let Some(text) = &card.text {
                    let _ = writeln!(out, "    {}", line(shown(text).0));
                }
                if let Some(media) = &card.media {
                    write_media(out, "    ", media);
                }
                card.buttons.iter().take(MOST_ITEMS).for_each(|button| write_button(out, "    ", button));
            }
            write_rest(out, cards.len(), "cards");
        }
        Item::Options(options) => {
            for option in options.iter().take(MOST_ITEMS) {
                let _ = writeln!(out, "  ( ) {}", line(option));
            }
            write_rest(out, options.len(), "answers");
        }
        Item::Template { id, language, values } => {
            let _ = writeln!(out, "  template {} in {}; Viber writes the text", line(id), line(language));
            for (name, value) in values.iter().take(MOST_ITEMS) {
                let _ = writeln!(out, "    {} = {}", line(name), line(value));
            }
            write_rest(out, values.len(), "values");
        }
        Item::Call { caller, pattern } => {
            let caller = if caller.is_empty() { "one of the provider's numbers" } else { caller };
            let _ = writeln!(out, "  rings: {}", line(caller));
            if let Some(pattern) = pattern {
                let _ = writeln!(out, "  pattern: {}", line(pattern));
            }
        }
    }
}

fn write_rest(out: &mut String, all: usize, what: &str) {
    let more = all.saturating_sub(MOST_ITEMS);
    if more > 0 {
        let _ = writeln!(out, "  … and {more} {what} more");
    }
}

fn write_media(out: &mut String, indent: &str, media: &Media) {
    let _ = write!(out, "{indent}{}: {}", media.kind.to_lowercase(), line(&media.url));
    if !media.details.is_empty() {
        let _ = write!(out, " ({})", line(&media.details.join(", ")));
    }
    out.push('\n');
}

fn write_button(out: &mut String, indent: &str, button: &Button) {
    let _ = writeln!(out, "{indent}[{}] {}", line(&button.label), line(&button.target));
}
