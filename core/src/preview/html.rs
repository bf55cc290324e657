//! The HTML of a preview: every value goes through [`escape`].

use super::Preview;
use super::screen::{Button, Card, Item, MOST_ITEMS, Media, Screen, is_link, shown};

/// Appends `text` so that HTML reads it as text, also inside a quoted attribute. Characters that cannot be shown
/// become U+FFFD.
pub(super) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            '\r' => {}
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

pub(super) fn write(preview: &Preview) -> String {
    let mut out = String::from("<div class=\"smsbat smsbat-chain\">");
    for (i, screen) in preview.screens.iter().enumerate() {
        if i > 0 {
            out.push_str("<p class=\"smsbat-then\">if ");
            escape(&mut out, preview.screens[i - 1].title());
            out.push_str(" does not reach the recipient</p>");
        }
        write_screen(&mut out, screen, preview.to.as_deref());
    }
    if preview.screens.is_empty() {
        out.push_str("<p class=\"smsbat-then\">nothing that a recipient would see</p>");
    }
    out.push_str("</div>");
    out
}

fn write_screen(out: &mut String, screen: &Screen, to: Option<&str>) {
    let look = match screen.channel.as_str() {
        known @ ("sms" | "viber" | "viber_bot" | "telegram" | "rcs" | "flashcall" | "push") => known,
        _ => "other",
    };
    out.push_str("<section class=\"smsbat-screen smsbat-on-");
    out.push_str(look);
    out.push_str("\"><header><span class=\"smsbat-channel\">");
    escape(out, screen.title());
    out.push_str("</span><bdi class=\"smsbat-sender\">");
    escape(out, screen.sender.as_deref().unwrap_or("–"));
    out.push_str("</bdi>");
    if let Some(to) = to {
        out.push_str("<span class=\"smsbat-to\">to ");
        escape(out, &super::text::recipient(to));
        out.push_str("</span>");
    }
    out.push_str("</header><div class=\"smsbat-body\">");
    // Cards and the suggestions of RCS stand outside of the bubble.
    let stands_alone =
        |item: &&Item| matches!(item, Item::Cards(_)) || (look == "rcs" && matches!(item, Item::Button(_)));
    let (outside, inside): (Vec<&Item>, Vec<&Item>) = screen.items.iter().partition(stands_alone);
    if inside.iter().any(|item| matches!(item, Item::Call { .. })) {
        inside.iter().for_each(|item| write_item(out, item));
    } else if !inside.is_empty() {
        out.push_str("<div class=\"smsbat-bubble\">");
        inside.iter().for_each(|item| write_item(out, item));
        out.push_str("</div>");
    }
    outside.iter().for_each(|item| write_item(out, item));
    if screen.items.is_empty() {
        out.push_str("<p class=\"smsbat-empty\">nothing to show</p>");
    }
    out.push_str("</div>");
    let notes = screen.all_notes();
    if !notes.is_empty() {
        out.push_str("<footer>");
        escape(out, &notes.join(" · "));
        out.push_str("</footer>");
    }
    out.push_str("</section>");
}

