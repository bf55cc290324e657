//! Records what a traced campaign does to the files of its journal's folder and to its connections, as one list.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::IoSliceMut;
use std::path::{Path, PathBuf};

use nix::sys::uio::{RemoteIoVec, process_vm_readv};
use nix::unistd::Pid;

use crate::disk::{Event, Files};
use crate::trace::{Observer, Stop};

/// Target of a descriptor.
#[derive(Debug, Clone, Copy)]
enum Open {
    File(usize),
    Folder,
    Connection(usize),
}

/// A system call between its entry and its exit.
#[derive(Debug, Clone, Copy)]
struct Call {
    number: i64,
    arguments: [u64; 6],
    /// Events before it.
    position: usize,
}

/// The recording of one run.
#[derive(Debug)]
pub(crate) struct Recorder {
    folder: PathBuf,
    pub(crate) events: Vec<Event>,
    names: BTreeMap<String, usize>,
    files: usize,
    connections: usize,
    open: HashMap<u64, Open>,
    calls: HashMap<Pid, Call>,
    /// Something that it does not understand, so that the recording would be wrong.
    pub(crate) problem: Option<String>,
}

/// The files of a folder.
pub(crate) fn files_of(folder: &Path) -> std::io::Result<Files> {
    let mut files = Files::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        files.insert(entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path())?);
    }
    Ok(files)
}

impl Observer for Recorder {
    fn stop(&mut self, thread: Pid, stop: Stop) {
        match stop {
            Stop::Entry { number, arguments } => {
                let call = Call { number, arguments, position: self.events.len() };
                self.entry(call);
                self.calls.insert(thread, call);
            }
            Stop::Exit { result } => {
                if let Some(call) = self.calls.remove(&thread) {
                    self.exit(thread, call, result);
                }
            }
        }
    }
}

