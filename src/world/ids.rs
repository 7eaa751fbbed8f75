//! Identifiers that lead back to what they name, without an index.
//!
//! Each is a keyed permutation of (kind, slot, instance): a Feistel network, four rounds, over the bits of the
//! identifier. What does not decode to something that exists was never given out.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::seed::{Key, Purpose};

/// UUID of an instance of a meeting, webinar or session: 24 characters of base64, as the API writes it.
///
/// About one in 50 begins with `/` or contains `//`, as on the real service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uuid(pub [u8; 16]);

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 24];
        match STANDARD.encode_slice(self.0, &mut text) {
            Ok(length) => f.write_str(std::str::from_utf8(&text[..length]).unwrap_or_default()),
            Err(_) => Err(fmt::Error),
        }
    }
}

/// The text is no UUID: it is not the base64 of 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the base64 of 16 bytes")]
pub struct UuidError;

impl FromStr for Uuid {
    type Err = UuidError;

    fn from_str(text: &str) -> Result<Self, UuidError> {
        let mut bytes = [0; 18];
        match STANDARD.decode_slice(text, &mut bytes) {
            Ok(16) => {
                let mut uuid = [0; 16];
                uuid.copy_from_slice(&bytes[..16]);
                Ok(Self(uuid))
            }
            _ => Err(UuidError),
        }
    }
}

/// A number that stands for a participant within one instance: `16778240`, `16779264`, … as the real service
/// counts them. Every instance counts from the same number, so a consumer must not take it for unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParticipantId(pub u64);

impl ParticipantId {
    const FIRST: u64 = 16_778_240;
    const STEP: u64 = 1024;

    pub(crate) fn of_index(index: u32) -> Self {
        Self(Self::FIRST + Self::STEP * u64::from(index))
    }

    pub(crate) fn index(self) -> Option<u32> {
        let offset = self.0.checked_sub(Self::FIRST)?;
        (offset % Self::STEP == 0).then(|| u32::try_from(offset / Self::STEP).ok()).flatten()
    }
}

/// `call_id`: up to 19 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CallId(pub u64);

/// Permutes the lower `2 * half` bits of `value`; `backwards` undoes it.
fn feistel(key: Key, half: u32, value: u64, backwards: bool) -> u64 {
    let mask = (1u64 << half) - 1;
    let (mut left, mut right) = (value >> half & mask, value & mask);
    for step in 0..4 {
        let round = if backwards { 3 - step } else { step };
        if backwards {
            (left, right) = (right ^ (key.at(round).at(left).bits() & mask), left);
        } else {
            (left, right) = (right, left ^ (key.at(round).at(right).bits() & mask));
        }
    }
    left << half | right
}

/// 128 bits, as two halves.
fn feistel_wide(key: Key, (mut left, mut right): (u64, u64), backwards: bool) -> (u64, u64) {
    for step in 0..4 {
        let round = if backwards { 3 - step } else { step };
        if backwards {
            (left, right) = (right ^ key.at(round).at(left).bits(), left);
        } else {
            (left, right) = (right, left ^ key.at(round).at(right).bits());
        }
    }
    (left, right)
}

/// The identifiers of one world.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ids {
    uuids: Key,
    numbers: Key,
    calls: Key,
}

impl Ids {
    const FIRST_NUMBER: u64 = 80_000_000_000;
    const NUMBERS: u64 = 20_000_000_000;
    const FIRST_CALL: u64 = 7_000_000_000_000_000_000;
    const CALL_BITS: u32 = 60;
    /// Where UUIDs keep what names a Zoom Room: no kind of gathering has this number.
    const ROOM: u8 = 32;

    pub(crate) fn new(world: Key) -> Self {
        let key = world.of(Purpose::Identifier);
        Self { uuids: key.at(1), numbers: key.at(2), calls: key.at(3) }
    }

    /// The UUID of instance `nth` of slot `slot` of `kind`.
    pub(crate) fn uuid(&self, kind: u8, slot: u32, nth: u32) -> Uuid {
        let plain = (u64::from(kind) << 56 | u64::from(slot), u64::from(nth));
        let (left, right) = feistel_wide(self.uuids, plain, false);
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&left.to_be_bytes());
        bytes[8..].copy_from_slice(&right.to_be_bytes());
        Uuid(bytes)
    }

    /// (kind, slot, nth) of a UUID; `None` for one that was never given out.
    pub(crate) fn of_uuid(&self, uuid: Uuid) -> Option<(u8, u32, u32)> {
        let value = u128::from_be_bytes(uuid.0);
        let (left, right) = feistel_wide(self.uuids, ((value >> 64) as u64, value as u64), true);
        let slot = u32::try_from(left & 0x00ff_ffff_ffff_ffff).ok()?;
        Some(((left >> 56) as u8, slot, u32::try_from(right).ok()?))
    }

    /// The eleven digits of a series; `series` is less than 20 thousand millions.
    pub(crate) fn number(&self, series: u64) -> u64 {
        let mut value = series;
        // Walking the permutation's cycle until it is back in the range makes it one of the range.
        loop {
            value = feistel(self.numbers, 18, value, false);
            if value < Self::NUMBERS {
                return Self::FIRST_NUMBER + value;
            }
        }
    }

    /// The series that eleven digits name.
    pub(crate) fn of_number(&self, number: u64) -> Option<u64> {
        let mut value = number.checked_sub(Self::FIRST_NUMBER).filter(|&value| value < Self::NUMBERS)?;
        loop {
            value = feistel(self.numbers, 18, value, true);
            if value < Self::NUMBERS {
                return Some(value);
            }
        }
    }

    /// The ID of a Zoom Room, by its position among all of them.
    pub(crate) fn room(&self, position: u32) -> ShortId {
        ShortId(self.uuid(Self::ROOM, 0, position).0)
    }

    /// The position of the Zoom Room that an ID names; `None` for one that was never given out.
    pub(crate) fn of_room(&self, id: ShortId) -> Option<u32> {
        match self.of_uuid(Uuid(id.0))? {
            (Self::ROOM, 0, position) => Some(position),
            _ => None,
        }
    }

    /// The ID of a call; `call` has 60 bits.
    pub(crate) fn call(&self, call: u64) -> CallId {
        CallId(Self::FIRST_CALL + feistel(self.calls, Self::CALL_BITS / 2, call, false))
    }

    /// The call that an ID names.
    pub(crate) fn of_call(&self, id: CallId) -> Option<u64> {
        let value = id.0.checked_sub(Self::FIRST_CALL).filter(|&value| value < 1 << Self::CALL_BITS)?;
        Some(feistel(self.calls, Self::CALL_BITS / 2, value, true))
    }
}

