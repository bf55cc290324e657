//! `messageData` of one-time passwords (`docs/provider/smsbat-api.md` §3.9, D17–D19).

use serde_json::{Map, Value};

use crate::provider::common::check::problems::{Path, Problems, Rule};
use crate::provider::common::check::values::kind;
use crate::provider::common::check::{count_field, object, open_object, required, text_field};

const TEMPLATE: &[&str] = &["templateId", "templateLang", "templateParams"];

/// Declared type of a template parameter. Both may come as string or number (D19).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Param {
    Text,
    Number,
}

const PIN: (&str, Param) = ("pin", Param::Text);
const PIN_TYPE: (&str, Param) = ("pin_type", Param::Text);
const BUSINESS: (&str, Param) = ("business_platform_name", Param::Text);
const REASON: (&str, Param) = ("code_reason", Param::Text);
const VALIDITY: (&str, Param) = ("code_validity_time", Param::Number);

/// The pre-defined templates. Other ids may be approved for an account and are not checked further.
const TEMPLATES: &[(&str, &[(&str, Param)])] = &[
    ("0aac888f-2ee2-4112-9659-1755a951966a", &[PIN]),
    ("c2cdc028-a48b-4187-bbaf-3aaa137b6e23", &[PIN]),
    ("c33cccaf-735f-4d62-8383-a76bf4999e2d", &[PIN, BUSINESS]),
    ("bed0942f-e07e-4879-834b-29cc4cf3ec35", &[PIN, VALIDITY]),
    ("60d67b38-b9fb-444a-80e6-754447e010c6", &[PIN, PIN_TYPE, VALIDITY]),
    ("6c929cef-29b4-4349-bc9d-2a07bdbb6e43", &[PIN, BUSINESS, VALIDITY]),
    ("82ba31a3-db42-4e87-82e8-33fa92b9e5ed", &[PIN, PIN_TYPE]),
    ("210ee8a9-1ed5-43cd-96e4-65bba311ab40", &[PIN, BUSINESS, PIN_TYPE]),
    ("be56d97b-2a33-4c89-ac5f-f555a2c827d9", &[PIN, BUSINESS, REASON]),
];

/// Data of `viber_otp`: by template, or the short form `code` and `validity`.
pub(super) fn data(data: &Value, at: &Path<'_>, problems: &mut Problems) {
    let both = &["templateId", "templateLang", "templateParams", "code", "validity"];
    let Some(map) = open_object(data, at, both, problems) else { return };
    if TEMPLATE.iter().any(|key| map.contains_key(*key)) {
        object(data, at, TEMPLATE, problems);
        template(map, at, problems);
    } else {
        if !map.contains_key("code") && !map.contains_key("validity") {
            problems.add(
                &at.key("templateId"),
                Rule::Missing,
                "templateId, templateLang and templateParams are required, or code for the short form",
            );
            return;
        }
        object(data, at, &["code", "validity"], problems);
        text_field(map, at, "code", true, problems);
        count_field(map, at, "validity", problems);
    }
}

fn template(map: &Map<String, Value>, at: &Path<'_>, problems: &mut Problems) {
    let id = text_field(map, at, "templateId", true, problems);
    if id.is_some_and(|id| !is_uuid(id)) {
        problems.add(
            &at.key("templateId"),
            Rule::Format,
            "must be a UUID, such as 0aac888f-2ee2-4112-9659-1755a951966a",
        );
    }
    if text_field(map, at, "templateLang", true, problems).is_some_and(|lang| lang.chars().count() < 2) {
        problems.add(&at.key("templateLang"), Rule::Format, "must be a language code, such as uk");
    }
    let Some(value) = required(map, at, "templateParams", problems) else { return };
    let at = at.key("templateParams");
    let Some(given) = open_object(value, &at, &[], problems) else { return };
    for (name, value) in given.iter().filter(|(_, value)| !value.is_string() && !value.is_number()) {
        problems.add(&at.key(name), Rule::Format, format_args!("must be a string or a number, not {}", kind(value)));
    }
    let known = TEMPLATES.iter().find(|(known, _)| id.is_some_and(|id| id.eq_ignore_ascii_case(known)));
    if let Some((_, params)) = known {
        check_params(given, params, &at, problems);
    }
}

fn check_params(given: &Map<String, Value>, params: &[(&str, Param)], at: &Path<'_>, problems: &mut Problems) {
    let names = params.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    for name in given.keys().filter(|name| !params.iter().any(|(known, _)| known == name)) {
        problems.add(
            &at.key(name),
            Rule::Meaning,
            format_args!("unknown parameter; this template has {names} (case matters)"),
        );
    }
    for (name, param) in params {
        match given.get(*name) {
            None => {
                problems.add(
                    &at.key(name),
                    Rule::Meaning,
                    format_args!("parameter {name} of this template is missing"),
                );
            }
            Some(Value::String(text)) if *param == Param::Number && text.parse::<f64>().is_err() => {
                problems.add(&at.key(name), Rule::Meaning, format_args!("is a NUMBER in this template, not {text:?}"));
            }
            Some(_) => {}
        }
    }
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_hexdigit()))
}
