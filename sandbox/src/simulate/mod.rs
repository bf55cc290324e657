//! Simulation: faults, rules, planned replies, magic numbers, delivery, and the clock behind them.

pub(crate) mod clock;
pub(crate) mod fault;
pub(crate) mod lifecycle;
pub(crate) mod magic;
pub(crate) mod planned;
pub(crate) mod random;
pub(crate) mod recipient;
pub(crate) mod rules;
