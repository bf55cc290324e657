//! Previews of messages, as self-contained HTML or as plain text.
//!
//! A preview shows what the recipient will see. It is made from the JSON that is sent, so a typed message, a plain
//! object and a stored request look the same. Phone numbers of recipients are masked. All text is escaped, and characters that cannot
//! be seen are shown by their names. URLs become
//! links only if they are `http` or `https`. Nothing is loaded: images and videos are boxes with a label.
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

#[cfg(feature = "bulk")]
mod campaign;
mod fields;
mod hidden;
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

#[cfg(feature = "bulk")]
pub use campaign::{delivery, report};
pub use html::STYLE;
#[cfg(feature = "bulk")]
pub(crate) use html::{Text, rest};
pub use screen::Preview;
pub(crate) use table::error_table;
pub use table::{error, grid, table, tables};
#[cfg(feature = "bulk")]
pub(crate) use table::{facts, page};

impl Preview {
    /// Reads a message of the SMSBAT API, Cascade, TurboSMS, Messagio or GMS, typed or as a plain object. Undocumented
    /// fields are left out. Never fails.
    pub fn of(message: &Object) -> Self {
        let mut wire = Vec::new();
        write_wire(message, None, &Rules::default(), &mut wire);
        read(&serde_json::from_slice(&wire).unwrap_or_default())
    }

    /// Keeps these channels, in this order, each with this text, for example with its variables filled in. For servers
    /// that know more than the message says. Names are `telegram`, `viber_bot`, `viber`, `rcs`, `sms`, `flashcall` and
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

    /// Adds the pattern from the reply to a flash call.
    #[must_use]
    pub fn with_pattern(mut self, pattern: &str) -> Self {
        self.screens.iter_mut().for_each(|screen| screen.set_pattern(pattern));
        self
    }

    /// Returns the recipient's choices: survey answers and buttons, on any channel.
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

    /// Returns the screens, each with the one before it.
    fn steps(&self) -> impl Iterator<Item = (Option<&Screen>, &Screen)> {
        std::iter::once(None).chain(self.screens.iter().map(Some)).zip(&self.screens)
    }

    /// Returns self-contained HTML, for example for a notebook: the style sheet and [`Preview::fragment`].
    pub fn html(&self) -> String {
        format!("<style>{STYLE}</style>{}", self.fragment())
    }

    /// Returns the HTML without the style sheet: elements with classes, without style attributes and scripts.
    pub fn fragment(&self) -> String {
        html::chain(self).into_string()
    }

    /// Returns plain text, a few lines for each channel. Characters that cannot be seen, and those that a terminal obeys,
    /// are shown by their names.
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

/// A choice that a preview offers to the recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Choice<'a> {
    /// An answer of a survey.
    Answer(&'a str),
    /// A button that opens a URL. The sender is not notified.
    Opens {
        /// Label of the button.
        label: &'a str,
        /// URL that the button opens.
        url: &'a str,
    },
    /// A button that sends a text to the sender.
    Tells {
        /// Label of the button.
        label: &'a str,
        /// Text that the sender receives.
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

/// Returns the [`Preview::html`] of a message.
pub fn html(message: &Object) -> String {
    Preview::of(message).html()
}

/// Returns the [`Preview::text`] of a message.
pub fn text(message: &Object) -> String {
    Preview::of(message).text()
}
