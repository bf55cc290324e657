//! Texts with `{column}` in them.

use crate::error::Error;
use crate::messages::Problem;

/// A text that is filled in for each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Column(String),
}

impl Pattern {
    /// Reads `Hi {name}`; `{{` and `}}` stand for the braces themselves.
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        let wrong = |message: &str| Error::invalid("template", "braces", message);
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            literal.push_str(&rest[..at]);
            let (brace, after) = (&rest[at..=at], &rest[at + 1..]);
            if let Some(after) = after.strip_prefix(brace) {
                literal.push_str(brace);
                rest = after;
                continue;
            }
            if brace == "}" {
                return Err(wrong("has a '}' without a '{'; write '}}' for the brace itself"));
            }
            let Some(end) = after.find('}') else {
                return Err(wrong("has a '{' without a '}'; write '{{' for the brace itself"));
            };
            let name = after[..end].trim();
            if name.is_empty() || name.contains(['{', ':', '!']) {
                return Err(wrong("must name a column between the braces, and nothing else"));
            }
            if !literal.is_empty() {
                pieces.push(Piece::Literal(std::mem::take(&mut literal)));
            }
            pieces.push(Piece::Column(name.to_owned()));
            rest = &after[end + 1..];
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        Ok(Self { pieces })
    }

    /// Names of the columns it needs.
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|p| if let Piece::Column(name) = p { Some(name.as_str()) } else { None })
    }

    /// Appends the text; `get` appends a column's value and says whether there is one.
    pub(super) fn fill(&self, out: &mut String, get: &dyn Fn(&str, &mut String) -> bool) -> Result<(), Problem> {
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => out.push_str(text),
                Piece::Column(name) if get(name, out) => {}
                Piece::Column(name) => {
                    let message = format!("needs the column '{}', which is empty here", name.escape_debug());
                    return Err(Problem::new("text", "template", message));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(text: &str) -> Option<String> {
        let mut out = String::new();
        let get = |name: &str, out: &mut String| {
            out.push_str(&name.to_uppercase());
            name != "none"
        };
        Pattern::parse(text).ok()?.fill(&mut out, &get).ok().map(|()| out)
    }

    #[test]
    fn columns_and_braces() {
        assert_eq!(fill("Hi {name}, your { code }!").as_deref(), Some("Hi NAME, your CODE!"));
        assert_eq!(fill("{{{name}}} {{}}").as_deref(), Some("{NAME} {}"));
        assert_eq!(fill("Привіт, {ім'я}").as_deref(), Some("Привіт, ІМ'Я"));
        assert_eq!(fill("").as_deref(), Some(""));
        assert_eq!(fill("{none}"), None);
        for wrong in ["{", "}", "{}", "{a", "a}", "{a:>5}", "{a!r}", "{a{b}}"] {
            assert!(Pattern::parse(wrong).is_err(), "{wrong}");
        }
    }
}
