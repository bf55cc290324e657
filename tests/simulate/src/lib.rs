//! Campaigns in a simulated world, in which one seed decides what happens: see `README.md`.
#![deny(unsafe_code)]

mod attempt;
mod campaign;
mod counts;
mod disk;
mod network;
mod process;
mod provider;
mod random;
mod trace;
mod verdict;
mod vfs;
mod world;

pub use campaign::{Simulated, run};
pub use counts::Counts;
