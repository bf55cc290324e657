//! Texts with `{column}` in them.

use crate::error::Error;
use crate::problem::Problem;

/// Appends the value of the column of a number and says whether there is one.
pub(crate) type Get<'a> = &'a dyn Fn(usize, &mut String) -> Result<bool, Problem>;

/// A text that is filled in for each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    /// Name and number of a column.
    Column(String, usize),
}

impl Pattern {
    /// Reads `Hi {name}`; `{{` and `}}` stand for the braces themselves. `number` says the number of a column.
    pub(crate) fn parse(text: &str, mut number: impl FnMut(&str) -> usize) -> Result<Self, Error> {
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
            pieces.push(Piece::Column(name.to_owned(), number(name)));
            rest = &after[end + 1..];
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        Ok(Self { pieces })
    }

    /// Appends the text.
    pub(crate) fn fill(&self, out: &mut String, get: Get<'_>) -> Result<(), Problem> {
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => out.push_str(text),
                Piece::Column(_, number) if get(*number, out)? => {}
                Piece::Column(name, _) => {
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
        let names = std::cell::RefCell::new(Vec::new());
        let number = |name: &str| {
            names.borrow_mut().push(name.to_uppercase());
            names.borrow().len() - 1
        };
        let get = |number: usize, out: &mut String| {
            out.push_str(&names.borrow()[number]);
            Ok(names.borrow()[number] != "NONE")
        };
        Pattern::parse(text, number).ok()?.fill(&mut out, &get).ok().map(|()| out)
    }

    #[test]
    fn columns_and_braces() {
        assert_eq!(fill("Hi {name}, your { code }!").as_deref(), Some("Hi NAME, your CODE!"));
        assert_eq!(fill("{{{name}}} {{}}").as_deref(), Some("{NAME} {}"));
        assert_eq!(fill("Привіт, {ім'я}").as_deref(), Some("Привіт, ІМ'Я"));
        assert_eq!(fill("").as_deref(), Some(""));
        assert_eq!(fill("{none}"), None);
        for wrong in ["{", "}", "{}", "{a", "a}", "{a:>5}", "{a!r}", "{a{b}}"] {
            assert!(Pattern::parse(wrong, |_| 0).is_err(), "{wrong}");
        }
    }
}
