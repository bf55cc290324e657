//! Writes the committed files that are generated from the core's tables: `smsbat-gen [--check]`.
//!
//! With `--check`, nothing is written; the exit code is 1 if a file differs from the generated text.
#![allow(clippy::print_stderr)]

mod arguments;
mod c;
mod documented;
mod error_texts;
mod errors;
mod python;
mod python_async;
mod python_operations;
mod python_settings;
mod regions;
mod rust;
mod templates;
mod tokens;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let check = std::env::args().any(|a| a == "--check");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut drifted = false;
    // The sandbox shows the provider's description; a crate can hold only what is in its own folder.
    let described = std::fs::read_to_string(root.join("tests/openapi.yaml")).unwrap_or_default();
    let copies = [("sandbox/src/page/provider.yaml", described)];
    for (path, text) in c::files().into_iter().chain(python::files()).chain(regions::files()).chain(copies) {
        let file = root.join(path);
        let text = if path.ends_with(".rs") { rust::format(&text) } else { text };
        if std::fs::read_to_string(&file).is_ok_and(|old| old == text) {
            continue;
        }
        if check {
            eprintln!("{path} differs from the tables in core: run `make gen`");
            drifted = true;
        } else if let Err(e) = std::fs::write(&file, text) {
            eprintln!("{path}: {e}");
            drifted = true;
        }
    }
    ExitCode::from(u8::from(drifted))
}
