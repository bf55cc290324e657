//! The header, by cbindgen, from the sources of the C library only.

use std::path::Path;

use cbindgen::{Builder, Config};

/// Sources in the order in which their functions stand in the header.
const SOURCES: &[&str] = &[
    "version",
    "fault",
    "error",
    "options",
    "generated/settings",
    "cancel",
    "log",
    "client",
    "message",
    "generated/kinds",
    "generated/messages",
    "part",
    "generated/parts",
    "result",
    "status",
    "bulk/options",
    "generated/bulk",
    "bulk/counts",
    "bulk",
    "bulk/report",
    "bulk/plan",
    "bulk/row",
    "delivery/options",
    "delivery",
    "delivery/summary",
    "delivery/counts",
    "delivery/row",
    "cascade",
    "turbosms",
    "owned_string",
    "template",
    "generated/reply_types",
    "generated/operations",
    "chat_events/options",
    "chat_events",
    "generated/event_kinds",
    "generated/events",
    "chat_events/event",
    "webhook",
    "generated/replies",
    "call",
    "text",
    "phone",
];

/// The text of `include/smsbat.h`; of the error if it cannot be made, which does not compile.
pub(super) fn text(generated: &[(&str, String)]) -> String {
    make(generated).unwrap_or_else(|e| format!("#error \"{e}\"\n"))
}

fn make(generated: &[(&str, String)]) -> Result<String, String> {
    let directory = std::env::temp_dir().join(format!("smsbat-gen-{}", std::process::id()));
    std::fs::create_dir_all(&directory).map_err(|e| e.to_string())?;
    let result = bindings(&directory, generated);
    // What is left behind is a few small files.
    let _ = std::fs::remove_dir_all(&directory);
    result
}

fn bindings(directory: &Path, generated: &[(&str, String)]) -> Result<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut config = Config::from_file(root.join("ffi/cbindgen.toml"))?;
    config.after_includes = Some(version_macros());
    config.header = config.header.map(|text| {
        format!("{}{}", text.trim_end().trim_end_matches(" */"), super::operations::chapter().trim_start())
    });
    let mut builder = Builder::new().with_config(config);
    for (i, source) in SOURCES.iter().enumerate() {
        let name = format!("ffi/src/{source}.rs");
        // The committed file of what is generated may be out of date: what it will be is what counts.
        let text = match generated.iter().find(|(path, _)| *path == name) {
            Some((_, text)) => text.clone(),
            None => std::fs::read_to_string(root.join(&name)).map_err(|e| format!("{name}: {e}"))?,
        };
        // cbindgen knows sources by the names of their files, of which no two may be the same.
        let path = directory.join(format!("source{i}.rs"));
        std::fs::write(&path, text).map_err(|e| e.to_string())?;
        builder = builder.with_src(path);
    }
    let mut out = Vec::new();
    builder.generate().map_err(|e| e.to_string())?.write(&mut out);
    String::from_utf8(out).map_err(|e| e.to_string())
}

fn version_macros() -> String {
    let version = smsbat_core::VERSION;
    let mut numbers = version.split(['.', '-']);
    let mut number = || numbers.next().unwrap_or("0");
    let (major, minor, patch) = (number(), number(), number());
    format!(
        "\n/** Version of this header; that of the library that runs is `smsbat_version()`. */\n\
         #define SMSBAT_VERSION \"{version}\"\n\
         #define SMSBAT_VERSION_MAJOR {major}\n\
         #define SMSBAT_VERSION_MINOR {minor}\n\
         #define SMSBAT_VERSION_PATCH {patch}\n\n\
         /** The version as one number, for comparing: `#if SMSBAT_VERSION_NUMBER >= 1002003` is 1.2.3 or later. */\n\
         #define SMSBAT_VERSION_NUMBER \\\n  \
         (SMSBAT_VERSION_MAJOR * 1000000 + SMSBAT_VERSION_MINOR * 1000 + SMSBAT_VERSION_PATCH)"
    )
}
