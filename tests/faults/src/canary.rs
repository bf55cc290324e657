//! Secrets and personal data that every call carries, and the search for them in what is printed.

use std::sync::Mutex;

/// The account's key.
pub(crate) const KEY: &str = "test-canary-4Zq9";
/// Text of every message.
pub(crate) const TEXT: &str = "canary text 7Lw2";
/// Recipient of every message.
pub(crate) const TO: &str = "+380671239874";

/// Returns the first of these that `text` contains.
pub(crate) fn found_in(text: &str) -> Option<&'static str> {
    // In Base64 the key stands behind "@:".
    ["canary-4Zq9", "QDp0ZXN0LWNhbmFyeS00WnE5", TEXT, "380671239874"].into_iter().find(|secret| text.contains(secret))
}

static LEAKS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Log lines with a secret, and panics, since the last time this was asked.
pub(crate) fn take_leaks() -> Vec<String> {
    std::mem::take(&mut *LEAKS.lock().unwrap())
}

struct Search;

impl log::Log for Search {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        // The HTTP library's own trace of every byte is no log of ours; below it nothing secret may be said.
        !metadata.target().starts_with("ureq_proto::util")
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            let line = record.args().to_string();
            if found_in(&line).is_some() {
                LEAKS.lock().unwrap().push(format!("log line of {}: {line}", record.target()));
            }
        }
    }

    fn flush(&self) {}
}

/// Looks at every log line and every panic of this process from now on.
pub(crate) fn watch() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Search).unwrap();
        log::set_max_level(log::LevelFilter::Debug);
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            LEAKS.lock().unwrap().push(format!("panic: {info}"));
            before(info);
        }));
    });
}
