//! Campaigns in a simulated world, in which one seed decides what happens: see `README.md`.
#![deny(unsafe_code)]

mod campaign;
mod disk;
mod network;
mod provider;
mod random;
mod trace;
mod verdict;
mod vfs;
mod world;

pub use campaign::{Simulated, run};
pub use world::Counts;
