//! Inputs that were kept are tried again.
#![allow(clippy::unwrap_used)]

use std::path::Path;

#[test]
fn kept_inputs_keep_their_promises() {
    for (name, run) in smsbat_fuzz::TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
        let mut tried = 0;
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let data = std::fs::read(&path).unwrap();
            let done = std::panic::catch_unwind(|| run(&data));
            assert!(done.is_ok(), "{}", path.display());
            tried += 1;
        }
        assert!(tried > 0, "{name} has no corpus");
    }
}
