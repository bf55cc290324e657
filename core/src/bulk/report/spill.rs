//! A temporary file that loses nothing when the disk is full.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// Bytes that are written at once.
pub(super) const BUFFER: usize = 1 << 16;

/// A file that is read and written at places. A process that was forked shares the position of the open file, so none is
/// used: the one would read and write where the other has moved it.
pub(super) trait AtPlace {
    fn read_at_place(&mut self, out: &mut [u8], place: u64) -> io::Result<usize>;

    fn write_at_place(&mut self, bytes: &[u8], place: u64) -> io::Result<usize>;
}

#[cfg(unix)]
impl AtPlace for File {
    fn read_at_place(&mut self, out: &mut [u8], place: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(self, out, place)
    }

    fn write_at_place(&mut self, bytes: &[u8], place: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::write_at(self, bytes, place)
    }
}

#[cfg(windows)]
impl AtPlace for File {
    fn read_at_place(&mut self, out: &mut [u8], place: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(self, out, place)
    }

    fn write_at_place(&mut self, bytes: &[u8], place: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_write(self, bytes, place)
    }
}

/// The file from its last written byte on.
struct End<'f, F> {
    file: &'f mut F,
    place: u64,
}

impl<F: AtPlace> Write for End<'_, F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write_at_place(bytes, self.place)?;
        self.place = self.place.saturating_add(count as u64);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Bytes that go to a file. Those that it does not take stay in memory, so that none is lost with a full disk.
#[derive(Debug)]
pub(super) struct SpillFile<F = File> {
    file: F,
    /// Bytes that the file has.
    written: u64,
    /// Bytes that follow them.
    rest: Vec<u8>,
    /// True once the file refused a write. A second attempt could leave a hole.
    refused: bool,
    /// Position of the next read.
    place: u64,
}

impl SpillFile {
    /// Opens a temporary file that no name leads to and writes into it, so that a lack of room, rights or descriptors
    /// shows before anything is sent.
    pub(super) fn new() -> io::Result<Self> {
        let mut spill = Self::of(tempfile::tempfile()?);
        spill.push(b"smsbat rows\n")?;
        spill.flush()?;
        Ok(spill)
    }
}

impl<F> SpillFile<F> {
    fn of(file: F) -> Self {
        Self { file, written: 0, rest: Vec::new(), refused: false, place: 0 }
    }

    pub(super) fn length(&self) -> u64 {
        self.written.saturating_add(self.rest.len() as u64)
    }
}

impl<F: AtPlace> SpillFile<F> {
    /// Takes bytes over. They are kept even if this fails, which it does once.
    pub(super) fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.rest.extend_from_slice(bytes);
        if self.refused || self.rest.len() < BUFFER { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> io::Result<()> {
        let (count, result) = write_what_goes(&mut End { file: &mut self.file, place: self.written }, &self.rest);
        self.rest.drain(..count);
        self.written = self.written.saturating_add(count as u64);
        self.refused = result.is_err();
        result
    }
}

/// Writes bytes and says how many of them the file took.
pub(super) fn write_what_goes(file: &mut impl Write, bytes: &[u8]) -> (usize, io::Result<()>) {
    let mut count = 0;
    while let Some(rest) = bytes.get(count..).filter(|rest| !rest.is_empty()) {
        match file.write(rest) {
            Ok(0) => return (count, Err(io::ErrorKind::WriteZero.into())),
            Ok(more) => count = count.saturating_add(more),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return (count, Err(e)),
        }
    }
    (count, Ok(()))
}

impl<F: AtPlace> Read for SpillFile<F> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = match self.place.checked_sub(self.written) {
            Some(behind) => self.rest.get(behind as usize..).unwrap_or_default().read(out)?,
            None => {
                let most =
                    usize::try_from(self.written.saturating_sub(self.place)).unwrap_or(usize::MAX).min(out.len());
                self.file.read_at_place(out.get_mut(..most).unwrap_or_default(), self.place)?
            }
        };
        self.place = self.place.saturating_add(count as u64);
        Ok(count)
    }
}

