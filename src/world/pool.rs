//! The people whom the seed invents, in teams that meet again and again.

use super::seed::{Key, Purpose};
use crate::scenario::plan::GatheringKind;

/// The people among whom the invented participants of a gathering are found.
#[derive(Clone, Copy)]
pub(crate) struct Pool {
    key: Key,
    /// A power of two, so that every odd step visits everybody.
    size: u64,
    first: u64,
    step: u64,
    /// Makes the ordinals of its people unlike those of any other pool.
    ordinal: u64,
}

impl Pool {
    /// The people of a slot: a team, which meets again and again.
    pub(crate) fn of_slot(kind: GatheringKind, slot: u32, slot_key: Key, series: u64, most: u32) -> Self {
        let size = (u64::from(most) * 3 / 2).max(4).next_power_of_two();
        let order = slot_key.of(Purpose::Order).at(series);
        Self {
            key: slot_key.of(Purpose::Member),
            size,
            // Even, so that the host is one of the account, see `is_outside`.
            first: order.at(0).below(size) & !1,
            step: order.at(1).bits() | 1,
            ordinal: u64::from(slot) * size * 5 + kind as u64,
        }
    }

    pub(crate) fn of_crowd(gathering: usize, key: Key) -> Self {
        let size = 1 << 20;
        Self {
            key: key.of(Purpose::Member),
            size,
            first: 0,
            step: 1,
            ordinal: gathering as u64 * size * 5 + 4,
        }
    }

    pub(crate) fn member(&self, index: u32) -> u64 {
        self.first.wrapping_add(u64::from(index).wrapping_mul(self.step)) & (self.size - 1)
    }

    /// How many people there are.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    pub(crate) fn person_key(&self, member: u64) -> Key {
        self.key.at(member)
    }

    /// Only odd members may be from outside, so that hosts never are.
    pub(crate) fn is_outside(&self, member: u64, kind: GatheringKind) -> bool {
        let share = if kind == GatheringKind::Webinar { 0.9 } else { 0.4 };
        member & 1 == 1 && self.person_key(member).of(Purpose::Site).chance(share)
    }

    /// A number that is this member's alone.
    pub(crate) fn ordinal(&self, member: u64) -> u64 {
        self.ordinal + member * 5
    }
}
