//! Previews as HTML.

use maud::{Markup, Render, html};

use super::hidden::{Piece, pieces};
use super::screen::{Button, Card, Item, MOST_ITEMS, Media, Preview, Screen, is_link, recipient, shown};

/// The style sheet for [`Preview::fragment`] and for the tables, for a page that includes it once. Every class begins
/// with `smsbat`. Light and dark colors follow the page's `color-scheme`.
pub const STYLE: &str = include_str!("style.css");

/// Untrusted text: escaped, with characters that cannot be seen shown by their names. For elements, not for attributes.
pub(crate) struct Text<'a>(pub(crate) &'a str);

impl Render for Text<'_> {
    fn render_to(&self, out: &mut String) {
        for piece in pieces(self.0) {
            match piece {
                Piece::Text(text) => text.render_to(out),
                Piece::Hidden(name) => html! { span class="smsbat-hidden" { (name) } }.render_to(out),
            }
        }
    }
}

pub(super) fn chain(preview: &Preview) -> Markup {
    html! {
        div class="smsbat smsbat-chain" {
            @for (before, screen) in preview.steps() {
                @if let Some(before) = before {
                    p class="smsbat-then" {
                        "if " (Text(before.title())) " does not reach the recipient"
                    }
                }
                (section(screen, preview.to.as_deref()))
            }
            @if preview.screens.is_empty() {
                p class="smsbat-then" { "nothing that a recipient would see" }
            }
        }
    }
}

fn section(screen: &Screen, to: Option<&str>) -> Markup {
    let look = match screen.channel.as_str() {
        known @ ("sms" | "viber" | "viber_bot" | "telegram" | "rcs" | "flashcall" | "push") => known,
        _ => "other",
    };
    // Cards and RCS suggestions are outside the bubble.
    let stands_alone =
        |item: &&Item| matches!(item, Item::Cards(_)) || (look == "rcs" && matches!(item, Item::Button(_)));
    let (outside, inside): (Vec<&Item>, Vec<&Item>) = screen.items.iter().partition(stands_alone);
    let is_call = inside.iter().any(|item| matches!(item, Item::Call { .. }));
    let inside_items = html! { @for one in inside { (item(one)) } };
    let notes = screen.all_notes();
    html! {
        section class={ "smsbat-screen smsbat-on-" (look) } {
            header {
                span class="smsbat-channel" { (Text(screen.title())) }
                bdi class="smsbat-sender" { (Text(screen.sender.as_deref().unwrap_or("–"))) }
                @if let Some(to) = to {
                    span class="smsbat-to" { "to " (Text(&recipient(to))) }
                }
            }
            div class="smsbat-body" {
                @if is_call || inside_items.0.is_empty() {
                    (inside_items)
                } @else {
                    div class="smsbat-bubble" { (inside_items) }
                }
                @for one in outside { (item(one)) }
                @if screen.items.is_empty() {
                    p class="smsbat-empty" { "nothing to show" }
                }
            }
            @if !notes.is_empty() {
                footer { (Text(&notes.join(" · "))) }
            }
        }
    }
}

fn item(item: &Item) -> Markup {
    match item {
        Item::Text(text) => {
            let (head, more) = shown(text);
            html! {
                p class="smsbat-text" dir="auto" {
                    (Text(head))
                    @if more > 0 { em { " … and " (more) " characters more" } }
                }
            }
        }
        Item::Media(one) => media(one),
        Item::Button(one) => button(one),
        Item::Cards(cards) => html! {
            div class="smsbat-cards" tabindex="0" role="group" aria-label="Cards" {
                @for one in cards.iter().take(MOST_ITEMS) { (card(one)) }
            }
            (rest(cards.len(), MOST_ITEMS, "cards"))
        },
        Item::Options(options) => html! {
            ul class="smsbat-options" {
                @for option in options.iter().take(MOST_ITEMS) {
                    li class="smsbat-option" dir="auto" { (Text(option)) }
                }
            }
            (rest(options.len(), MOST_ITEMS, "answers"))
        },
        Item::Template { id, language, values } => html! {
            div class="smsbat-template" {
                p class="smsbat-note" {
                    "One-time password from a template. Viber writes the text, so it is not shown here."
                }
                dl {
                    dt { "template" }
                    dd { (Text(id)) }
                    dt { "language" }
                    dd { (Text(language)) }
                    @for (name, value) in values.iter().take(MOST_ITEMS) {
                        dt { (Text(name)) }
                        dd class="smsbat-value" { (Text(value)) }
                    }
                }
            }
            (rest(values.len(), MOST_ITEMS, "values"))
        },
        Item::Call { caller, pattern } => html! {
            div class="smsbat-call" {
                p class="smsbat-note" { "Incoming call" }
                p class="smsbat-caller" {
                    (Text(if caller.is_empty() { "one of the provider’s numbers" } else { caller }))
                }
                @if let Some(pattern) = pattern {
                    p class="smsbat-pattern" { (Text(pattern)) }
                }
                p class="smsbat-note" { "the code is part of the caller’s number" }
                p class="smsbat-keys" aria-hidden="true" { span {} span {} }
            }
        },
    }
}

/// Writes the number of items that are not shown.
pub(crate) fn rest(all: usize, most: usize, what: &str) -> Markup {
    html! {
        @if all > most {
            p class="smsbat-note" { "… and " (all - most) " " (what) " more" }
        }
    }
}

fn media(media: &Media) -> Markup {
    html! {
        div class={ "smsbat-media" @if media.kind == "File" { " smsbat-file" } } {
            strong { (media.kind) }
            @for detail in &media.details { span { (Text(detail)) } }
            @if !media.url.is_empty() { (link(&media.url)) }
        }
    }
}

/// Writes a link if the URL is a safe one, else its text.
fn link(url: &str) -> Markup {
    let label = html! { bdi { (Text(shown(url).0)) } };
    html! {
        @if is_link(url) {
            a target="_blank" rel="noopener noreferrer" href=(url) { (label) }
        } @else {
            (label)
        }
    }
}

fn button(button: &Button) -> Markup {
    html! {
        div class="smsbat-button" {
            strong dir="auto" { (Text(&button.label)) }
            @if !button.target.is_empty() { small { (link(&button.target)) } }
        }
    }
}

fn card(card: &Card) -> Markup {
    html! {
        div class="smsbat-card" {
            @if let Some(one) = &card.media { (media(one)) }
            @if !card.title.is_empty() {
                p class="smsbat-title" dir="auto" { (Text(&card.title)) }
            }
            @if let Some(text) = &card.text {
                p class="smsbat-text" dir="auto" { (Text(shown(text).0)) }
            }
            @for one in card.buttons.iter().take(MOST_ITEMS) { (button(one)) }
        }
    }
}
