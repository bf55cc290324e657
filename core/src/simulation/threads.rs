//! Threads, channels and locks of the standard library, which wait in the world of the thread if it has one.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use std::{io, sync};

pub(crate) use std::sync::PoisonError;
pub(crate) use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::{SendError, TryIter, TryRecvError};

use super::{Task, current, enter};

/// Replacement for `std::thread::Builder`.
pub(crate) struct Builder(String);

impl Builder {
    pub(crate) fn new() -> Self {
        Self(String::new())
    }

    pub(crate) fn name(self, name: String) -> Self {
        Self(name)
    }

    pub(crate) fn spawn<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> io::Result<JoinHandle<T>> {
        let world = current();
        let task = world.as_ref().map(|world| world.thread(&self.0)).transpose()?;
        let theirs = task.clone();
        let work = move || {
            let _entered = world.map(enter);
            let _turn = theirs.inspect(|task| task.begin()).map(Turn);
            work()
        };
        let handle = thread::Builder::new().name(self.0).spawn(work)?;
        Ok(JoinHandle { handle, task })
    }
}

/// Ends a task, even if its thread unwinds.
struct Turn(Arc<dyn Task>);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.end();
    }
}

pub(crate) struct JoinHandle<T> {
    handle: thread::JoinHandle<T>,
    task: Option<Arc<dyn Task>>,
}

impl<T> JoinHandle<T> {
    pub(crate) fn join(self) -> thread::Result<T> {
        if let (Some(world), Some(task)) = (current(), self.task) {
            while !task.has_ended() {
                world.wait(address(&*task), None);
            }
        }
        self.handle.join()
    }
}

/// Returns the address by which waiting threads identify a value.
fn address<T: ?Sized>(thing: &T) -> usize {
    std::ptr::from_ref(thing).cast::<()>() as usize
}

/// Wakes waiting threads and lets them run.
fn changed(what: usize) {
    if let Some(world) = current() {
        world.changed(what);
        world.step();
    }
}

/// Replacement for `std::sync::mpsc::channel`.
pub(crate) fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = mpsc::channel();
    let what = Arc::new(0);
    (Sender { sender: Some(sender), what: Arc::clone(&what) }, Receiver { receiver, what })
}

pub(crate) struct Sender<T> {
    sender: Option<mpsc::Sender<T>>,
    /// Provides the address.
    what: Arc<u8>,
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self { sender: self.sender.clone(), what: Arc::clone(&self.what) }
    }
}

impl<T> Sender<T> {
    pub(crate) fn send(&self, value: T) -> Result<(), SendError<T>> {
        let Some(sender) = &self.sender else { return Err(SendError(value)) };
        let sent = sender.send(value);
        changed(address(&*self.what));
        sent
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        // Close first, then wake.
        self.sender = None;
        changed(address(&*self.what));
    }
}

pub(crate) struct Receiver<T> {
    receiver: mpsc::Receiver<T>,
    what: Arc<u8>,
}

impl<T> Receiver<T> {
    pub(crate) fn recv(&self) -> Result<T, mpsc::RecvError> {
        let Some(world) = current() else { return self.receiver.recv() };
        loop {
            match self.receiver.try_recv() {
                Ok(value) => return Ok(value),
                Err(TryRecvError::Disconnected) => return Err(mpsc::RecvError),
                Err(TryRecvError::Empty) => world.wait(address(&*self.what), None),
            }
        }
    }

    pub(crate) fn recv_timeout(&self, time: Duration) -> Result<T, RecvTimeoutError> {
        let Some(world) = current() else { return self.receiver.recv_timeout(time) };
        let until = world.now().saturating_add(time);
        loop {
            match self.receiver.try_recv() {
                Ok(value) => return Ok(value),
                Err(TryRecvError::Disconnected) => return Err(RecvTimeoutError::Disconnected),
                Err(TryRecvError::Empty) if world.now() >= until => return Err(RecvTimeoutError::Timeout),
                Err(TryRecvError::Empty) => world.wait(address(&*self.what), Some(until)),
            }
        }
    }

    pub(crate) fn try_recv(&self) -> Result<T, TryRecvError> {
        self.receiver.try_recv()
    }

    pub(crate) fn try_iter(&self) -> TryIter<'_, T> {
        self.receiver.try_iter()
    }
}

/// Replacement for `std::sync::Mutex`.
#[derive(Debug, Default)]
pub(crate) struct Mutex<T>(sync::Mutex<T>);

impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(sync::Mutex::new(value))
    }

    pub(crate) fn get_mut(&mut self) -> sync::LockResult<&mut T> {
        self.0.get_mut()
    }

    pub(crate) fn lock(&self) -> sync::LockResult<MutexGuard<'_, T>> {
        let guard = |guard| MutexGuard { mutex: self, guard: Some(guard) };
        let Some(world) = current() else {
            return self.0.lock().map(guard).map_err(|e| PoisonError::new(guard(e.into_inner())));
        };
        loop {
            match self.0.try_lock() {
                Ok(locked) => return Ok(guard(locked)),
                Err(sync::TryLockError::Poisoned(e)) => return Err(PoisonError::new(guard(e.into_inner()))),
                Err(sync::TryLockError::WouldBlock) => world.wait(address(self), None),
            }
        }
    }
}

pub(crate) struct MutexGuard<'a, T> {
    mutex: &'a Mutex<T>,
    guard: Option<sync::MutexGuard<'a, T>>,
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // It is `None` only while the guard is dropped.
        self.guard.as_ref().unwrap_or_else(|| unreachable!())
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.guard.as_mut().unwrap_or_else(|| unreachable!())
    }
}

impl<T> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        self.guard = None;
        changed(address(self.mutex));
    }
}

/// Replacement for `std::sync::Condvar`, for waiters that check again after each change.
#[derive(Debug, Default)]
pub(crate) struct Condvar(sync::Condvar);

impl Condvar {
    pub(crate) fn notify_one(&self) {
        self.0.notify_one();
        changed(address(self));
    }

    pub(crate) fn notify_all(&self) {
        self.0.notify_all();
        changed(address(self));
    }

    pub(crate) fn wait_while<'a, T>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: impl FnMut(&mut T) -> bool,
    ) -> sync::LockResult<MutexGuard<'a, T>> {
        let mutex = guard.mutex;
        let Some(world) = current() else {
            let Some(own) = guard.guard.take() else { return Ok(guard) };
            let again = |guard| MutexGuard { mutex, guard: Some(guard) };
            let waited = self.0.wait_while(own, condition);
            return waited.map(again).map_err(|e| PoisonError::new(again(e.into_inner())));
        };
        while condition(&mut guard) {
            // No other thread runs between the two, so no wake-up is missed.
            guard.guard = None;
            std::mem::forget(guard);
            world.changed(address(mutex));
            world.wait(address(self), None);
            guard = mutex.lock()?;
        }
        Ok(guard)
    }
}
