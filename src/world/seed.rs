//! Values derived from the seed and from what they are for.
//!
//! A [`Key`] names one thing of the world: it starts at the seed and is narrowed by purpose and by number.
//! Drawing from a key has no effect on any other draw, so values can be asked for in any order.

use std::convert::Infallible;
use std::ops::RangeInclusive;

use rand::rand_core::TryRng;

/// What a value is for. The numbers are part of what a seed means: never change one.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub(crate) enum Purpose {
    Meetings = 1,
    Webinars = 2,
    Sessions = 3,
    Calls = 4,
    Named = 5,
    NamedCall = 6,
    Identifier = 7,
    Slot = 8,
    Boundary = 9,
    Series = 10,
    Instance = 11,
    Size = 12,
    Order = 13,
    Tail = 14,
    Member = 15,
    Name = 16,
    UserId = 17,
    UserKey = 18,
    Device = 19,
    Place = 20,
    Network = 21,
    Quality = 22,
    Computer = 23,
    Peripheral = 24,
    Address = 25,
    Connection = 26,
    Stay = 27,
    Arrival = 28,
    Departure = 29,
    Camera = 30,
    Sharing = 31,
    Sending = 32,
    Receiving = 33,
    Processor = 35,
    Topic = 36,
    Phone = 37,
    Media = 38,
    Site = 40,
    Change = 42,
    Ringing = 43,
    Department = 60,
    Feedback = 61,
    Tracking = 62,
    Passcode = 63,
    Room = 70,
    RoomIssue = 71,
    Booking = 72,
    Chat = 73,
    Survey = 74,
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Stafford's thirteenth variant of the finalizer of `MurmurHash3`: every input bit reaches every output bit.
const fn finalize(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The name of one thing of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key(u64);

impl Key {
    /// The whole world of a seed.
    pub(crate) const fn of_seed(seed: u64) -> Self {
        Self(finalize(seed ^ GOLDEN))
    }

    /// The part of this thing that serves a purpose.
    pub(crate) const fn of(self, purpose: Purpose) -> Self {
        self.at(purpose as u64 ^ 0x5851_f42d_4c95_7f2d)
    }

    /// The n-th part of this thing.
    pub(crate) const fn at(self, n: u64) -> Self {
        Self(finalize(self.0 ^ n.wrapping_mul(GOLDEN)).wrapping_add(self.0.rotate_left(32)))
    }

    /// The part of this thing that a text names.
    pub(crate) fn text(self, text: &str) -> Self {
        text.as_bytes().chunks(8).fold(self.at(text.len() as u64), |key, chunk| {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            key.at(u64::from_le_bytes(word))
        })
    }

    /// 64 uniform bits.
    pub(crate) const fn bits(self) -> u64 {
        // Every key has been through the finalizer.
        self.0
    }

    /// Uniform in [0, 1).
    pub(crate) fn unit(self) -> f64 {
        // The upper 53 bits fill the mantissa of a double exactly.
        (self.bits() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Uniform in 0 .. n; 0 if n is 0.
    pub(crate) const fn below(self, n: u64) -> u64 {
        ((self.bits() as u128 * n as u128) >> 64) as u64
    }

    /// Uniform in the range; its start if it is empty.
    pub(crate) fn within(self, range: RangeInclusive<u64>) -> u64 {
        let (low, high) = range.into_inner();
        low + self.below(high.saturating_sub(low).saturating_add(1))
    }

    /// True with a probability of 0 to 1.
    pub(crate) fn chance(self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of the choices, each as likely.
    pub(crate) fn pick<T: Copy, const N: usize>(self, choices: &[T; N]) -> T {
        const { assert!(N > 0) };
        choices[self.below(N as u64) as usize]
    }

    /// One of the choices, each as likely as its weight says; the first if all weigh nothing.
    pub(crate) fn weighted<T: Copy>(self, choices: &[(T, u32)]) -> T {
        let total: u64 = choices.iter().map(|&(_, weight)| u64::from(weight)).sum();
        let mut ticket = self.below(total);
        for &(choice, weight) in choices {
            if ticket < u64::from(weight) {
                return choice;
            }
            ticket -= u64::from(weight);
        }
        choices[0].0
    }

    /// 16 uniform bytes.
    pub(crate) fn bytes(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.at(0).bits().to_be_bytes());
        bytes[8..].copy_from_slice(&self.at(1).bits().to_be_bytes());
        bytes
    }

    /// A generator for `fake`.
    pub(crate) const fn words(self) -> Words {
        Words { key: self, next: 0 }
    }
}

/// A stream of words drawn from one key.
#[derive(Debug)]
pub(crate) struct Words {
    key: Key,
    next: u64,
}

impl TryRng for Words {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|word| (word >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.next += 1;
        Ok(self.key.at(self.next).bits())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_frozen() {
        let key = Key::of_seed(7);
        assert_eq!(key.bits(), 17_824_971_123_127_853_533);
        assert_eq!(key.of(Purpose::Name).bits(), 12_311_380_041_705_232_728);
        assert_eq!(key.at(3).bits(), 3_913_889_870_763_026_136);
        assert_eq!(key.at(3).below(1000), 212);
    }

    #[test]
    fn draws_are_spread_evenly() {
        let key = Key::of_seed(1);
        let mut counts = [0u32; 10];
        for n in 0..100_000 {
            counts[key.at(n).below(10) as usize] += 1;
        }
        for count in counts {
            assert!((9_500..10_500).contains(&count), "{counts:?}");
        }
        let mean = (0..100_000).map(|n| key.at(n).unit()).sum::<f64>() / 100_000.0;
        assert!((0.495..0.505).contains(&mean), "{mean}");
    }

    #[test]
    fn weights_are_respected_and_zero_weight_is_never_drawn() {
        let key = Key::of_seed(2);
        let choices = [('a', 3), ('b', 0), ('c', 1)];
        let drawn: Vec<char> = (0..10_000).map(|n| key.at(n).weighted(&choices)).collect();
        assert!(!drawn.contains(&'b'));
        let a = drawn.iter().filter(|&&c| c == 'a').count();
        assert!((7_300..7_700).contains(&a), "{a}");
    }
}
