//! Session of a login.

use std::fmt;

use super::{CallOptions, Engine};
use crate::credentials::Secret;
use crate::error::Error;

/// Logs in again and stores the new session in the engine.
pub(crate) type Renew = dyn Fn(&Engine, &CallOptions) -> Result<(), Error> + Send + Sync;

pub(crate) struct Session {
    pub(crate) token: Secret,
    pub(crate) renew: Box<Renew>,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}
