//! Repeatable random numbers: SplitMix64 from a seed.

/// A sequence of random numbers that depends only on the seed.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `most`, which is small.
    pub(crate) fn below(&mut self, most: u32) -> u32 {
        u32::try_from(self.next() % u64::from(most.max(1))).unwrap_or(0)
    }

    /// Fills bytes.
    pub(crate) fn fill(&mut self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            part.copy_from_slice(&self.next().to_le_bytes()[..part.len()]);
        }
    }

    /// True with this probability.
    pub(crate) fn chance(&mut self, share: f64) -> bool {
        let number = u32::try_from(self.next() >> 32).unwrap_or(0);
        f64::from(number) / (f64::from(u32::MAX) + 1.0) < share
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn chances_repeat_and_are_fair() {
        let draw = |seed| {
            let mut random = Random::new(seed);
            (0..10_000).map(|_| random.chance(0.25)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        let hits = draw(7).into_iter().filter(|hit| *hit).count();
        assert!((2_300..2_700).contains(&hits), "{hits}");
        let mut random = Random::new(1);
        assert!(random.chance(1.0) && !random.chance(0.0));
    }
}
