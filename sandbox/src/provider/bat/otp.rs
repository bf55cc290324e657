//! `messageData` of one-time passwords (`docs/provider/smsbat-api.md` §3.9, D17–D19).

use serde_json::Value;

use crate::provider::common::check::problems::ProblemKind;
use crate::provider::common::check::values::{is_uuid, kind};
use crate::provider::common::check::{Fields, Node};

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

/// Data of `viber_otp`: a template, or the short form `code` and `validity`.
pub(super) fn data(data: &Node<'_, '_>) {
    let both = &["templateId", "templateLang", "templateParams", "code", "validity"];
    let Some(fields) = data.open_object(both) else { return };
    if TEMPLATE.iter().any(|key| fields.has(key)) {
        fields.only(TEMPLATE);
        template(&fields);
    } else if fields.has("code") || fields.has("validity") {
        fields.only(&["code", "validity"]);
        fields.required_text("code");
        fields.count("validity");
    } else {
        let message = "templateId, templateLang and templateParams are required, or code for the short form";
        fields.problem("templateId", ProblemKind::Missing, message);
    }
}

fn template(fields: &Fields<'_, '_>) {
    let id = fields.required_text("templateId");
    if id.is_some_and(|id| !is_uuid(id)) {
        let message = "must be a UUID, such as 0aac888f-2ee2-4112-9659-1755a951966a";
        fields.problem("templateId", ProblemKind::Format, message);
    }
    if fields.required_text("templateLang").is_some_and(|lang| lang.chars().count() < 2) {
        fields.problem("templateLang", ProblemKind::Format, "must be a language code, such as uk");
    }
    let Some(params) = fields.required("templateParams") else { return };
    let Some(params) = params.open_object(&[]) else { return };
    for (name, value) in params.map.iter().filter(|(_, value)| !value.is_string() && !value.is_number()) {
        let message = format!("must be a string or a number, not {}", kind(value));
        params.problem(name, ProblemKind::Format, message);
    }
    let known = TEMPLATES.iter().find(|(known, _)| id.is_some_and(|id| id.eq_ignore_ascii_case(known)));
    if let Some((_, declared)) = known {
        check_params(&params, declared);
    }
}

fn check_params(given: &Fields<'_, '_>, declared: &[(&str, Param)]) {
    let names = declared.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    for name in given.map.keys().filter(|name| !declared.iter().any(|(known, _)| known == name)) {
        let message = format!("unknown parameter; this template has {names} (case matters)");
        given.problem(name, ProblemKind::Meaning, message);
    }
    for (name, param) in declared {
        match given.map.get(*name) {
            None => {
                let message = format!("parameter {name} of this template is missing");
                given.problem(name, ProblemKind::Meaning, message);
            }
            Some(Value::String(text)) if *param == Param::Number && text.parse::<f64>().is_err() => {
                let message = format!("is a NUMBER in this template, not {text:?}");
                given.problem(name, ProblemKind::Meaning, message);
            }
            Some(_) => {}
        }
    }
}
