//! The content of one channel, independent of the API.

use crate::text::{Segments, segments};

/// Largest number of items of a list that are shown.
pub(super) const MOST_ITEMS: usize = 50;
/// Largest number of characters of a text that are shown.
const MOST_TEXT: usize = 10_000;

/// A message as its recipient will see it: one screen for each channel, in the order in which they are tried.
#[derive(Debug, Clone)]
pub struct Preview {
    pub(super) to: Option<String>,
    pub(super) screens: Vec<Screen>,
}

/// The message on one channel.
#[derive(Debug, Clone)]
pub(super) struct Screen {
    /// `sms`, `viber`, `viber_bot`, `telegram`, `rcs`, `flashcall`, `push`, or an undocumented word.
    pub(super) channel: String,
    pub(super) sender: Option<String>,
    /// Facts for the sender that the recipient does not see.
    pub(super) notes: Vec<String>,
    pub(super) items: Vec<Item>,
}

/// An element of a screen.
#[derive(Debug, Clone)]
pub(super) enum Item {
    Text(String),
    Media(Media),
    Button(Button),
    Cards(Vec<Card>),
    Options(Vec<String>),
    Template { id: String, language: String, values: Vec<(String, String)> },
    Call { caller: String, pattern: Option<String> },
}

/// An image, video, audio file or document. `details` are facts such as its size.
#[derive(Debug, Clone)]
pub(super) struct Media {
    pub(super) kind: &'static str,
    pub(super) url: String,
    pub(super) details: Vec<String>,
}

/// A button. A target that is a URL becomes a link.
#[derive(Debug, Clone)]
pub(super) struct Button {
    pub(super) label: String,
    pub(super) target: String,
    /// Text that the sender receives when the button is pressed; `None` if it opens a URL.
    pub(super) tells: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Card {
    pub(super) title: String,
    pub(super) text: Option<String>,
    pub(super) media: Option<Media>,
    pub(super) buttons: Vec<Button>,
}

impl Screen {
    pub(super) fn new(channel: &str, sender: Option<String>) -> Self {
        Self { channel: channel.to_owned(), sender, notes: Vec::new(), items: Vec::new() }
    }

    /// Returns the channel's display name.
    pub(super) fn title(&self) -> &str {
        match self.channel.as_str() {
            "sms" => "SMS",
            "viber" => "Viber",
            "viber_bot" => "Viber bot",
            "telegram" => "Telegram",
            "rcs" => "RCS",
            "flashcall" => "Flash call",
            "push" => "Push",
            other => other,
        }
    }

    pub(super) fn push_text(&mut self, text: Option<String>) {
        if let Some(text) = text.filter(|t| !t.is_empty()) {
            self.items.push(Item::Text(text));
        }
    }

    /// Replaces the screen's text.
    pub(super) fn set_text(&mut self, text: &str) {
        let place = self.items.iter().position(|i| matches!(i, Item::Text(_)));
        if let Some(place) = place {
            self.items.remove(place);
        }
        if !text.is_empty() {
            self.items.insert(place.unwrap_or(0), Item::Text(text.to_owned()));
        }
    }

    pub(super) fn set_pattern(&mut self, text: &str) {
        for item in &mut self.items {
            if let Item::Call { pattern, .. } = item {
                *pattern = Some(text.to_owned());
            }
        }
    }

    /// Returns the notes and, for an SMS, its encoding and number of parts.
    pub(super) fn all_notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.channel == "sms" {
            notes.extend(self.items.iter().find_map(|i| match i {
                Item::Text(text) => Some(billed(&segments(text))),
                _ => None,
            }));
        }
        notes.extend(self.notes.iter().cloned());
        notes
    }
}

fn billed(s: &Segments) -> String {
    let mut because = String::new();
    if !s.unicode_characters.is_empty() {
        because = format!(" because of {}", s.unicode_names());
    }
    let plural = if s.parts == 1 { "" } else { "s" };
    format!("{}{because}, {} part{plural}, {} left", s.encoding.as_str(), s.parts, s.remaining)
}

/// Returns the part of a text that is shown, and the number of characters after it.
pub(super) fn shown(text: &str) -> (&str, usize) {
    let end = text.char_indices().nth(MOST_TEXT).map_or(text.len(), |(end, _)| end);
    let (shown, rest) = text.split_at(end);
    (shown, rest.chars().count())
}

/// Returns true if a URL may become a link: `http` or `https` with a host, and without characters that browsers
/// interpret differently.
pub(super) fn is_link(url: &str) -> bool {
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let (head, rest) = url.split_at_checked(scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then_some(rest)
    });
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with(['/', '?', '#', '\\'])
            && !url.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\')
    })
}

/// Returns a recipient, masked if it is a number.
pub(super) fn recipient(to: &str) -> String {
    if to.contains(char::is_alphabetic) { to.to_owned() } else { crate::phone::mask(to) }
}