impl<F> Seek for SpillFile<F> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::Current(by) => self.place.checked_add_signed(by),
            SeekFrom::End(by) => self.length().checked_add_signed(by),
        };
        self.place = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.place)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod tests {
    use super::*;

    /// A disk that is full after some bytes, and takes a few of them at a time.
    #[derive(Debug)]
    pub(crate) struct Small {
        pub(crate) bytes: io::Cursor<Vec<u8>>,
        pub(crate) most: usize,
    }

    impl Small {
        pub(crate) fn new(most: usize) -> Self {
            Self { bytes: io::Cursor::default(), most }
        }
    }

    impl Write for Small {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let room = self.most.saturating_sub(self.bytes.position() as usize).min(1000);
            if room == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.bytes.write(&bytes[..bytes.len().min(room)])
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl AtPlace for Small {
        fn read_at_place(&mut self, out: &mut [u8], place: u64) -> io::Result<usize> {
            self.bytes.set_position(place);
            self.bytes.read(out)
        }

        fn write_at_place(&mut self, bytes: &[u8], place: u64) -> io::Result<usize> {
            self.bytes.set_position(place);
            self.write(bytes)
        }
    }

    /// A second handle shares the position of the open file, as a process does that was forked.
    #[cfg(unix)]
    #[test]
    fn the_position_of_the_open_file_is_neither_used_nor_moved() {
        let mut spill = SpillFile::new().unwrap();
        let start = spill.length();
        let mut other = spill.file.try_clone().unwrap();
        let pieces: Vec<Vec<u8>> = (1..4).map(|byte| vec![byte; BUFFER]).collect();
        for piece in &pieces {
            other.seek(SeekFrom::Start(3)).unwrap();
            spill.push(piece).unwrap();
        }
        for (piece, i) in pieces.iter().zip(0..) {
            let mut read = vec![0; BUFFER];
            spill.seek(SeekFrom::Start(start + i * BUFFER as u64)).unwrap();
            spill.read_exact(&mut read).unwrap();
            assert!(read == *piece, "{i}");
        }
        assert_eq!(other.stream_position().unwrap(), 3);
    }

    /// A signal is no failure.
    #[test]
    fn a_write_that_a_signal_interrupts_is_tried_again() {
        struct Interrupted(Vec<u8>, bool);
        impl Write for Interrupted {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.1 = !self.1;
                if self.1 {
                    return Err(io::ErrorKind::Interrupted.into());
                }
                self.0.push(bytes[0]);
                Ok(1)
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut file = Interrupted(Vec::new(), false);
        let (count, result) = write_what_goes(&mut file, b"rows");
        assert_eq!((count, result.is_ok(), &*file.0), (4, true, &b"rows"[..]));
    }

    #[test]
    fn no_byte_is_lost_wherever_the_disk_is_full() {
        let pieces: Vec<Vec<u8>> = (0..4000_u32).map(|i| i.to_le_bytes().repeat(10)).collect();
        let all = pieces.concat();
        for most in (0..2 * BUFFER).step_by(977).chain([BUFFER - 1, BUFFER, BUFFER + 1, usize::MAX]) {
            let mut spill = SpillFile::of(Small::new(most));
            let failures = pieces.iter().filter(|piece| spill.push(piece).is_err()).count();
            assert_eq!(failures, usize::from(most < 2 * BUFFER), "{most}");
            assert_eq!(spill.length(), all.len() as u64);
            for start in [0, 1, most / 2, most.saturating_sub(1), most, BUFFER, all.len()] {
                let start = start.min(all.len());
                spill.seek(SeekFrom::Start(start as u64)).unwrap();
                let mut read = Vec::new();
                spill.read_to_end(&mut read).unwrap();
                assert!(read == all[start..], "{most}, from {start}");
            }
        }
    }
}
