//! The header, by cbindgen, from the sources of the C library only.

use std::path::{Path, PathBuf};

use cbindgen::{Builder, Config};

/// Sources in the order in which their functions stand in the header; `None` is the generated one.
const SOURCES: &[Option<&str>] = &[
    Some("version"),
    Some("error"),
    Some("options"),
    Some("cancel"),
    Some("client"),
    Some("message"),
    Some("part"),
    None,
    Some("result"),
    Some("status"),
    Some("call"),
    Some("text"),
];

/// The text of `include/smsbat.h`; of the error if it cannot be made, which does not compile.
pub(super) fn text(generated: &str) -> String {
    make(generated).unwrap_or_else(|e| format!("#error \"{e}\"\n"))
}

fn make(generated: &str) -> Result<String, String> {
    let ffi = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ffi");
    let directory = std::env::temp_dir().join(format!("smsbat-gen-{}", std::process::id()));
    std::fs::create_dir_all(&directory).map_err(|e| e.to_string())?;
    let result = bindings(&ffi, &directory, generated);
    // What is left behind is one small file.
    let _ = std::fs::remove_dir_all(&directory);
    result
}

fn bindings(ffi: &Path, directory: &Path, generated: &str) -> Result<String, String> {
    // The committed file may be out of date: what it will be is what counts.
    let copy = directory.join("generated.rs");
    std::fs::write(&copy, generated).map_err(|e| e.to_string())?;
    let mut config = Config::from_file(ffi.join("cbindgen.toml"))?;
    config.after_includes = Some(version_macros());
    let mut builder = Builder::new().with_config(config);
    for source in SOURCES {
        let path: PathBuf = source.map_or_else(|| copy.clone(), |name| ffi.join("src").join(format!("{name}.rs")));
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
