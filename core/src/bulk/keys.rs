//! A set of keys in eight bytes each: for millions of rows, where a hash table would take many times that.

use std::hash::{BuildHasher, RandomState};

/// Keys by their 64-bit hash: two keys of one hash are one in 10 million for five million keys.
pub(super) struct KeySet {
    hasher: RandomState,
    /// By the hash's first 16 bits; in each the other 48, sorted.
    buckets: Vec<Vec<[u8; 6]>>,
}

impl KeySet {
    pub(super) fn new() -> Self {
        Self { hasher: RandomState::new(), buckets: vec![Vec::new(); 1 << 16] }
    }

    /// Adds a key; false if it is there already.
    pub(super) fn insert(&mut self, key: &str) -> bool {
        let (bucket, rest) = self.place(key);
        let bucket = &mut self.buckets[bucket];
        match bucket.binary_search(&rest) {
            Ok(_) => false,
            Err(place) => {
                if bucket.len() == bucket.capacity() {
                    bucket.reserve_exact(bucket.len() / 4 + 4);
                }
                bucket.insert(place, rest);
                true
            }
        }
    }

    pub(super) fn contains(&self, key: &str) -> bool {
        let (bucket, rest) = self.place(key);
        self.buckets[bucket].binary_search(&rest).is_ok()
    }

    fn place(&self, key: &str) -> (usize, [u8; 6]) {
        let [a, b, rest @ ..] = self.hasher.hash_one(key).to_be_bytes();
        (usize::from(u16::from_be_bytes([a, b])), rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_there_and_nothing_else() {
        let mut set = KeySet::new();
        for i in 0..200_000 {
            assert!(set.insert(&i.to_string()), "{i}");
        }
        assert!((0..200_000).all(|i| set.contains(&i.to_string()) && !set.insert(&i.to_string())));
        assert!((200_000..300_000).all(|i| !set.contains(&i.to_string())));
    }
}
