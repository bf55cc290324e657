//! A set of phone numbers: two bytes for each, less where they lie close together.

use std::collections::HashMap;

/// Phone numbers by their first digits, as it were: each part has 65,536 of them. Numbers of millions of people are
/// far from the processor, so a look costs as much as it takes steps from one place to another: here two.
#[derive(Debug, Default)]
pub(crate) struct Phones(HashMap<u64, Part>);

#[derive(Debug)]
enum Part {
    /// Those that are in it, sorted.
    Few(Vec<u16>),
    /// A bit for each number.
    Many(Box<[u64; 1024]>),
}

/// From here on bits take less.
const MANY: usize = 4096;

impl Phones {
    pub(crate) fn contains(&self, phone: u64) -> bool {
        let (part, number) = place(phone);
        match self.0.get(&part) {
            None => false,
            Some(Part::Few(list)) => list.binary_search(&number).is_ok(),
            Some(Part::Many(bits)) => bits[word(number)] & bit(number) != 0,
        }
    }

    /// Adds a number; false if it is there already.
    pub(crate) fn insert(&mut self, phone: u64) -> bool {
        let (part, number) = place(phone);
        let part = self.0.entry(part).or_insert_with(|| Part::Few(Vec::new()));
        match part {
            Part::Few(list) => {
                let Err(place) = list.binary_search(&number) else { return false };
                if list.len() < MANY {
                    if list.len() == list.capacity() {
                        list.reserve_exact(list.len() / 8 + 4);
                    }
                    list.insert(place, number);
                } else {
                    let mut bits = Box::new([0; 1024]);
                    list.iter().chain([&number]).for_each(|n| bits[word(*n)] |= bit(*n));
                    *part = Part::Many(bits);
                }
                true
            }
            Part::Many(bits) => {
                let new = bits[word(number)] & bit(number) == 0;
                bits[word(number)] |= bit(number);
                new
            }
        }
    }
}

fn place(phone: u64) -> (u64, u16) {
    (phone >> 16, (phone & 0xffff) as u16)
}

fn word(number: u16) -> usize {
    usize::from(number >> 6)
}

fn bit(number: u16) -> u64 {
    1 << (number & 63)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dense_and_sparse_numbers_are_there_once() {
        // 6,000 that follow each other, which is more than a list holds; then 20,000 all over the world.
        let dense = 380_671_000_000..380_671_006_000_u64;
        let sparse = (0..20_000_u64).map(|i| 10_000_000 + i * 48_611_111_117 % 900_000_000_000_000);
        let all: Vec<u64> = dense.chain(sparse).collect();
        let mut phones = Phones::default();
        for phone in &all {
            assert!(!phones.contains(*phone) && phones.insert(*phone), "{phone}");
        }
        assert!(all.iter().all(|phone| phones.contains(*phone) && !phones.insert(*phone)));
        assert!([380_670_999_999, 380_671_006_000, 0].iter().all(|phone| !phones.contains(*phone)));
    }
}
