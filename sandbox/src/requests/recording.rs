//! Requests that passed the provider's checks, kept for a validator that reads them after the tests.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::json;

use super::{LoggedRequest, masking};
use crate::error::Error;

/// Sandboxes of this process that record.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// One JSON line per request.
#[derive(Debug)]
pub(crate) struct Recording {
    /// None once it could not be written.
    file: Mutex<Option<File>>,
    path: PathBuf,
}

impl Recording {
    /// Makes `requests-<pid>-<n>.jsonl` in the directory.
    pub(crate) fn create(directory: &Path) -> Result<Self, Error> {
        let failed = |path: PathBuf| move |source| Error::Record { path, source };
        let mut folder = DirBuilder::new();
        folder.recursive(true);
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
            // Requests tell who was written what.
            folder.mode(0o700);
            options.mode(0o600);
        }
        folder.create(directory).map_err(failed(directory.to_owned()))?;
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = directory.join(format!("requests-{}-{count}.jsonl", std::process::id()));
        let file = options.open(&path).map_err(failed(path.clone()))?;
        Ok(Self { file: Mutex::new(Some(file)), path })
    }

    /// Writes one line; credentials are masked. `operation` is the path with its parameters in braces. A full disk does not change how the sandbox answers: it is said once on
    /// standard error, and the file keeps the lines before.
    pub(crate) fn write(&self, url: &str, operation: &str, request: &LoggedRequest) {
        let query = masking::query(&request.uri).map_or_else(String::new, |query| format!("?{query}"));
        let line = json!({
            "method": request.method.as_str(),
            "url": format!("{url}{}{query}", request.uri.path()),
            "headers": masking::headers(&request.headers, false),
            "body": masking::body(&request.uri, &request.headers, &request.body),
            // The TurboSMS layer takes its paths with a suffix too.
            "api_operation_path": operation.trim_end_matches(".json"),
            "status": request.status,
            "response_body": String::from_utf8_lossy(&request.answer),
        });
        let mut slot = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(file) = slot.as_mut() else { return };
        let whole = file.metadata().map(|m| m.len());
        if let Err(why) = file.write_all(format!("{line}\n").as_bytes()) {
            // Whole lines, and none after a gap.
            if let Ok(length) = whole {
                let _ = file.set_len(length);
            }
            let path = self.path.display();
            let _ = writeln!(io::stderr(), "smsbat sandbox: requests are no longer recorded in {path}: {why}");
            *slot = None;
        }
    }
}
