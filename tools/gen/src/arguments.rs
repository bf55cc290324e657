//! Arguments of operations in templates.

use smsbat_core::ArgumentKind;

/// Name of a kind of argument in templates.
pub(crate) fn kind_name(kind: ArgumentKind) -> &'static str {
    match kind {
        ArgumentKind::Integer => "integer",
        ArgumentKind::Count => "count",
        ArgumentKind::Flag => "flag",
        ArgumentKind::Seconds => "seconds",
        ArgumentKind::Days => "days",
        ArgumentKind::Range => "range",
        ArgumentKind::Time => "time",
        ArgumentKind::MessageId => "message_id",
        ArgumentKind::Object(_) => "object",
        ArgumentKind::Objects(_) => "objects",
        ArgumentKind::NamedObjects(_) => "named_objects",
        ArgumentKind::MessageIds => "message_ids",
        ArgumentKind::Ids => "ids",
        ArgumentKind::Rows => "rows",
        ArgumentKind::File => "file",
        ArgumentKind::Json => "json",
        ArgumentKind::Path => "path",
        ArgumentKind::Secret => "secret",
        ArgumentKind::Status(_) => "status",
        _ => "text",
    }
}
