//! The meetings that Zoom Rooms take part in.
//!
//! A room that the scenario names is in the meetings where it is a participant. A drawn one belongs to a slot of
//! the population's meetings: it is in most of that slot's meetings, from start to end.

use std::cmp::Reverse;
use std::ops::Range;

use super::{Origin, Room};
use crate::scenario::plan::GatheringKind;
use crate::time::Moment;
use crate::world::World;
use crate::world::gatherings::{Gathering, GatheringRef};
use crate::world::seed::{Key, Purpose};

/// In how many of its slot's meetings a room is.
const BOOKED: f64 = 0.6;
/// How many people sit in a room, at most.
const SEATS: u64 = 8;

/// A meeting in which a room takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoomMeeting {
    /// Which meeting.
    pub gathering: Gathering,
    /// From when on the room is in it.
    pub join: Moment,
    /// Until when.
    pub leave: Moment,
    /// How many people sit in the room.
    pub in_room: u64,
}

impl World {
    /// The meeting that a room is in at a time.
    pub fn room_meeting(&self, room: &Room<'_>, now: Moment) -> Option<RoomMeeting> {
        self.room_meetings_around(room, now.seconds()..now.seconds() + 1).into_iter().next()
    }

    /// The meetings of a room that started in [from, to) and are over at `now`, latest first.
    pub fn past_room_meetings(
        &self,
        room: &Room<'_>,
        (from, to): (Moment, Moment),
        now: Moment,
    ) -> Vec<RoomMeeting> {
        let mut meetings = self.room_meetings_around(room, from.seconds()..to.min(now).seconds());
        meetings.retain(|meeting| {
            let Gathering { start, end, .. } = meeting.gathering;
            from <= start && start < to && end <= now && self.is_remembered(&meeting.gathering, now)
        });
        // Who comes again is in one meeting nevertheless.
        meetings.sort_by_key(|meeting| {
            (Reverse(meeting.gathering.start), meeting.gathering.reference, meeting.join)
        });
        meetings.dedup_by_key(|meeting| meeting.gathering.reference);
        meetings
    }

    /// How many people sit in the rooms that have joined a meeting by `now`. Every room is looked at, most of
    /// them no longer than it takes to see where they belong.
    pub fn in_room_participants(&self, meeting: &Gathering, now: Moment) -> u64 {
        let start = meeting.start.seconds();
        let span = start..meeting.end.min(now).seconds().max(start + 1);
        let here = (0..self.room_count())
            .filter(|&position| match (meeting.reference, self.drawn_room(position)) {
                (GatheringRef::Named { .. }, _) => (position as usize) < self.rooms.named.len(),
                (GatheringRef::Population { slot, .. }, Some((.., key))) => self.room_slot(key) == Some(slot),
                _ => false,
            })
            .filter_map(|position| {
                let mut meetings = self.room_meetings_around(&self.room(position)?, span.clone()).into_iter();
                meetings.find(|one| one.gathering.reference == meeting.reference && one.join <= now)
            });
        here.map(|one| one.in_room).sum()
    }

    /// The slot of the population's meetings to which a drawn room belongs.
    fn room_slot(&self, room: Key) -> Option<u32> {
        let slots = self.schedule(GatheringKind::Meeting)?.slots();
        (slots > 0).then(|| room.of(Purpose::Booking).below(slots.into()) as u32)
    }

    /// The meetings that a room is in at some time of a span of seconds.
    pub(super) fn room_meetings_around(&self, room: &Room<'_>, span: Range<i64>) -> Vec<RoomMeeting> {
        if span.is_empty() {
            return Vec::new();
        }
        match room.origin {
            Origin::Named(index) => self.named_room_meetings(index, &span),
            Origin::Drawn => self.drawn_room_meetings(room, &span),
        }
    }

    fn named_room_meetings(&self, index: usize, span: &Range<i64>) -> Vec<RoomMeeting> {
        let room = &self.rooms.named[index];
        let mut meetings = Vec::new();
        for &(gathering, participant) in &room.appearances {
            if self.plan.gatherings[gathering].kind != GatheringKind::Meeting {
                continue;
            }
            for (nth, instance) in self.named.gatherings[gathering].instances.iter().enumerate() {
                let reference = GatheringRef::Named { gathering: gathering as u32, nth: nth as u32 };
                let stays = instance.stays.iter().filter(|stay| {
                    stay.participant == participant
                        && stay.stay.join < span.end
                        && span.start < stay.stay.leave
                });
                meetings.extend(stays.map(|stay| RoomMeeting {
                    gathering: self.gathering(reference),
                    join: Moment::from_seconds(stay.stay.join),
                    leave: Moment::from_seconds(stay.stay.leave),
                    in_room: 1 + stay.key.of(Purpose::Booking).below(SEATS),
                }));
            }
        }
        meetings
    }

    fn drawn_room_meetings(&self, room: &Room<'_>, span: &Range<i64>) -> Vec<RoomMeeting> {
        let kind = GatheringKind::Meeting;
        let (Some(schedule), Some(slot)) = (self.schedule(kind), self.room_slot(room.key)) else {
            return Vec::new();
        };
        let booking = room.key.of(Purpose::Booking);
        let times = schedule.slot(slot);
        (times.running(span.start)..=times.running(span.end - 1))
            .filter(|&nth| booking.at(u64::from(nth)).chance(BOOKED))
            .map(|nth| self.gathering(GatheringRef::Population { kind, slot, nth }))
            .filter(|meeting| !self.is_room_offline(room, meeting.start, meeting.end))
            .map(|gathering| RoomMeeting {
                gathering,
                join: gathering.start,
                leave: gathering.end,
                in_room: 1 + booking.at(gathering.start.seconds() as u64).below(SEATS),
            })
            .collect()
    }
}
