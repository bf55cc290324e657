//! What the recipient will see: a message of any API as HTML that needs nothing from outside, or as plain text.
//!
//! Both are made from the JSON that goes on the wire, so that a typed message, a plain object and a request that
//! somebody stored are shown alike. Phones of recipients are masked. Everything is escaped; addresses become links
//! only with `http` or `https`, and nothing is loaded: images and videos are boxes that name what will be there.
//!
//! ```
//! use smsbat_core::{Sms, preview};
//!
//! let sms = Sms::new("+380671234567", "MyShop", "Your order is <ready>");
//! assert!(preview::html(&sms.clone().into()).contains("Your order is &lt;ready&gt;"));
//! assert_eq!(
//!     preview::text(&sms.into()),
//!     "SMS from MyShop to 380…67\n  | Your order is <ready>\n  (GSM-7, 1 part, 139 left)\n"
//! );
//! ```

mod fields;
mod html;
mod layers;
mod screen;
mod smsbat;
mod table;
mod text;

use crate::model::{Object, write_wire};
use crate::rules::Rules;
pub use crate::shown::{escaped, is_order};
use fields::{Object as Fields, object};
use screen::{Button, Item, Screen};

pub use html::STYLE;
pub(crate) use html::{Text, rest};
pub use screen::Preview;
pub use table::{error, table, tables};
pub(crate) use table::{error_table, facts, page};

impl Preview {
    /// Reads any message: of the SMSBAT API, Cascade, TurboSMS, Messagio or GMS, typed or as a plain object. What
    /// is in no documented place is left out; nothing fails.
    pub fn of(message: &Object) -> Self {
        let mut wire = Vec::new();
        write_wire(message, None, &Rules::default(), &mut wire);
        read(&serde_json::from_slice(&wire).unwrap_or_default())
    }

    /// Keeps these channels, in this order, each with this text (its variables filled in, say): what a server
    /// decided from more than the message. Names are `telegram`, `viber_bot`, `viber`, `rcs`, `sms`, `flashcall`,
    /// `push`.
    #[must_use]
    pub fn with_channels<'a>(mut self, channels: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let all = std::mem::take(&mut self.screens);
        for (name, text) in channels {
            let mut screen = match all.iter().find(|s| s.channel == name) {
                Some(screen) => screen.clone(),
                None => Screen::new(name, all.first().and_then(|s| s.sender.clone())),
            };
            screen.set_text(text);
            self.screens.push(screen);
        }
        self
    }

    /// Shows the pattern that the reply to a flash call names.
    #[must_use]
    pub fn with_pattern(mut self, pattern: &str) -> Self {
        self.screens.iter_mut().for_each(|screen| screen.set_pattern(pattern));
        self
    }

    /// Returns what the recipient can choose: answers of a survey and buttons, on any channel.
    pub fn choices(&self) -> Vec<Choice<'_>> {
        let mut choices = Vec::new();
        for item in self.screens.iter().flat_map(|screen| &screen.items) {
            match item {
                Item::Options(options) => choices.extend(options.iter().map(|option| Choice::Answer(option))),
                Item::Button(button) => choices.push(Choice::of(button)),
                Item::Cards(cards) => choices.extend(cards.iter().flat_map(|card| &card.buttons).map(Choice::of)),
                _ => {}
            }
        }
        choices
    }

    /// HTML that stands by itself, also inside a notebook: the style sheet and [`Preview::fragment`].
    pub fn html(&self) -> String {
        format!("<style>{STYLE}</style>{}", self.fragment())
    }

    /// The HTML without the style sheet: elements with classes, no style attributes, no script.
    pub fn fragment(&self) -> String {
        html::chain(self).into_string()
    }

    /// Plain text, a few lines for each channel; control characters are replaced.
    pub fn text(&self) -> String {
        text::write(self)
    }
}

/// Reads a message of any API.
fn read(message: &serde_json::Value) -> Preview {
    let empty = Fields::new();
    let map = message.as_object().unwrap_or(&empty);
    let has = |keys: &[&str]| keys.iter().any(|key| map.contains_key(*key));
    if has(&["toPhone", "fromName", "messageType", "viberMessage", "tgMessage"]) {
        layers::cascade(map)
    } else if has(&["recipients"]) || (object(map, "sms").is_some() || object(map, "viber").is_some()) {
        layers::turbosms(map)
    } else if has(&["phone_number", "channel_options"]) {
        layers::gms(map)
    } else if has(&["phone", "txt", "sending_method", "image_link"]) {
        layers::messagio(map)
    } else {
        smsbat::read(map)
    }
}

/// Something that the recipient can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Choice<'a> {
    /// An answer of a survey.
    Answer(&'a str),
    /// A button that opens an address; the sender is not told.
    Opens {
        /// Label of the button.
        label: &'a str,
        /// The address.
        url: &'a str,
    },
    /// A button that tells the sender something.
    Tells {
        /// Label of the button.
        label: &'a str,
        /// Text that the sender is told.
        text: &'a str,
    },
}

impl<'a> Choice<'a> {
    fn of(button: &'a Button) -> Self {
        match &button.tells {
            Some(text) => Self::Tells { label: &button.label, text },
            None => Self::Opens { label: &button.label, url: &button.target },
        }
    }
}

/// [`Preview::html`] of a message.
pub fn html(message: &Object) -> String {
    Preview::of(message).html()
}

/// [`Preview::text`] of a message.
pub fn text(message: &Object) -> String {
    Preview::of(message).text()
}
