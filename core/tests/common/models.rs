//! Models from the vectors' JSON.

use serde_json::Value as Tree;
use smsbat_core::{API_CLASSES, Class, Json, Kind, MESSAGE_CLASSES, Object, PART_CLASSES, Record, Value};

/// `{"$": "Sms", …}` is a typed model, any other object goes out as given.
pub(crate) fn object(tree: &Tree) -> Object {
    let Some(name) = tree.get("$").and_then(Tree::as_str) else {
        return Json::object(tree.to_string()).unwrap().into();
    };
    let mut record = Record::new(class(name));
    for (field, tree) in tree.as_object().unwrap().iter().filter(|(key, _)| *key != "$") {
        let kind = record.class().fields[record.class().position(field).unwrap()].kind;
        record.set(field, value(kind, tree)).unwrap();
    }
    record.into()
}

fn class(name: &str) -> &'static Class {
    let (name, variant) = name.split_once('.').map_or((name, None), |(n, v)| (n, Some(v)));
    let all = MESSAGE_CLASSES.iter().chain(PART_CLASSES).chain(API_CLASSES).flat_map(|c| c.iter());
    all.copied().find(|c| c.name == name && c.variant == variant).unwrap_or_else(|| panic!("no class {name}"))
}

fn value(kind: Kind, tree: &Tree) -> Value {
    match (kind, tree) {
        (Kind::Part(_), _) => Value::Part(Box::new(object(tree))),
        (Kind::Parts(..), Tree::Array(list)) => Value::Parts(list.iter().map(object).collect()),
        (Kind::Json, tree) => Json::object(tree.to_string()).unwrap().into(),
        (_, Tree::Bool(flag)) => Value::Bool(*flag),
        (Kind::Texts(..) | Kind::PhoneList(_), Tree::Array(list)) => {
            Value::Texts(list.iter().map(|t| t.as_str().unwrap().to_owned()).collect())
        }
        (Kind::Params, Tree::Object(map)) => {
            Value::Params(map.iter().map(|(k, v)| (k.clone(), value(Kind::Number, v))).collect())
        }
        (_, Tree::String(text)) => Value::from(text.as_str()),
        (_, Tree::Number(number)) => Value::Int(number.as_i64().unwrap()),
        _ => panic!("cannot be a value: {tree}"),
    }
}