fn write_item(out: &mut String, item: &Item) {
    match item {
        Item::Text(text) => {
            out.push_str("<p class=\"smsbat-text\" dir=\"auto\">");
            let (head, more) = shown(text);
            escape(out, head);
            if more > 0 {
                out.push_str(&format!("<em> … and {more} characters more</em>"));
            }
            out.push_str("</p>");
        }
        Item::Media(media) => write_media(out, media),
        Item::Button(button) => write_button(out, button),
        Item::Cards(cards) => {
            out.push_str("<div class=\"smsbat-cards\" tabindex=\"0\" role=\"group\" aria-label=\"Cards\">");
            cards.iter().take(MOST_ITEMS).for_each(|card| write_card(out, card));
            out.push_str("</div>");
            write_rest(out, cards.len(), "cards");
        }
        Item::Options(options) => {
            out.push_str("<ul class=\"smsbat-options\">");
            for option in options.iter().take(MOST_ITEMS) {
                out.push_str("<li class=\"smsbat-option\" dir=\"auto\">");
                escape(out, option);
                out.push_str("</li>");
            }
            out.push_str("</ul>");
            write_rest(out, options.len(), "answers");
        }
        Item::Template { id, language, values } => {
            out.push_str(
                "<div class=\"smsbat-template\"><p class=\"smsbat-note\">One-time password by a template: the wording \
                 is Viber’s own and is not shown here</p><dl><dt>template</dt><dd>",
            );
            escape(out, id);
            out.push_str("</dd><dt>language</dt><dd>");
            escape(out, language);
            out.push_str("</dd>");
            for (name, value) in values.iter().take(MOST_ITEMS) {
                out.push_str("<dt>");
                escape(out, name);
                out.push_str("</dt><dd class=\"smsbat-value\">");
                escape(out, value);
                out.push_str("</dd>");
            }
            out.push_str("</dl></div>");
            write_rest(out, values.len(), "values");
        }
        Item::Call { caller, pattern } => {
            out.push_str(
                "<div class=\"smsbat-call\"><p class=\"smsbat-note\">Incoming call</p><p class=\"smsbat-caller\">",
            );
            escape(out, if caller.is_empty() { "a number of the provider" } else { caller });
            out.push_str("</p>");
            if let Some(pattern) = pattern {
                out.push_str("<p class=\"smsbat-pattern\">");
                escape(out, pattern);
                out.push_str("</p>");
            }
            out.push_str(
                "<p class=\"smsbat-note\">the code is in the caller’s number</p><p class=\"smsbat-keys\" \
                 aria-hidden=\"true\"><span></span><span></span></p></div>",
            );
        }
    }
}

fn write_rest(out: &mut String, all: usize, what: &str) {
    if all > MOST_ITEMS {
        out.push_str(&format!("<p class=\"smsbat-note\">… and {} {what} more</p>", all - MOST_ITEMS));
    }
}

fn write_media(out: &mut String, media: &Media) {
    let file = if media.kind == "File" { " smsbat-file" } else { "" };
    out.push_str(&format!("<div class=\"smsbat-media{file}\"><strong>{}</strong>", media.kind));
    for detail in &media.details {
        out.push_str("<span>");
        escape(out, detail);
        out.push_str("</span>");
    }
    if !media.url.is_empty() {
        write_link(out, &media.url, &media.url);
    }
    out.push_str("</div>");
}

/// A link if the address is one, else its text as it is.
fn write_link(out: &mut String, url: &str, label: &str) {
    let link = is_link(url);
    if link {
        out.push_str("<a target=\"_blank\" rel=\"noopener noreferrer\" href=\"");
        escape(out, url);
        out.push_str("\">");
    }
    out.push_str("<bdi>");
    escape(out, shown(label).0);
    out.push_str("</bdi>");
    if link {
        out.push_str("</a>");
    }
}

fn write_button(out: &mut String, button: &Button) {
    out.push_str("<div class=\"smsbat-button\"><strong dir=\"auto\">");
    escape(out, &button.label);
    out.push_str("</strong>");
    if !button.target.is_empty() {
        out.push_str("<small>");
        write_link(out, &button.target, &button.target);
        out.push_str("</small>");
    }
    out.push_str("</div>");
}

fn write_card(out: &mut String, card: &Card) {
    out.push_str("<div class=\"smsbat-card\">");
    if let Some(media) = &card.media {
        write_media(out, media);
    }
    if !card.title.is_empty() {
        out.push_str("<p class=\"smsbat-title\" dir=\"auto\">");
        escape(out, &card.title);
        out.push_str("</p>");
    }
    if let Some(text) = &card.text {
        out.push_str("<p class=\"smsbat-text\" dir=\"auto\">");
        escape(out, shown(text).0);
        out.push_str("</p>");
    }
    card.buttons.iter().take(MOST_ITEMS).for_each(|button| write_button(out, button));
    out.push_str("</div>");
}
