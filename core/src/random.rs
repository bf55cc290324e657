//! Randomness from the system: a fork copies no state of it.

use crate::error::Error;

/// 32 random hexadecimal digits.
pub(crate) fn id() -> Result<String, Error> {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|e| Error::internal(format!("the system gives no random numbers: {e}")))?;
    Ok(bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|half| char::from(HEX[usize::from(half)])).collect())
}

/// A number from 0 up to, but not including, `end`, which must be a power of two.
pub(crate) fn below(end: u64) -> Result<u64, Error> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|e| Error::internal(format!("the system gives no random numbers: {e}")))?;
    Ok(u64::from_le_bytes(bytes) & (end - 1))
}

/// A number from 0 to 1; the middle if the system gives none, which only makes a wait less random.
pub(crate) fn unit() -> f64 {
    let mut bytes = [0; 4];
    match getrandom::fill(&mut bytes) {
        Ok(()) => f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
        Err(_) => 0.5,
    }
}
