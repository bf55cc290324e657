//! What the sandbox can be told to do to requests and messages, and the clock that all of it runs on.

pub(crate) mod clock;
pub(crate) mod fault;
pub(crate) mod lifecycle;
pub(crate) mod magic;
pub(crate) mod planned;
mod random;
pub(crate) mod rules;
