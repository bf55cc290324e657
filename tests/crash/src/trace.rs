//! A child process under `ptrace`: stopped at the entry to and the exit from every system call of every thread.

use std::io;
use std::process::Command;

use nix::sys::ptrace::{self, Options};
use nix::sys::signal::{Signal, kill, raise};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// Exit code of a child that may not be traced.
const FORBIDDEN: i32 = 77;
/// Seconds after which a child counts as hung.
const PATIENCE: u32 = 60;

/// Called by the child: from here on its parent sees every system call. A child that hangs ends itself.
pub(crate) fn be_traced() -> io::Result<()> {
    if ptrace::traceme().is_err() {
        std::process::exit(FORBIDDEN);
    }
    // SAFETY: sets a timer and touches no memory.
    unsafe { libc::alarm(PATIENCE) };
    Ok(raise(Signal::SIGSTOP)?)
}

/// How a child ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It came to its end with this exit code.
    Exited(i32),
    /// It was killed where it should be.
    Killed,
    Hung,
    /// The system does not let it be traced.
    Forbidden,
    /// Another signal ended it.
    Died(Signal),
}

/// A system call at its entry or its exit.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stop {
    Entry { number: i64, arguments: [u64; 6] },
    Exit { result: i64 },
}

/// Sees the stops of a child.
pub(crate) trait Observer {
    fn stop(&mut self, thread: Pid, stop: Stop);
}

/// Runs a child that calls [`be_traced`], and kills it at its stop number `kill_at`, from 1. Gives the number of stops.
pub(crate) fn run(
    command: &mut Command,
    kill_at: Option<usize>,
    mut observer: Option<&mut dyn Observer>,
) -> io::Result<(End, usize)> {
    // The child is waited for below: by its number, with all its threads.
    let leader = Pid::from_raw(command.spawn()?.id() as i32);
    let mut stops = 0;
    let mut killed = false;
    let mut begun = false;
    loop {
        // Only what this thread of ours traces: others have children of their own.
        let flags = WaitPidFlag::__WALL | WaitPidFlag::__WNOTHREAD;
        let status = match waitpid(None, Some(flags)) {
            Err(nix::Error::EINTR) => continue,
            status => status?,
        };
        let (thread, signal) = match status {
            WaitStatus::Exited(pid, code) if pid == leader => {
                let end = if code == FORBIDDEN && !begun { End::Forbidden } else { End::Exited(code) };
                return Ok((end, stops));
            }
            WaitStatus::Signaled(pid, signal, _) if pid == leader => {
                let end = match signal {
                    Signal::SIGKILL if killed => End::Killed,
                    Signal::SIGALRM => End::Hung,
                    other => End::Died(other),
                };
                return Ok((end, stops));
            }
            WaitStatus::PtraceSyscall(pid) if !killed => {
                stops += 1;
                if Some(stops) == kill_at {
                    killed = true;
                    kill(leader, Signal::SIGKILL)?;
                    continue;
                }
                if let Some(observer) = &mut observer
                    && let Some(stop) = stop_of(pid)?
                {
                    observer.stop(pid, stop);
                }
                (pid, None)
            }
            WaitStatus::Stopped(pid, Signal::SIGSTOP) if pid == leader && !begun => {
                begun = true;
                let options =
                    Options::PTRACE_O_TRACESYSGOOD | Options::PTRACE_O_TRACECLONE | Options::PTRACE_O_EXITKILL;
                ptrace::setoptions(pid, options)?;
                (pid, None)
            }
            // A new thread begins with one.
            WaitStatus::Stopped(pid, Signal::SIGSTOP) => (pid, None),
            WaitStatus::Stopped(pid, signal) => (pid, Some(signal)),
            WaitStatus::PtraceEvent(pid, ..) => (pid, None),
            _ => continue,
        };
        match ptrace::syscall(thread, signal) {
            // It is being killed.
            Ok(()) | Err(nix::Error::ESRCH) => {}
            Err(e) => return Err(e.into()),
        }
    }
}

fn stop_of(thread: Pid) -> nix::Result<Option<Stop>> {
    let info = ptrace::syscall_info(thread)?;
    // SAFETY: the kernel says which part of the union it has filled.
    Ok(match info.op {
        libc::PTRACE_SYSCALL_INFO_ENTRY => {
            let entry = unsafe { info.u.entry };
            Some(Stop::Entry { number: entry.nr as i64, arguments: entry.args })
        }
        libc::PTRACE_SYSCALL_INFO_EXIT => Some(Stop::Exit { result: unsafe { info.u.exit.sval } }),
        _ => None,
    })
}
