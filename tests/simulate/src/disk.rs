//! The disk under SQLite. What was written is in real files, as the system shows it to everyone; what a loss of power
//! leaves of it is kept beside.
//!
//! Assumed of a disk, as SQLite does: what was synced stays. What was not may be there or not, each sector of 512 bytes
//! for itself and in any order; of one sector the beginning may be new and the rest old. A write changes nothing beside
//! it. A file that was made and never synced may be gone.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::random::Random;

const SECTOR: usize = 512;

/// A change that is not on the disk for certain.
#[derive(Debug, Clone)]
enum Change {
    Write(u64, Vec<u8>),
    Truncate(u64),
}

#[derive(Debug, Default)]
struct Tracked {
    /// Content that survives a power loss; `None` if the file itself may be lost.
    durable: Option<Vec<u8>>,
    changes: Vec<Change>,
    /// Locks by handle: 1 shared, 2 reserved, 3 pending, 4 exclusive.
    locks: BTreeMap<u64, (usize, i32)>,
}

#[derive(Debug)]
pub(crate) struct Disk {
    pub(crate) folder: PathBuf,
    /// Since when somebody reads the journal in a transaction.
    pub(crate) reader: Option<Duration>,
    pub(crate) full: bool,
    /// Share of operations that fail.
    pub(crate) errors: f64,
    /// Longest time of a sync, in milliseconds.
    pub(crate) slow: u64,
    pub(crate) random: Random,
    files: BTreeMap<PathBuf, Tracked>,
    /// Files as a killed process left them, until the last of its threads has ended.
    left: Option<BTreeMap<PathBuf, Vec<u8>>>,
    handles: u64,
}

impl Disk {
    pub(crate) fn new(random: Random, folder: PathBuf) -> Self {
        Self {
            folder,
            reader: None,
            full: false,
            errors: 0.0,
            slow: 10,
            random,
            files: BTreeMap::new(),
            left: None,
            handles: 0,
        }
    }

    /// `existed` says whether the file was there before it was opened: then it was put there to stay.
    pub(crate) fn new_handle(&mut self, path: &Path, existed: bool) -> u64 {
        self.handles += 1;
        let durable = || fs::read(path).ok().filter(|_| existed);
        self.files.entry(path.to_owned()).or_insert_with(|| Tracked { durable: durable(), ..Tracked::default() });
        self.handles
    }

    pub(crate) fn close(&mut self, path: &Path, handle: u64) {
        if let Some(file) = self.files.get_mut(path) {
            file.locks.remove(&handle);
        }
    }

    pub(crate) fn delete(&mut self, path: &Path) -> io::Result<()> {
        self.files.remove(path);
        fs::remove_file(path)
    }

    fn change(&mut self, path: &Path, change: Change) {
        if let Some(file) = self.files.get_mut(path) {
            file.changes.push(change);
        }
    }

    pub(crate) fn write(&mut self, path: &Path, offset: u64, bytes: &[u8]) -> io::Result<()> {
        OpenOptions::new().write(true).open(path)?.write_all_at(bytes, offset)?;
        self.change(path, Change::Write(offset, bytes.to_vec()));
        Ok(())
    }

    pub(crate) fn truncate(&mut self, path: &Path, length: u64) -> io::Result<()> {
        OpenOptions::new().write(true).open(path)?.set_len(length)?;
        self.change(path, Change::Truncate(length));
        Ok(())
    }

    /// Makes the content durable, and the file itself, because SQLite syncs the folder of a new file.
    pub(crate) fn sync(&mut self, path: &Path) {
        if let Some(file) = self.files.get_mut(path) {
            let mut image = file.durable.take().unwrap_or_default();
            for change in file.changes.drain(..) {
                apply(&mut image, &change);
            }
            file.durable = Some(image);
        }
    }

    /// The system forgets what it could not write, and says so once.
    pub(crate) fn fail_sync(&mut self, path: &Path) {
        let sectors = 0.5;
        if let Some(file) = self.files.get_mut(path) {
            let mut image = file.durable.take().unwrap_or_default();
            for change in file.changes.drain(..) {
                apply_some(&mut image, &change, sectors, &mut self.random);
            }
            file.durable = Some(image);
        }
    }