impl Recorder {
    /// A recorder for the files of this folder, which must be named without links.
    pub(crate) fn new(folder: &Path) -> std::io::Result<Self> {
        let before = files_of(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            names: before.keys().cloned().zip(0..).collect(),
            files: before.len(),
            events: Vec::new(),
            connections: 0,
            open: HashMap::new(),
            calls: HashMap::new(),
            problem: None,
        })
    }

    /// Records a call before it is made, because bytes may have left when it returns.
    fn entry(&mut self, call: Call) {
        let [descriptor, ..] = call.arguments;
        match call.number {
            libc::SYS_close => drop(self.open.remove(&descriptor)),
            libc::SYS_connect => {
                self.open.insert(descriptor, Open::Connection(self.connections));
                self.connections += 1;
            }
            libc::SYS_write | libc::SYS_writev | libc::SYS_sendto | libc::SYS_sendmsg => {
                if let Some(Open::Connection(connection)) = self.open.get(&descriptor) {
                    // How many of them it was is known at its exit.
                    self.events.push(Event::Send { connection: *connection, bytes: Vec::new() });
                }
            }
            _ => {}
        }
    }

    fn exit(&mut self, thread: Pid, call: Call, result: i64) {
        if result < 0 {
            return;
        }
        let Call { number, arguments, position } = call;
        let [descriptor, second, third, fourth, ..] = arguments;
        let (descriptor_made, count) = (result as u64, result as usize);
        if opens(number) {
            let flags = if number == libc::SYS_openat { third } else { second };
            return self.opened(thread, descriptor_made, flags);
        }
        if names(number) {
            return self.renamed(thread, call);
        }
        let Some(open) = self.open.get(&descriptor).copied() else { return };
        match (open, number) {
            (_, libc::SYS_fcntl) if [libc::F_DUPFD, libc::F_DUPFD_CLOEXEC].contains(&(second as i32)) => {
                self.open.insert(descriptor_made, open);
            }
            (_, libc::SYS_dup | libc::SYS_dup3) => drop(self.open.insert(descriptor_made, open)),
            (Open::File(file), libc::SYS_write | libc::SYS_pwrite64) => {
                let bytes = self.read(thread, second, count);
                let offset = if number == libc::SYS_write {
                    position_of(thread, descriptor).saturating_sub(count)
                } else {
                    fourth as usize
                };
                self.events.push(Event::Write { file, offset, bytes });
            }
            (Open::File(file), libc::SYS_ftruncate) => {
                self.events.push(Event::Length { file, length: second as usize });
            }
            (Open::File(file), libc::SYS_fsync | libc::SYS_fdatasync) => {
                self.events.push(Event::Sync { file, upto: position });
            }
            (Open::Folder, libc::SYS_fsync | libc::SYS_fdatasync) => {
                self.events.push(Event::SyncFolder { upto: position });
            }
            (Open::File(_), libc::SYS_writev | libc::SYS_pwritev | libc::SYS_fallocate | libc::SYS_copy_file_range) => {
                self.problem = Some(format!("system call {number} on a file of the journal is not understood"));
            }
            (Open::Connection(_), libc::SYS_write | libc::SYS_writev | libc::SYS_sendto | libc::SYS_sendmsg) => {
                let sent = match number {
                    libc::SYS_write | libc::SYS_sendto => self.read(thread, second, count),
                    libc::SYS_writev => self.gather(thread, second, third as usize, count),
                    _ => {
                        // `msghdr`: a name and its length, then the list and its length.
                        let words = self.words(thread, second, 4);
                        self.gather(thread, words[2], words[3] as usize, count)
                    }
                };
                if let Some(Event::Send { bytes, .. }) = self.events.get_mut(position) {
                    *bytes = sent;
                }
            }
            (Open::Connection(connection), libc::SYS_read | libc::SYS_recvfrom) => {
                let peeks = number == libc::SYS_recvfrom && fourth as i32 & libc::MSG_PEEK != 0;
                if count > 0 && !peeks {
                    let bytes = self.read(thread, second, count.min(16));
                    self.events.push(Event::Answer { connection, bytes });
                }
            }
            (Open::Connection(_), libc::SYS_readv | libc::SYS_recvmsg) => {
                self.problem = Some(format!("system call {number} on a connection is not understood"));
            }
            _ => {}
        }
    }

    /// A descriptor was opened: perhaps for the folder or one of its files, whatever name was used.
    fn opened(&mut self, thread: Pid, descriptor: u64, flags: u64) {
        let Ok(path) = fs::read_link(format!("/proc/{thread}/fd/{descriptor}")) else { return };
        if path == self.folder {
            self.open.insert(descriptor, Open::Folder);
            return;
        }
        let Some(name) = self.name_in_folder(&path) else { return };
        let file = match self.names.get(&name) {
            Some(file) => *file,
            None => {
                let file = self.files;
                self.files += 1;
                self.names.insert(name.clone(), file);
                self.events.push(Event::Create { name, file });
                file
            }
        };
        if flags as i32 & libc::O_TRUNC != 0 {
            self.events.push(Event::Length { file, length: 0 });
        }
        self.open.insert(descriptor, Open::File(file));
    }

    /// Names were made, changed or taken away.
    fn renamed(&mut self, thread: Pid, call: Call) {
        let [_, b, _, d, ..] = call.arguments;
        let at = |place: u64| self.path(thread, place);
        let (from, to) = match call.number {
            libc::SYS_unlinkat => (at(b), None),
            libc::SYS_renameat | libc::SYS_renameat2 | libc::SYS_linkat => (at(b), at(d)),
            #[cfg(target_arch = "x86_64")]
            libc::SYS_unlink => (at(call.arguments[0]), None),
            #[cfg(target_arch = "x86_64")]
            libc::SYS_rename | libc::SYS_link => (at(call.arguments[0]), at(b)),
            _ => (None, None),
        };
        let links = is_link(call.number);
        match (from, to) {
            (None, None) => {}
            (Some(name), None) => {
                self.names.remove(&name);
                self.events.push(Event::Unlink { name });
            }
            (Some(from), Some(to)) => {
                let Some(file) = self.names.get(&from).copied() else { return };
                self.names.insert(to.clone(), file);
                self.events.push(if links {
                    Event::Link { name: to, file }
                } else {
                    self.names.remove(&from);
                    Event::Rename { from, to }
                });
            }
            (None, Some(_)) => self.problem = Some("a file came into the folder from elsewhere".to_owned()),
        }
    }

    fn name_in_folder(&self, path: &Path) -> Option<String> {
        let name = path.strip_prefix(&self.folder).ok()?;
        Some(name.to_str()?.to_owned())
    }

    /// The name in the folder that stands as a path in the child's memory.
    fn path(&self, thread: Pid, place: u64) -> Option<String> {
        let mut path = Vec::new();
        loop {
            // No further than to the end of a page: the next one need not be there.
            let here = place + path.len() as u64;
            let bytes = self.read(thread, here, 4096 - here as usize % 4096);
            let end = bytes.iter().position(|b| *b == 0);
            path.extend_from_slice(&bytes[..end.unwrap_or(bytes.len())]);
            if end.is_some() || bytes.is_empty() {
                return self.name_in_folder(Path::new(std::str::from_utf8(&path).ok()?));
            }
        }
    }

    fn read(&self, thread: Pid, place: u64, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        let remote = RemoteIoVec { base: place as usize, len: count };
        let read = process_vm_readv(thread, &mut [IoSliceMut::new(&mut bytes)], &[remote]).unwrap_or(0);
        bytes.truncate(read);
        bytes
    }

    fn words(&self, thread: Pid, place: u64, count: usize) -> Vec<u64> {
        let bytes = self.read(thread, place, count * 8);
        bytes.chunks_exact(8).map(|word| u64::from_ne_bytes(word.try_into().unwrap())).collect()
    }

    /// The first `count` bytes of a list of buffers.
    fn gather(&self, thread: Pid, list: u64, buffers: usize, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count);
        for buffer in self.words(thread, list, buffers * 2).chunks_exact(2) {
            bytes.extend(self.read(thread, buffer[0], (buffer[1] as usize).min(count - bytes.len())));
        }
        bytes
    }
}

/// Position of the descriptor of a file.
fn position_of(thread: Pid, descriptor: u64) -> usize {
    let text = fs::read_to_string(format!("/proc/{thread}/fdinfo/{descriptor}")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("pos:"));
    line.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
}

fn opens(number: i64) -> bool {
    #[cfg(target_arch = "x86_64")]
    if number == libc::SYS_open {
        return true;
    }
    number == libc::SYS_openat
}

fn names(number: i64) -> bool {
    #[cfg(target_arch = "x86_64")]
    if [libc::SYS_unlink, libc::SYS_rename, libc::SYS_link].contains(&number) {
        return true;
    }
    [libc::SYS_unlinkat, libc::SYS_renameat, libc::SYS_renameat2, libc::SYS_linkat].contains(&number)
}

fn is_link(number: i64) -> bool {
    #[cfg(target_arch = "x86_64")]
    if number == libc::SYS_link {
        return true;
    }
    number == libc::SYS_linkat
}
