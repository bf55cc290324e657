//! Threads of a run and what they wait for: those of the system, or those of a simulation.

#[cfg(not(feature = "simulation"))]
pub(crate) use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread::{Builder, JoinHandle},
};

#[cfg(feature = "simulation")]
pub(crate) use crate::simulation::threads::{
    Builder, Condvar, JoinHandle, Mutex, MutexGuard, PoisonError, Receiver, RecvTimeoutError, Sender, channel,
};