    /// Returns true if a handle gets a lock. `alive` tells which processes still run.
    pub(crate) fn lock(
        &mut self,
        path: &Path,
        handle: u64,
        process: usize,
        level: i32,
        alive: impl Fn(usize) -> bool,
    ) -> bool {
        let (reader, main) = (self.reader.is_some(), !path.to_string_lossy().ends_with("-journal"));
        let Some(file) = self.files.get_mut(path) else { return false };
        file.locks.retain(|_, (process, _)| alive(*process));
        let others = file.locks.iter().filter(|(other, _)| **other != handle).map(|(_, (_, level))| *level);
        let highest = others.max().unwrap_or(0);
        let current = file.locks.get(&handle).map_or(0, |(_, level)| *level);
        let read = reader && main;
        let (granted, reached) = match level {
            1 => (highest < 3, 1),
            2 => (highest < 2, 2),
            _ if highest > 1 => (false, current),
            _ => (highest == 0 && !read, if highest == 0 && !read { level } else { 3 }),
        };
        if granted || reached > current {
            file.locks.insert(handle, (process, reached.max(current)));
        }
        granted
    }

    pub(crate) fn unlock(&mut self, path: &Path, handle: u64, level: i32) {
        let Some(file) = self.files.get_mut(path) else { return };
        match (level, file.locks.get_mut(&handle)) {
            (0, _) => drop(file.locks.remove(&handle)),
            (_, Some((_, current))) => *current = (*current).min(level),
            _ => {}
        }
    }

    pub(crate) fn is_reserved(&self, path: &Path) -> bool {
        self.files.get(path).is_some_and(|file| file.locks.values().any(|(_, level)| *level >= 2))
    }

    /// A process is killed: what is on the disk now is what the next one finds.
    pub(crate) fn die(&mut self, power: bool) {
        let mut left = BTreeMap::new();
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if let Ok(bytes) = fs::read(entry.path()) {
                left.insert(entry.path(), bytes);
            }
        }
        if power {
            // Disks differ in how much of it they wrote.
            let share = *self.random.pick(&[0.0, 0.2, 0.5, 0.8, 1.0]);
            for (path, file) in &self.files {
                let mut image = file.durable.clone();
                for change in &file.changes {
                    apply_some(image.get_or_insert_default(), change, share, &mut self.random);
                }
                match image.filter(|_| file.durable.is_some() || self.random.chance(share)) {
                    Some(image) => left.insert(path.clone(), image),
                    None => left.remove(path),
                };
            }
        }
        self.left = Some(left);
    }

    /// Puts in place what a killed process left, once its threads have ended.
    pub(crate) fn settle(&mut self) -> io::Result<()> {
        let Some(left) = self.left.take() else { return Ok(()) };
        for entry in fs::read_dir(&self.folder)?.flatten() {
            if !left.contains_key(&entry.path()) {
                fs::remove_file(entry.path())?;
            }
        }
        self.files.clear();
        for (path, bytes) in left {
            fs::write(&path, &bytes)?;
            self.files.insert(path, Tracked { durable: Some(bytes), ..Tracked::default() });
        }
        Ok(())
    }
}

fn put(image: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    if image.len() < offset + bytes.len() {
        image.resize(offset + bytes.len(), 0);
    }
    image[offset..offset + bytes.len()].copy_from_slice(bytes);
}

fn apply(image: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write(offset, bytes) => put(image, *offset as usize, bytes),
        Change::Truncate(length) => image.resize(*length as usize, 0),
    }
}

/// Applies a share of the sectors of a change, one of them perhaps in part.
fn apply_some(image: &mut Vec<u8>, change: &Change, share: f64, random: &mut Random) {
    match change {
        Change::Truncate(_) => {
            if random.chance(share) {
                apply(image, change);
            }
        }
        Change::Write(offset, bytes) => {
            let (mut at, end) = (*offset as usize, *offset as usize + bytes.len());
            while at < end {
                let next = ((at / SECTOR + 1) * SECTOR).min(end);
                let from = at - *offset as usize;
                if random.chance(share) {
                    let torn = random.chance(0.05);
                    let count = if torn { random.below(next - at) } else { next - at };
                    put(image, at, &bytes[from..from + count]);
                }
                at = next;
            }
        }
    }
}
