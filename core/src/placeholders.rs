//! Texts with placeholders `{name}`, in which `{{` and `}}` are literal braces.

/// A piece of a text with placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Text(String),
    /// Text between the braces, without braces.
    Placeholder(&'a str),
}

/// Splits a text at its placeholders. The error is a predicate for a sentence about the text.
pub(crate) fn split(text: &str) -> Result<Vec<Piece<'_>>, &'static str> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, found) = rest.split_at(at);
        let (brace, after) = found.split_at(1);
        plain.push_str(before);
        if let Some(after) = after.strip_prefix(brace) {
            plain.push_str(brace);
            rest = after;
            continue;
        }
        if brace == "}" {
            return Err("has '}' without '{'; write '}}' for a literal brace");
        }
        let inside = after.split_once('}').filter(|(inside, _)| !inside.contains('{'));
        let Some((inside, after)) = inside else { return Err("has '{' without '}'; write '{{' for a literal brace") };
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
        }
        pieces.push(Piece::Placeholder(inside));
        rest = after;
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_split_at_placeholders() {
        let text = |text: &str| Piece::Text(text.to_owned());
        for (template, pieces) in [
            ("", vec![]),
            ("Привіт, {ім'я}", vec![text("Привіт, "), Piece::Placeholder("ім'я")]),
            ("{{{name}}} {{}}", vec![text("{"), Piece::Placeholder("name"), text("} {}")]),
            ("{a}{ b:url }.", vec![Piece::Placeholder("a"), Piece::Placeholder(" b:url "), text(".")]),
        ] {
            assert_eq!(split(template), Ok(pieces), "{template}");
        }
        for (template, brace) in [("{", "'{'"), ("}", "'}'"), ("{a", "'{'"), ("a}", "'}'"), ("{a{b}}", "'{'")] {
            let message = split(template).err().unwrap_or_default();
            assert!(message.starts_with(&format!("has {brace} without")), "{template}: {message}");
        }
    }
}
