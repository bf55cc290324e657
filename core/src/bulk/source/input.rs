//! Files that may keep their reader waiting: pipes, terminals, standard input.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::http::call::Interrupt;
use crate::whole_file;

/// File or standard input of a campaign. A pipe or a terminal may give nothing for any time, so a wait for it ends when the
/// run is stopped: by an interrupt, or because the client is closed.
///
/// ```no_run
/// use std::io::BufReader;
/// use smsbat_core::bulk::{Input, from_reader};
///
/// let rows = from_reader(BufReader::new(Input::standard()?));
/// # let _ = rows;
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Input {
    file: File,
    /// True if a read may wait.
    waits: bool,
}

impl Input {
    /// Opens a file. A named pipe need not have a writer yet.
    ///
    /// # Errors
    /// Those of the system.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        whole_file::open_at_once(path.as_ref()).and_then(Self::new)
    }

    /// Standard input.
    ///
    /// # Errors
    /// Those of the system: it may be closed.
    pub fn standard() -> io::Result<Self> {
        #[cfg(unix)]
        let file = std::os::fd::AsFd::as_fd(&io::stdin()).try_clone_to_owned()?;
        #[cfg(windows)]
        let file = std::os::windows::io::AsHandle::as_handle(&io::stdin()).try_clone_to_owned()?;
        Self::new(File::from(file))
    }

    fn new(file: File) -> io::Result<Self> {
        let waits = cfg!(unix) && !file.metadata()?.is_file();
        Ok(Self { file, waits })
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// Waits until there is something to read, or the end.
    #[cfg(unix)]
    fn wait(&self) -> io::Result<()> {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        use rustix::io::Errno;

        let slice = Timespec::try_from(crate::clock::SLICE).map_err(io::Error::other)?;
        loop {
            if is_stopped() {
                return Err(io::Error::other(Stopped));
            }
            match poll(&mut [PollFd::new(&self.file, PollFlags::IN)], Some(&slice)) {
                Ok(0) | Err(Errno::INTR) => {}
                Ok(_) => return Ok(()),
                Err(e) => return Err(e.into()),
            }
        }
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            #[cfg(unix)]
            if self.waits {
                self.wait()?;
            }
            match self.file.read(buffer) {
                // Another process has read it.
                Err(e) if self.waits && e.kind() == io::ErrorKind::WouldBlock => {}
                done => return done,
            }
        }
    }
}

/// Error of a wait that ended with its run.
#[derive(Debug, thiserror::Error)]
#[error("the run was stopped")]
pub(super) struct Stopped;

thread_local! {
    /// Interrupt of the run that this thread drives.
    static STOP: RefCell<Option<Interrupt>> = const { RefCell::new(None) };
}

#[cfg(unix)]
fn is_stopped() -> bool {
    let stop = STOP.try_with(|stop| stop.borrow().clone()).ok().flatten();
    stop.is_some_and(|stop| stop())
}

/// Until the guard is dropped, `stop` ends the waits of this thread. It is asked every 50 ms.
pub(crate) fn stop_waits(stop: Interrupt) -> StopWaits {
    StopWaits(STOP.try_with(|current| current.replace(Some(stop))).ok().flatten())
}

pub(crate) struct StopWaits(Option<Interrupt>);

impl Drop for StopWaits {
    fn drop(&mut self) {
        let before = self.0.take();
        let _ = STOP.try_with(|current| current.replace(before));
    }
}
