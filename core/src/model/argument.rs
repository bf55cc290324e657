//! Paths in the names of arguments, for paths in wire names.

use super::schema::{Class, Field, Kind};

/// Translates a path below an object of this class: `messageData.buttonText` of a `ViberPromo` is `button.text`. A path
/// that names no field stays as it is.
pub(crate) fn in_arguments(class: &Class, wire: &str) -> String {
    translated(class, None, wire).unwrap_or_else(|| wire.to_owned())
}

/// `names` are the wire names of the fields in this place, if they differ from the class's own.
fn translated(class: &Class, names: Option<&[&str]>, wire: &str) -> Option<String> {
    let mut found: Vec<(&Field, &str, &str)> = Vec::new();
    for (i, field) in class.fields.iter().enumerate() {
        let own = names.and_then(|names| names.get(i)).copied().unwrap_or(field.wire);
        for spelling in own.split(['+', '|']) {
            let rest = if spelling.is_empty() { Some(wire) } else { wire.strip_prefix(spelling) };
            if let Some(rest) =
                rest.filter(|rest| spelling.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
            {
                found.push((field, spelling, rest));
            }
        }
    }
    // A field of its own comes before a part whose fields are written beside it.
    found.sort_by_key(|(_, spelling, _)| std::cmp::Reverse(spelling.len()));
    found.into_iter().find_map(|(field, _, rest)| below(field, rest))
}

/// Returns the name of a field and of what stands below it.
fn below(field: &Field, rest: &str) -> Option<String> {
    let (index, rest) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((index, rest)) => (format!("[{index}]"), rest),
        None => (String::new(), rest),
    };
    let here = format!("{}{index}", field.name);
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    if rest.is_empty() {
        return Some(here);
    }
    let classes = match field.kind {
        Kind::Part(classes) | Kind::Parts(classes, ..) => classes,
        // A name of the caller's.
        Kind::Params => return Some(format!("{here}.{rest}")),
        _ => return None,
    };
    let names = (!field.names.is_empty()).then_some(field.names);
    let inner = classes.iter().find_map(|class| translated(class, names, rest))?;
    Some(format!("{here}.{inner}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::content::MESSAGE_CLASSES;

    #[test]
    fn a_field_is_named_as_its_argument() {
        let class = |name: &str| {
            MESSAGE_CLASSES.iter().flat_map(|group| group.iter().copied()).find(|class| class.name == name)
        };
        for (name, wire, argument) in [
            ("Sms", "from", "sender"),
            ("Sms", "text", "text"),
            ("Sms", "customerMessageId", "customer_message_id"),
            ("Sms", "no.such.field", "no.such.field"),
            ("ViberPromo", "messageData.buttonText", "button.text"),
            ("ViberPromo", "fallback.text", "fallback.text"),
            ("ViberSurvey", "messageData.survey.options[1]", "options[1]"),
            ("ViberOtp", "messageData.templateParams.a.b", "template_params.a.b"),
        ] {
            assert_eq!(class(name).map(|class| in_arguments(class, wire)), Some(argument.to_owned()), "{name} {wire}");
        }
    }

    #[test]
    fn every_field_of_every_message_has_its_argument() {
        for class in MESSAGE_CLASSES.iter().flat_map(|group| group.iter().copied()) {
            for field in class.fields.iter().filter(|field| !matches!(field.kind, Kind::Part(_) | Kind::Parts(..))) {
                let wire = field.wire.split(['+', '|']).next().unwrap_or_default();
                assert_eq!(in_arguments(class, wire), field.name, "{} {wire}", class.name);
            }
        }
    }
}
