//! Threads, channels and locks of a run, from the system or from a simulation.

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
