//! Random numbers from the system, so that a fork copies no state.

use crate::error::Error;
use crate::hex::hex;

/// Fills a buffer with random bytes.
fn fill(bytes: &mut [u8]) -> Result<(), getrandom::Error> {
    #[cfg(feature = "simulation")]
    if crate::simulation::fill(bytes) {
        return Ok(());
    }
    // By the system call itself: in a static program of glibc the crate finds no function for it, and reads /dev/urandom,
    // which is not in every container or chroot.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    if rustix::rand::getrandom(&mut *bytes, rustix::rand::GetRandomFlags::empty()).is_ok_and(|got| got == bytes.len()) {
        return Ok(());
    }
    getrandom::fill(bytes)
}

/// Returns 32 random hexadecimal digits.
pub(crate) fn id() -> Result<String, Error> {
    bytes().map(|bytes| hex(&bytes))
}

/// Returns 16 random bytes.
pub(crate) fn bytes() -> Result<[u8; 16], Error> {
    let mut bytes = [0; 16];
    fill(&mut bytes).map_err(|e| Error::internal(format!("the system provides no random numbers: {e}")))?;
    Ok(bytes)
}

/// Returns a random number from 0 up to but not including `end`, which must be a power of two.
pub(crate) fn below(end: u64) -> Result<u64, Error> {
    let mut bytes = [0; 8];
    fill(&mut bytes).map_err(|e| Error::internal(format!("the system provides no random numbers: {e}")))?;
    Ok(u64::from_le_bytes(bytes) & end.saturating_sub(1))
}

/// Returns a random number from 0 to 1, or 0.5 if the system provides none, which only makes waits less random.
pub(crate) fn unit() -> f64 {
    let mut bytes = [0; 4];
    match fill(&mut bytes) {
        Ok(()) => f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
        Err(_) => 0.5,
    }
}