/// The ID of a user, group or site: 22 characters of URL-safe base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShortId([u8; 16]);

impl ShortId {
    pub(crate) fn of(key: Key) -> Self {
        Self(key.bytes())
    }

    /// The characters.
    pub fn text(self) -> [u8; 22] {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        // 21 times six bits, and the last two.
        let bits = u128::from_be_bytes(self.0);
        std::array::from_fn(|place| {
            let six = if place < 21 { bits >> (122 - 6 * place) } else { bits << 4 };
            DIGITS[(six & 63) as usize]
        })
    }
}

/// The text is no ID of a user, group, site or room: it is not 22 characters of URL-safe base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 22 characters of URL-safe base64")]
pub struct ShortIdError;

impl FromStr for ShortId {
    type Err = ShortIdError;

    fn from_str(text: &str) -> Result<Self, ShortIdError> {
        let mut bytes = [0; 18];
        match URL_SAFE_NO_PAD.decode_slice(text, &mut bytes) {
            Ok(16) => {
                let mut id = [0; 16];
                id.copy_from_slice(&bytes[..16]);
                Ok(Self(id))
            }
            _ => Err(ShortIdError),
        }
    }
}

impl fmt::Display for ShortId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.text()).unwrap_or_default())
    }
}

/// `participant_uuid`: `D444CD06-2ABB-2FCC-019B-39E41D8DADF7`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParticipantUuid([u8; 16]);

impl ParticipantUuid {
    pub(crate) fn of(key: Key) -> Self {
        Self(key.bytes())
    }

    /// The characters.
    pub fn text(self) -> [u8; 36] {
        const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
        const HYPHENS: [usize; 4] = [8, 13, 18, 23];
        let mut text = [b'-'; 36];
        let mut place = 0;
        for byte in self.0 {
            place += usize::from(HYPHENS.contains(&place));
            text[place] = DIGITS[usize::from(byte >> 4)];
            text[place + 1] = DIGITS[usize::from(byte & 15)];
            place += 2;
        }
        text
    }
}

impl fmt::Display for ParticipantUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.text()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_identifier_leads_back(seed: u64, kind: u8, slot: u32, nth: u32, series in 0u64..20_000_000_000, call in 0u64..1 << 60) {
            let ids = Ids::new(Key::of_seed(seed));
            let uuid = ids.uuid(kind, slot, nth);
            prop_assert_eq!(ids.of_uuid(uuid), Some((kind, slot, nth)));
            prop_assert_eq!(uuid.to_string().parse::<Uuid>(), Ok(uuid));
            prop_assert_eq!(ids.of_number(ids.number(series)), Some(series));
            prop_assert_eq!(ids.number(series).to_string().len(), 11);
            prop_assert_eq!(ids.of_call(ids.call(call)), Some(call));
            prop_assert_eq!(ids.call(call).0.to_string().len(), 19);
            let room = ids.room(slot);
            prop_assert_eq!(ids.of_room(room), Some(slot));
            prop_assert_eq!(room.to_string().parse::<ShortId>(), Ok(room));
        }

        #[test]
        fn participant_ids_lead_back(index: u32) {
            let id = ParticipantId::of_index(index);
            prop_assert_eq!(id.index(), Some(index));
            prop_assert_eq!(ParticipantId(id.0 + 1).index(), None);
        }

        #[test]
        fn short_ids_are_base64_and_uuids_of_participants_hexadecimal(bytes: [u8; 16]) {
            prop_assert_eq!(ShortId(bytes).to_string(), URL_SAFE_NO_PAD.encode(bytes));
            let digits = ParticipantUuid(bytes).to_string().replace('-', "");
            prop_assert_eq!(digits, format!("{:032X}", u128::from_be_bytes(bytes)));
        }

        #[test]
        fn any_text_is_a_uuid_or_refused(text: String) {
            let _ = text.parse::<Uuid>();
        }
    }

    #[test]
    fn some_uuids_need_encoding_twice() {
        let ids = Ids::new(Key::of_seed(1));
        let awkward = (0..10_000)
            .filter(|&nth| {
                let text = ids.uuid(0, 1, nth).to_string();
                text.starts_with('/') || text.contains("//")
            })
            .count();
        assert!((100..400).contains(&awkward), "{awkward}");
    }
}
