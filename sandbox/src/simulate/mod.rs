//! Simulation: faults, rules, planned replies, magic numbers, delivery, and the clock behind them.

pub(crate) mod clock;
pub(crate) mod fault;
pub(crate) mod lifecycle;
pub(crate) mod magic;
pub(crate) mod planned;
mod random;
pub(crate) mod rules;
