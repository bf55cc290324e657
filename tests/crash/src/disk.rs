//! A disk that keeps synced data, and any part of later writes.

use std::collections::{BTreeMap, BTreeSet};

use crate::random::Random;

/// Files by name.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Events, in the order in which they were seen. Files are numbers: a name may lead to another file later.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    Create {
        name: String,
        file: usize,
    },
    Link {
        name: String,
        file: usize,
    },
    Unlink {
        name: String,
    },
    Rename {
        from: String,
        to: String,
    },
    Write {
        file: usize,
        offset: usize,
        bytes: Vec<u8>,
    },
    /// The file is cut or made longer.
    Length {
        file: usize,
        length: usize,
    },
    /// Everything of the file before event `upto` is on the disk.
    Sync {
        file: usize,
        upto: usize,
    },
    /// Every name before event `upto` is.
    SyncFolder {
        upto: usize,
    },
    /// Bytes are handed to a connection.
    Send {
        connection: usize,
        bytes: Vec<u8>,
    },
    /// The first bytes of what was read from it.
    Answer {
        connection: usize,
        bytes: Vec<u8>,
    },
}

/// Size of what a disk writes at once, torn or not.
const SECTOR: usize = 512;

/// A disk in the middle of a recording.
#[derive(Debug)]
pub(crate) struct Disk<'e> {
    /// Names that are on the disk for certain, and what happened to names since.
    names: BTreeMap<String, usize>,
    later: Vec<(usize, &'e Event)>,
    files: BTreeMap<usize, File<'e>>,
}

#[derive(Debug, Default)]
struct File<'e> {
    /// Bytes that are on the disk for certain. Writes and lengths after the last sync are separate.
    bytes: Vec<u8>,
    later: Vec<(usize, &'e Event)>,
}

/// Fate of data that was not synced.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Nothing,
    Everything,
    /// Everything before this event is kept, as on a disk that keeps the order.
    Before(usize),
    /// Each part is the newest, except one in so many.
    Most(usize),
    /// Each part is the oldest, except one in so many.
    Few(usize),
    Any,
}

impl<'e> Disk<'e> {
    /// The disk after these events, of which the first files were there before.
    pub(crate) fn new(before: &Files, events: &'e [Event]) -> Self {
        let mut disk = Disk { names: BTreeMap::new(), later: Vec::new(), files: BTreeMap::new() };
        for (file, (name, bytes)) in before.iter().enumerate() {
            disk.names.insert(name.clone(), file);
            disk.files.insert(file, File { bytes: bytes.clone(), later: Vec::new() });
        }
        for (number, event) in events.iter().enumerate() {
            match event {
                Event::Write { file, .. } | Event::Length { file, .. } => {
                    disk.files.entry(*file).or_default().later.push((number, event));
                }
                Event::Sync { file, upto } => disk.files.entry(*file).or_default().sync(*upto),
                Event::SyncFolder { upto } => {
                    let done = disk.later.iter().take_while(|(at, _)| at < upto).count();
                    disk.later.drain(..done).for_each(|(_, event)| rename(&mut disk.names, event));
                }
                Event::Create { .. } | Event::Link { .. } | Event::Unlink { .. } | Event::Rename { .. } => {
                    disk.later.push((number, event));
                }
                Event::Send { .. } | Event::Answer { .. } => {}
            }
        }
        disk
    }

    /// One state in which the disk may be found after the power is lost.
    pub(crate) fn state(&self, random: &mut Random) -> Files {
        let unsynced = self.later.iter().chain(self.files.values().flat_map(|f| &f.later));
        let moments: Vec<usize> = unsynced.map(|(at, _)| *at).collect();
        let fate = match random.below(8) {
            0 => Fate::Nothing,
            1 => Fate::Everything,
            2 if !moments.is_empty() => Fate::Before(random.one_of(&moments)),
            3 => Fate::Most(4),
            4 => Fate::Most(16),
            5 => Fate::Few(4),
            6 => Fate::Few(16),
            _ => Fate::Any,
        };
        // What a file got that was made longer and not yet written: on most disks zeros, on some what lay there before.
        let garbage = random.once_in(4);
        let mut names = self.names.clone();
        for (at, event) in &self.later {
            if fate.choose(&[0, *at + 1], random) == 1 {
                rename(&mut names, event);
            }
        }
        let mut chosen: BTreeMap<usize, Vec<u8>> = BTreeMap::new();
        for file in names.values().collect::<BTreeSet<_>>() {
            if let Some(content) = self.files.get(file) {
                chosen.insert(*file, content.state(fate, garbage, random));
            }
        }
        names.into_iter().map(|(name, file)| (name, chosen.get(&file).cloned().unwrap_or_default())).collect()
    }
}

