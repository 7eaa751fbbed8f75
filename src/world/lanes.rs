//! Values side by side, one for each sample of a minute, so that one instruction handles several.
//!
//! The compiler makes vector instructions of arithmetic on arrays of this length. Whole numbers are signed and
//! floats are of single precision, as these are what such instructions convert and compare. Floats take part
//! in nothing but sums, products, quotients, comparisons and conversions, which give the same bits everywhere.

use std::ops::Range;

/// Seconds from one sample to the next.
pub(crate) const SAMPLE_SECONDS: i64 = 6;
/// Samples of a full minute.
pub(crate) const SAMPLES: usize = 10;
/// The samples rounded up to whole registers; nobody looks at what is in the last lanes.
pub(crate) const LANES: usize = 12;
/// So much fits into every lane without the sum of a minute overflowing.
pub(crate) const MOST: i32 = 200_000_000;

/// A value for each sample of a minute.
pub(crate) type Lanes<T> = [T; LANES];

/// Some samples of a minute, in a row.
#[derive(Clone, Debug)]
pub(crate) struct Mask {
    samples: Range<usize>,
    /// All bits of their lanes, none of the others.
    bits: Lanes<i32>,
}

impl Mask {
    pub(crate) fn of(samples: Range<usize>) -> Self {
        let (from, to) = (samples.start as i32, samples.end as i32);
        let bits = each(|lane| if (from..to).contains(&(lane as i32)) { -1 } else { 0 });
        Self { samples, bits }
    }

    pub(crate) fn samples(&self) -> Range<usize> {
        self.samples.clone()
    }

    pub(crate) fn count(&self) -> u32 {
        self.samples.len() as u32
    }

    /// Their sum.
    #[inline]
    pub(crate) fn sum(&self, values: &Lanes<i32>) -> i32 {
        self.zip(values).map(|(value, bits)| value & bits).sum()
    }

    /// The least of them.
    #[inline]
    pub(crate) fn least(&self, values: &Lanes<i32>) -> i32 {
        self.zip(values).map(|(value, bits)| value & bits | !bits & i32::MAX).fold(i32::MAX, i32::min)
    }

    /// The greatest of them.
    #[inline]
    pub(crate) fn greatest(&self, values: &Lanes<i32>) -> i32 {
        self.zip(values).map(|(value, bits)| value & bits | !bits & i32::MIN).fold(i32::MIN, i32::max)
    }

    #[inline]
    fn zip(&self, values: &Lanes<i32>) -> impl Iterator<Item = (i32, i32)> {
        values.iter().copied().zip(self.bits.iter().copied())
    }
}

/// What a function of the lane gives for each.
#[inline]
pub(crate) fn each<T>(value: impl FnMut(usize) -> T) -> Lanes<T> {
    std::array::from_fn(value)
}

/// The same in each lane, at most [`MOST`].
pub(crate) fn all(value: u32) -> Lanes<i32> {
    [value.min(MOST as u32) as i32; LANES]
}

/// The nearest whole number to something that is not negative, at most eight million.
#[inline]
pub(crate) fn whole(value: f32) -> i32 {
    // Conversion, which has to mind what is no number, is done lane by lane. Sums of 2^23 have no bits for a
    // fraction: what is added to it is rounded and ends up in the lowest bits.
    const NO_FRACTION: f32 = (1 << 23) as f32;
    const LARGEST: f32 = 8e6;
    let value = if value < LARGEST { value } else { LARGEST };
    ((value + NO_FRACTION).to_bits() - NO_FRACTION.to_bits()) as i32
}

/// Uniform values in [0, 1), four for each lane.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Noise {
    high: Lanes<u32>,
    low: Lanes<u32>,
}

impl Noise {
    /// Each lane's from 64 uniform bits.
    #[inline]
    pub(crate) fn new(bits: impl Fn(usize) -> u64) -> Self {
        let bits = each(bits);
        Self { high: bits.map(|bits| (bits >> 32) as u32), low: bits.map(|bits| bits as u32) }
    }

    /// One of the four.
    #[inline]
    pub(crate) fn quarter<const WHICH: u32>(&self) -> Lanes<f32> {
        let half = if WHICH < 2 { &self.low } else { &self.high };
        half.map(|half| (half >> (16 * (WHICH % 2)) & 0xffff) as i32 as f32 * (1.0 / 65_536.0))
    }
}

/// One of the four values that 64 uniform bits make.
#[inline]
pub(crate) fn quarter<const WHICH: u32>(bits: u64) -> f32 {
    f32::from((bits >> (16 * WHICH)) as u16) * (1.0 / 65_536.0)
}
