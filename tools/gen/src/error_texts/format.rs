//! Texts of `format!`.

/// A piece of a format's text.
#[derive(Debug, PartialEq)]
pub(super) enum Piece {
    Text(String),
    /// Name between the braces, without the format; empty for the next argument. `None` if the value is written for
    /// a programmer.
    Value(Option<String>),
}

/// Splits the text of a format.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let (mut pieces, mut plain, mut rest) = (Vec::new(), String::new(), text);
    while let Some(at) = rest.find(['{', '}']) {
        let (before, found) = rest.split_at(at);
        let (brace, after) = found.split_at(1);
        plain.push_str(before);
        if let Some(after) = after.strip_prefix(brace) {
            plain.push_str(brace);
            rest = after;
            continue;
        }
        let (inside, after) = after.split_once('}').unwrap_or((after, ""));
        let (name, form) = inside.split_once(':').unwrap_or((inside, ""));
        pieces.push(Piece::Text(std::mem::take(&mut plain)));
        pieces.push(Piece::Value((!form.contains('?')).then(|| name.trim().to_owned())));
        rest = after;
    }
    plain.push_str(rest);
    pieces.push(Piece::Text(plain));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_has_texts_and_values() {
        let text = |text: &str| Piece::Text(text.to_owned());
        let value = |name: &str| Piece::Value(Some(name.to_owned()));
        assert_eq!(pieces("a {b} {}"), [text("a "), value("b"), text(" "), value(""), text("")]);
        assert_eq!(pieces("'{{' {c:>2}{d:?}"), [text("'{' "), value("c"), text(""), Piece::Value(None), text("")]);
    }
}
