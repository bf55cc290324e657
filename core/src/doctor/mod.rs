//! Checks settings and connection step by step: the first thing to run when a call fails. Sends no message.

mod certificate;
mod check;
mod steps;

use std::time::Duration;

pub use self::check::{Check, CheckState, Diagnosis};
pub use crate::config::Origin;
use crate::engine::Engine;
use crate::error::Error;

/// Makes the checks. `made` is the engine of a client with these settings, or the reason why they cannot be used.
pub(crate) fn diagnose(settings: Vec<Origin>, proxy: Option<&'static str>, made: Result<&Engine, &Error>) -> Diagnosis {
    let checks = match made {
        Ok(engine) => {
            let apis = engine.config().apis_with_credentials();
            apis.into_iter().flat_map(|api| steps::host(engine, api, proxy)).collect()
        }
        Err(error) => vec![Check {
            name: "settings",
            host: None,
            state: CheckState::Failed,
            found: error.message().to_owned(),
            next: Some("Correct the setting where it comes from; the list of settings shows that.".to_owned()),
            details: Vec::new(),
            duration: Duration::ZERO,
        }],
    };
    Diagnosis { settings, checks }
}
