//! Randomness from the system: a fork copies no state of it.

use crate::error::Error;
use crate::hex::hex;

/// Fills with random bytes.
fn fill(bytes: &mut [u8]) -> Result<(), getrandom::Error> {
    #[cfg(feature = "simulation")]
    if crate::simulation::fill(bytes) {
        return Ok(());
    }
    getrandom::fill(bytes)
}

/// 32 random hexadecimal digits.
pub(crate) fn id() -> Result<String, Error> {
    let mut bytes = [0; 16];
    fill(&mut bytes).map_err(|e| Error::internal(format!("the system gives no random numbers: {e}")))?;
    Ok(hex(&bytes))
}

/// A number from 0 up to, but not including, `end`, which must be a power of two.
pub(crate) fn below(end: u64) -> Result<u64, Error> {
    let mut bytes = [0; 8];
    fill(&mut bytes).map_err(|e| Error::internal(format!("the system gives no random numbers: {e}")))?;
    Ok(u64::from_le_bytes(bytes) & end.saturating_sub(1))
}

/// A number from 0 to 1; the middle if the system gives none, which only makes a wait less random.
pub(crate) fn unit() -> f64 {
    let mut bytes = [0; 4];
    match fill(&mut bytes) {
        Ok(()) => f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
        Err(_) => 0.5,
    }
}
