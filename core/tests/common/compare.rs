//! Comparison of replies with the expected values of a vector.

use serde_json::Value;

/// Only the keys that are wanted, at every level.
pub(crate) fn compare(name: &str, want: &Value, got: &Value) {
    match (want, got) {
        (Value::Object(want), Value::Object(_)) => {
            for (key, value) in want {
                compare(&format!("{name}: {key}"), value, &got[key]);
            }
        }
        (Value::Array(want), Value::Array(got)) => {
            assert_eq!(want.len(), got.len(), "{name}");
            for (want, got) in want.iter().zip(got) {
                compare(name, want, got);
            }
        }
        _ => assert_eq!(want, got, "{name}"),
    }
}
