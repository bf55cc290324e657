//! A set of keys in six bytes each, for millions of rows: a hash table takes many times that.

use std::hash::{BuildHasher, RandomState};

/// Earlier appearance of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    Never,
    /// It was put in by [`KeySet::add_earlier`], and not taken since.
    Earlier,
    /// It was taken.
    Twice,
}

/// Keys by 63 bits of their hash. With five million keys the chance that any two are taken for one is one in
/// 700,000; a row is then reported as a duplicate.
pub(super) struct KeySet {
    hasher: RandomState,
    /// By the hash's first 16 bits; in each the other 47, sorted, and a last bit that says whether it was taken.
    buckets: Vec<Vec<[u8; 6]>>,
}

impl KeySet {
    pub(super) fn new() -> Self {
        Self { hasher: RandomState::new(), buckets: vec![Vec::new(); 1 << 16] }
    }

    /// Adds a key of an earlier run.
    pub(super) fn add_earlier(&mut self, key: &str) {
        let (bucket, entry) = self.place(key);
        if let Err(place) = find(bucket, entry) {
            insert(bucket, place, entry);
        }
    }

    /// Takes a key and returns when it was seen before.
    pub(super) fn take(&mut self, key: &str) -> Seen {
        let (bucket, entry) = self.place(key);
        let taken = with_mark(entry);
        match find(bucket, entry) {
            Ok(place) => match bucket.get_mut(place) {
                Some(known) if *known != taken => {
                    *known = taken;
                    Seen::Earlier
                }
                _ => Seen::Twice,
            },
            Err(place) => {
                insert(bucket, place, taken);
                Seen::Never
            }
        }
    }

    /// Takes a key of an earlier run. Any other key is not put in, so it is not known when it comes a second time.
    pub(super) fn take_earlier(&mut self, key: &str) -> Seen {
        let (bucket, entry) = self.place(key);
        match find(bucket, entry) {
            Ok(place) => match bucket.get_mut(place) {
                Some(known) if *known == entry => {
                    *known = with_mark(entry);
                    Seen::Earlier
                }
                _ => Seen::Twice,
            },
            Err(_) => Seen::Never,
        }
    }

    #[expect(clippy::indexing_slicing, reason = "there is a bucket for every number of 16 bits")]
    fn place(&mut self, key: &str) -> (&mut Vec<[u8; 6]>, [u8; 6]) {
        let [a, b, rest @ ..] = (self.hasher.hash_one(key) & !MARK).to_be_bytes();
        (&mut self.buckets[usize::from(u16::from_be_bytes([a, b]))], rest)
    }
}

const MARK: u64 = 1;

fn with_mark(entry: [u8; 6]) -> [u8; 6] {
    let [a, b, c, d, e, f] = entry;
    [a, b, c, d, e, f | MARK as u8]
}

/// Returns the place of an entry, marked or not, or the place to insert it.
fn find(bucket: &[[u8; 6]], entry: [u8; 6]) -> Result<usize, usize> {
    let place = bucket.partition_point(|other| *other < entry);
    match bucket.get(place) {
        Some(other) if *other == entry || *other == with_mark(entry) => Ok(place),
        _ => Err(place),
    }
}

fn insert(bucket: &mut Vec<[u8; 6]>, place: usize, entry: [u8; 6]) {
    if bucket.len() == bucket.capacity() {
        // In small steps: twice as much as is needed would be most of the memory of a run.
        bucket.reserve_exact(8);
    }
    bucket.insert(place, entry);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_seen_as_often_as_it_was_put_in() {
        let mut set = KeySet::new();
        for i in 0..200_000 {
            if i % 2 == 0 {
                set.add_earlier(&i.to_string());
            }
        }
        for i in 0..200_000 {
            let expected = if i % 2 == 0 { Seen::Earlier } else { Seen::Never };
            assert_eq!(set.take(&i.to_string()), expected, "{i}");
        }
        assert!((0..200_000).all(|i| set.take(&i.to_string()) == Seen::Twice));
        set.add_earlier("a");
        for expected in [Seen::Earlier, Seen::Twice] {
            assert_eq!(set.take_earlier("a"), expected);
        }
        for _ in 0..2 {
            assert_eq!(set.take_earlier("b"), Seen::Never);
        }
        assert!((200_000..300_000).all(|i| set.take(&i.to_string()) == Seen::Never));
    }
}
