//! Writes requests that passed the provider's checks to a file, for a validator that runs after the tests.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::json;

use super::{LoggedRequest, masking};
use crate::error::Error;

/// Number of recording sandboxes in this process.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// One JSON line per request.
#[derive(Debug)]
pub(crate) struct Recording {
    /// None after a failed write.
    file: Mutex<Option<File>>,
    path: PathBuf,
}

impl Recording {
    /// Creates `requests-<pid>-<n>.jsonl` in the directory.
    pub(crate) fn create(directory: &Path) -> Result<Self, Error> {
        let failed = |path: PathBuf| move |source| Error::Record { path, source };
        let mut folder = DirBuilder::new();
        folder.recursive(true);
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
            // Requests hold phone numbers and texts.
            folder.mode(0o700);
            options.mode(0o600);
        }
        folder.create(directory).map_err(failed(directory.to_owned()))?;
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = directory.join(format!("requests-{}-{count}.jsonl", std::process::id()));
        let file = options.open(&path).map_err(failed(path.clone()))?;
        Ok(Self { file: Mutex::new(Some(file)), path })
    }

    /// Writes one line, with credentials masked. `operation` is the path with its parameters in braces. A failed write
    /// is reported once on standard error and ends the recording; it does not change the response.
    pub(crate) fn write(&self, url: &str, operation: &str, request: &LoggedRequest) {
        let query = masking::query(&request.uri, &masking::stars).map_or_else(String::new, |query| format!("?{query}"));
        let line = json!({
            "method": request.method.as_str(),
            "url": format!("{url}{}{query}", request.uri.path()),
            "headers": masking::headers(&request.headers, false),
            "body": request.masked_body(),
            // The TurboSMS-compatible API also takes paths with a suffix.
            "api_operation_path": operation.trim_end_matches(".json"),
            "status": request.status,
            "response_body": request.masked_answer(),
        });
        let mut slot = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(file) = slot.as_mut() else { return };
        let whole = file.metadata().map(|m| m.len());
        if let Err(why) = file.write_all(format!("{line}\n").as_bytes()) {
            // Removes a partial line.
            if let Ok(length) = whole {
                let _ = file.set_len(length);
            }
            let path = self.path.display();
            let _ = writeln!(io::stderr(), "smsbat sandbox: stopped recording requests in {path}: {why}");
            *slot = None;
        }
    }
}