impl Fate {
    /// Which of some versions is on the disk. Each has the event after which it is there; the first always is.
    fn choose(self, versions: &[usize], random: &mut Random) -> usize {
        let newest = versions.len() - 1;
        match self {
            Self::Nothing => 0,
            Self::Everything => newest,
            Self::Before(moment) => versions.iter().rposition(|at| *at <= moment).unwrap_or(0),
            Self::Most(many) if !random.once_in(many) => newest,
            Self::Few(many) if !random.once_in(many) => 0,
            _ => random.below(versions.len()),
        }
    }
}

/// Does to names what an event did; one whose source is not there did nothing.
fn rename(names: &mut BTreeMap<String, usize>, event: &Event) {
    match event {
        Event::Create { name, file } | Event::Link { name, file } => {
            names.insert(name.clone(), *file);
        }
        Event::Unlink { name } => {
            names.remove(name);
        }
        Event::Rename { from, to } => {
            if let Some(file) = names.remove(from) {
                names.insert(to.clone(), file);
            }
        }
        _ => {}
    }
}

/// Does to a file what an event did.
fn change(bytes: &mut Vec<u8>, event: &Event) {
    match event {
        Event::Write { offset, bytes: new, .. } => {
            let end = offset + new.len();
            if bytes.len() < end {
                bytes.resize(end, 0);
            }
            bytes[*offset..end].copy_from_slice(new);
        }
        Event::Length { length, .. } => bytes.resize(*length, 0),
        _ => {}
    }
}

