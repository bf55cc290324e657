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
    // All of them before the first is written.
    let files = match files(&root) {
        Ok(files) => files,
        Err(e) => fail(&e),
    };
    let mut drifted = false;
    for (path, text) in files {
        let file = root.join(path);
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

/// Ends the program before it has written anything.
fn fail(problem: &str) -> ! {
    eprintln!("{problem}");
    std::process::exit(1);
}

/// Path from the root and text of every generated file.
fn files(root: &Path) -> Result<Vec<(&'static str, String)>, String> {
    // The sandbox shows the provider's description; a crate can hold only what is in its own folder.
    let described = std::fs::read_to_string(root.join("tests/openapi.yaml"));
    let copy = ("sandbox/src/page/provider.yaml", described.map_err(|e| format!("tests/openapi.yaml: {e}"))?);
    let files = c::files()?.into_iter().chain(python::files()).chain(regions::files()?).chain([copy]);
    files.map(|(path, text)| Ok((path, if path.ends_with(".rs") { rust::format(&text)? } else { text }))).collect()
}
