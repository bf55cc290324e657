//! Checks of variables (`docs/provider/cascade-api.md` §5).

use super::variables::{SHORT_LINKS, Variable, VariableType};
use crate::provider::common::check::problems::ProblemKind;
use crate::provider::common::check::values::is_url;
use crate::provider::common::check::{Fields, Node};

const FIELDS: &[&str] = &["id", "type", "value"];

/// Checks a variable of `/api/items`.
pub(super) fn uploaded(variable: &Node<'_, '_>) -> Option<Variable> {
    let fields = variable.object(FIELDS)?;
    fields.required("type");
    check(&fields)
}

/// Checks a variable inside a message.
pub(super) fn inline(variable: &Node<'_, '_>) -> Option<Variable> {
    check(&variable.open_object(FIELDS)?)
}

fn check(fields: &Fields<'_, '_>) -> Option<Variable> {
    let id = fields.required("id").and_then(|id| id.integer());
    let r#type = fields.text("type").and_then(|word| {
        let found = VariableType::parse(word);
        if found.is_none() {
            fields.problem("type", ProblemKind::Format, "the types are name, url, short_url");
        }
        found
    });
    let value = fields.required("value")?.string()?;
    let problem = |kind, message: &str| fields.problem("value", kind, message);
    match r#type {
        Some(VariableType::Url | VariableType::ShortUrl) if !is_url(value) => {
            problem(ProblemKind::Format, "must be a URL that starts with https:// or http://");
        }
        Some(VariableType::ShortUrl) if value.starts_with(SHORT_LINKS) => {
            problem(ProblemKind::Meaning, "is a short link already");
        }
        Some(VariableType::Name) if has_markup(value) => problem(ProblemKind::Meaning, "must have no HTML"),
        _ => {}
    }
    Some(Variable { id: id?, r#type, value: value.to_owned() })
}

fn has_markup(value: &str) -> bool {
    value.split('<').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')))
}

#[cfg(test)]
mod tests {
    use super::has_markup;

    #[test]
    fn markup() {
        assert!(has_markup("a <b>bold</b>") && has_markup("</p>"));
        assert!(!has_markup("5 < 6 <3"));
    }
}