impl File<'_> {
    fn sync(&mut self, upto: usize) {
        let done = self.later.iter().take_while(|(at, _)| *at < upto).count();
        self.later.drain(..done).for_each(|(_, event)| change(&mut self.bytes, event));
    }

    /// The file with any of its versions in each sector.
    ///
    /// Its length is that after some of the changes. A cut that happened keeps what lay behind it from coming back,
    /// one that did not keeps what was written after it from being reached.
    fn state(&self, fate: Fate, garbage: bool, random: &mut Random) -> Vec<u8> {
        let moments: Vec<usize> = std::iter::once(0).chain(self.later.iter().map(|(at, _)| at + 1)).collect();
        let changes = fate.choose(&moments, random);
        // The whole file after each change.
        let mut whole = vec![self.bytes.clone()];
        for (_, event) in &self.later {
            let mut next = whole[whole.len() - 1].clone();
            change(&mut next, event);
            whole.push(next);
        }
        let length = whole[changes].len();
        let mut file = vec![0; length];
        for start in (0..length).step_by(SECTOR) {
            let end = length.min(start + SECTOR);
            let cuts = |(_, event): &(usize, &Event)| matches!(event, Event::Length { length, .. } if *length < start + SECTOR);
            let first = self.later[..changes].iter().rposition(cuts).map_or(0, |at| at + 1);
            let last = self.later[changes..].iter().position(cuts).map_or(self.later.len(), |at| changes + at);
            let touches = |at: &usize| matches!(self.later[at - 1].1, Event::Write { offset, bytes, .. } if *offset < end && start < offset + bytes.len());
            let versions: Vec<usize> = std::iter::once(first).chain((first + 1..=last).filter(touches)).collect();
            let at: Vec<usize> = versions.iter().map(|v| moments[*v]).collect();
            let version = fate.choose(&at, random);
            let fill = |version: usize, place: &mut [u8], from: usize, random: &mut Random| {
                let content = whole[versions[version]].get(from..).unwrap_or_default();
                let there = content.len().min(place.len());
                place[..there].copy_from_slice(&content[..there]);
                if garbage {
                    place[there..].iter_mut().for_each(|byte| *byte = random.below(256) as u8);
                }
            };
            fill(version, &mut file[start..end], start, random);
            // Torn: one end of the sector is of the version before.
            if version > 0 && !matches!(fate, Fate::Nothing | Fate::Everything) && random.once_in(8) {
                let middle = start + random.below(end - start);
                let torn = if random.once_in(2) { start..middle } else { middle..end };
                fill(version - 1, &mut file[torn.clone()], torn.start, random);
            }
        }
        file
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states(before: &Files, events: &[Event]) -> BTreeSet<Files> {
        let mut random = Random::new(1, &[]);
        let disk = Disk::new(before, events);
        (0..4000).map(|_| disk.state(&mut random)).collect()
    }

    fn write(byte: u8, sectors: std::ops::Range<usize>) -> Event {
        let bytes = vec![byte; sectors.len() * SECTOR];
        Event::Write { file: 0, offset: sectors.start * SECTOR, bytes }
    }

    fn old(byte: u8, sectors: usize) -> Files {
        BTreeMap::from([("a".to_owned(), vec![byte; sectors * SECTOR])])
    }

    #[test]
    fn what_is_synced_stays_and_what_is_not_may_be_there_in_any_part() {
        let before = old(1, 2);
        let synced = [write(2, 0..2), Event::Sync { file: 0, upto: 1 }];
        assert_eq!(states(&before, &synced), BTreeSet::from([old(2, 2)]));
        let found = states(&before, &synced[..1]);
        let sectors = |a: u8, b: u8| [[a; SECTOR], [b; SECTOR]].concat();
        for expected in [sectors(1, 1), sectors(1, 2), sectors(2, 1), sectors(2, 2)] {
            assert!(found.iter().any(|files| files["a"] == expected));
        }
        let torn = found.iter().filter(|files| files["a"][..SECTOR].iter().any(|b| *b != files["a"][0]));
        assert!(torn.count() > 5);
        // A write that came while the sync was under way is not in it.
        let late = [write(2, 0..2), write(3, 0..1), Event::Sync { file: 0, upto: 1 }];
        let found = states(&before, &late);
        assert!(found.contains(&old(2, 2)) && found.iter().all(|files| files["a"][SECTOR..] == [2; SECTOR]));
    }

    #[test]
    fn what_was_cut_does_not_come_back_behind_the_cut() {
        let cut = [Event::Length { file: 0, length: 0 }, write(2, 0..2)];
        for files in states(&old(1, 2), &cut) {
            let file = &files["a"];
            // Either all of it is old, or nothing is; a few bytes may be so by chance.
            let old = file.windows(4).any(|bytes| bytes == [1; 4]);
            assert!(!old || file.iter().all(|b| *b == 1), "{file:?}");
        }
        assert!(states(&old(1, 2), &cut).contains(&old(1, 2)));
        let synced = [cut[0].clone(), Event::Sync { file: 0, upto: 1 }];
        assert_eq!(states(&old(1, 2), &synced), BTreeSet::from([old(1, 0)]));
    }

    #[test]
    fn a_name_is_there_for_certain_once_its_folder_is_synced() {
        let create = Event::Create { name: "b".to_owned(), file: 1 };
        let content = [create, Event::Sync { file: 1, upto: 1 }];
        let found = states(&old(1, 1), &content);
        assert!(found.iter().any(|f| !f.contains_key("b")) && found.iter().any(|f| f.contains_key("b")));
        let synced = [content[0].clone(), Event::SyncFolder { upto: 1 }];
        assert!(states(&old(1, 1), &synced).iter().all(|f| f.contains_key("b")));
        let gone = [Event::Unlink { name: "a".to_owned() }];
        assert_eq!(states(&old(1, 1), &gone), BTreeSet::from([BTreeMap::new(), old(1, 1)]));
    }
}
