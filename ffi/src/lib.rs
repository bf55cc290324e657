//! C ABI of the SMSBAT client.
