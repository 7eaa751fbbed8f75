//! The events that fire between two instants.

use super::World;
use super::calls::CallRef;
use super::cast::Cast;
use super::gatherings::GatheringRef;
use super::schedule::Schedule;
use super::stays::{Moves, minutes_in};
use crate::scenario::plan::{EventKind, GatheringKind, Side};
use crate::time::Moment;

/// Something that a webhook tells of. It refers into the world and holds nothing of it, so a million are cheap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Event {
    /// When it fires: `event_ts`.
    pub at: Moment,
    /// What it tells.
    pub subject: Subject,
}

/// What an event tells. At the same instant they fire in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// `*.participant_data`, `session.user_data`: somebody joined or changed a setting or device.
    #[expect(missing_docs, reason = "the names say it")]
    Data { gathering: GatheringRef, participant: u32 },
    /// `*.participant_qos`, `session.user_qos`: a minute of somebody's stay is over.
    #[expect(missing_docs, reason = "the names say it")]
    Qos { gathering: GatheringRef, participant: u32, minute: u32 },
    /// `*.participant_qos_summary`, `session.user_qos_summary`: somebody left.
    #[expect(missing_docs, reason = "the names say it")]
    QosSummary { gathering: GatheringRef, participant: u32 },
    /// `*.participant_data_summary`, `session.user_data_summary`: somebody left.
    #[expect(missing_docs, reason = "the names say it")]
    DataSummary { gathering: GatheringRef, participant: u32 },
    /// `phone.call_qos`: a minute of a call is over, for one side and direction.
    #[expect(missing_docs, reason = "the names say it")]
    CallQos { call: CallRef, minute: u32, side: Side, direction: Direction },
    /// `phone.call_qos_summary`: a call is over.
    #[expect(missing_docs, reason = "the names say it")]
    CallQosSummary { call: CallRef },
}

/// A direction of a side of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Direction {
    Sending,
    Receiving,
}

impl Event {
    /// Its name. `world` is the one that it comes from.
    pub fn kind(&self, world: &World) -> EventKind {
        use EventKind as K;
        let of = |gathering: GatheringRef, kinds: [EventKind; 3]| {
            let kind = match gathering {
                GatheringRef::Population { kind, .. } => kind,
                GatheringRef::Named { gathering, .. } => world.plan.gatherings[gathering as usize].kind,
            };
            kinds[kind as usize]
        };
        match self.subject {
            Subject::Data { gathering, .. } => {
                of(gathering, [K::MeetingParticipantData, K::WebinarParticipantData, K::SessionUserData])
            }
            Subject::Qos { gathering, .. } => {
                of(gathering, [K::MeetingParticipantQos, K::WebinarParticipantQos, K::SessionUserQos])
            }
            Subject::QosSummary { gathering, .. } => of(
                gathering,
                [K::MeetingParticipantQosSummary, K::WebinarParticipantQosSummary, K::SessionUserQosSummary],
            ),
            Subject::DataSummary { gathering, .. } => of(
                gathering,
                [
                    K::MeetingParticipantDataSummary,
                    K::WebinarParticipantDataSummary,
                    K::SessionUserDataSummary,
                ],
            ),
            Subject::CallQos { .. } => K::PhoneCallQos,
            Subject::CallQosSummary { .. } => K::PhoneCallQosSummary,
        }
    }
}

impl World {
    /// The events that fire in [from, to), in the order in which they fire.
    ///
    /// It costs what it returns, and a little for each gathering that goes on; choose the span so that the
    /// answer fits into memory.
    pub fn events(&self, from: Moment, to: Moment) -> Vec<Event> {
        // Everything happens at whole seconds: the first one that is not before `from`.
        let span = (from.millis() + 999) / 1000..(to.millis() + 999) / 1000;
        let mut events = Vec::new();
        if span.is_empty() {
            return events;
        }
        for (gathering, named) in self.named.gatherings.iter().enumerate() {
            for (nth, instance) in named.instances.iter().enumerate() {
                if instance.start < span.end && instance.end >= span.start {
                    let reference = GatheringRef::Named { gathering: gathering as u32, nth: nth as u32 };
                    Cast::new(self, &self.gathering(reference)).moves(&span, |at, participant, what| {
                        tell(&mut events, reference, at, participant, what);
                    });
                }
            }
        }
        for kind in [GatheringKind::Meeting, GatheringKind::Webinar, GatheringKind::Session] {
            let Some(schedule) = self.schedule(kind) else { continue };
            running(schedule, &span, |slot, nth, times| {
                let gathering = GatheringRef::Population { kind, slot, nth };
                let stays = self.population_stays(schedule, slot, nth, times);
                stays.moves(&span, |at, participant, what| {
                    tell(&mut events, gathering, at, participant, what);
                });
            });
        }
        for call in self.named_calls.references() {
            self.call_events(call, &span, &mut events);
        }
        if let Some(schedule) = &self.calls {
            running(schedule, &span, |slot, nth, _| {
                self.call_events(CallRef::Population { slot, nth }, &span, &mut events);
            });
        }
        events.sort_unstable();
        events
    }

    fn call_events(&self, reference: CallRef, span: &std::ops::Range<i64>, events: &mut Vec<Event>) {
        let call = self.call(reference);
        let (start, end) = (call.start.seconds(), call.end.seconds());
        if end < span.start || start >= span.end {
            return;
        }
        let minutes = minutes_in(end - start);
        // The minute that is over at or after the start of the span.
        let first = minutes_in(span.start - start).saturating_sub(1);
        for minute in first..minutes {
            let at = (start + 60 * (i64::from(minute) + 1)).min(end);
            if at >= span.end {
                break;
            }
            if at < span.start {
                continue;
            }
            for side in [Side::Caller, Side::Callee] {
                for direction in [Direction::Sending, Direction::Receiving] {
                    let subject = Subject::CallQos { call: reference, minute, side, direction };
                    events.push(Event { at: Moment::from_seconds(at), subject });
                }
            }
        }
        if span.contains(&end) {
            events.push(Event { at: call.end, subject: Subject::CallQosSummary { call: reference } });
        }
    }
}

fn tell(events: &mut Vec<Event>, gathering: GatheringRef, at: i64, participant: u32, what: Moves) {
    let mut tell = |subject| events.push(Event { at: Moment::from_seconds(at), subject });
    match what {
        Moves::Joins | Moves::Changes => tell(Subject::Data { gathering, participant }),
        Moves::Reports(minute) => tell(Subject::Qos { gathering, participant, minute }),
        Moves::Leaves => {
            tell(Subject::QosSummary { gathering, participant });
            tell(Subject::DataSummary { gathering, participant });
        }
    }
}

/// Tells of slot, instance and times of all of a timetable that have something to tell in a span: from their
/// start to their end, inclusive.
fn running(schedule: &Schedule, span: &std::ops::Range<i64>, mut tell: impl FnMut(u32, u32, (i64, i64))) {
    for index in 0..schedule.slots() {
        let slot = schedule.slot(index);
        let mut nth = slot.running(span.end - 1);
        let mut times = slot.times(nth);
        tell(index, nth, times);
        while times.0 >= span.start && nth > 0 {
            nth -= 1;
            times = slot.times(nth);
            tell(index, nth, times);
        }
    }
}
