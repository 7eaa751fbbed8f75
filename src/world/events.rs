//! The events that fire between two instants.

use std::ops::Range;

use super::World;
use super::calls::{CallRef, LONGEST_RINGING};
use super::cast::Cast;
use super::gatherings::GatheringRef;
use super::schedule::Schedule;
use super::stays::{Moves, minutes_in};
use crate::scenario::plan::{EventKind, GatheringKind, Side};
use crate::time::Moment;

const SIDES: [Side; 2] = [Side::Caller, Side::Callee];

/// Something that a webhook tells of. It refers into the world and holds nothing of it, so a million are cheap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Event {
    /// When it fires: `event_ts`.
    pub at: Moment,
    /// What it tells.
    pub subject: Subject,
}

/// What an event tells. At the same instant they fire in this order.
///
/// What is over is told before what begins: a meeting that is started again in the second in which it ends has
/// ended first, and whoever comes again in the second in which they leave has left first. Everything lasts for
/// a second at least, so this never tells an end before its own beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// `*.participant_qos`, `session.user_qos`: a minute of somebody's stay is over.
    #[expect(missing_docs, reason = "the names say it")]
    Qos { gathering: GatheringRef, participant: u32, minute: u32 },
    /// `*.participant_qos_summary`, `session.user_qos_summary`: somebody left.
    #[expect(missing_docs, reason = "the names say it")]
    QosSummary { gathering: GatheringRef, participant: u32 },
    /// `*.participant_data_summary`, `session.user_data_summary`: somebody left.
    #[expect(missing_docs, reason = "the names say it")]
    DataSummary { gathering: GatheringRef, participant: u32 },
    /// `*.participant_left`, `session.user_left`
    #[expect(missing_docs, reason = "the names say it")]
    Left { gathering: GatheringRef, participant: u32 },
    /// `*.ended`
    #[expect(missing_docs, reason = "the names say it")]
    Ended { gathering: GatheringRef },
    /// `*.started`
    #[expect(missing_docs, reason = "the names say it")]
    Started { gathering: GatheringRef },
    /// `*.participant_joined`, `session.user_joined`
    #[expect(missing_docs, reason = "the names say it")]
    Joined { gathering: GatheringRef, participant: u32 },
    /// `*.participant_data`, `session.user_data`: somebody joined or changed a setting or device.
    #[expect(missing_docs, reason = "the names say it")]
    Data { gathering: GatheringRef, participant: u32 },
    /// `phone.call_qos`: a minute of a call is over, for one side and direction.
    #[expect(missing_docs, reason = "the names say it")]
    CallQos { call: CallRef, minute: u32, side: Side, direction: Direction },
    /// `phone.call_qos_summary`: a call is over.
    #[expect(missing_docs, reason = "the names say it")]
    CallQosSummary { call: CallRef },
    /// `phone.caller_ended`, `phone.callee_ended`: a call is over, as one side is told.
    #[expect(missing_docs, reason = "the names say it")]
    CallEnded { call: CallRef, side: Side },
    /// `phone.caller_ringing`, `phone.callee_ringing`: a call begins to ring, as one side is told.
    #[expect(missing_docs, reason = "the names say it")]
    CallRinging { call: CallRef, side: Side },
    /// `phone.callee_answered`
    #[expect(missing_docs, reason = "the names say it")]
    CallAnswered { call: CallRef },
    /// `phone.caller_connected`: the callee has answered.
    #[expect(missing_docs, reason = "the names say it")]
    CallConnected { call: CallRef },
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
            Subject::Left { gathering, .. } => {
                of(gathering, [K::MeetingParticipantLeft, K::WebinarParticipantLeft, K::SessionUserLeft])
            }
            Subject::Ended { gathering } => {
                of(gathering, [K::MeetingEnded, K::WebinarEnded, K::SessionEnded])
            }
            Subject::Started { gathering } => {
                of(gathering, [K::MeetingStarted, K::WebinarStarted, K::SessionStarted])
            }
            Subject::Joined { gathering, .. } => of(
                gathering,
                [K::MeetingParticipantJoined, K::WebinarParticipantJoined, K::SessionUserJoined],
            ),
            Subject::Data { gathering, .. } => {
                of(gathering, [K::MeetingParticipantData, K::WebinarParticipantData, K::SessionUserData])
            }
            Subject::CallQos { .. } => K::PhoneCallQos,
            Subject::CallQosSummary { .. } => K::PhoneCallQosSummary,
            Subject::CallEnded { side: Side::Caller, .. } => K::PhoneCallerEnded,
            Subject::CallEnded { side: Side::Callee, .. } => K::PhoneCalleeEnded,
            Subject::CallRinging { side: Side::Caller, .. } => K::PhoneCallerRinging,
            Subject::CallRinging { side: Side::Callee, .. } => K::PhoneCalleeRinging,
            Subject::CallAnswered { .. } => K::PhoneCalleeAnswered,
            Subject::CallConnected { .. } => K::PhoneCallerConnected,
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
                    frame(&mut events, &span, reference, (instance.start, instance.end));
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
                frame(&mut events, &span, gathering, times);
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
            // Those that ring already start later.
            let starting = span.start..span.end + LONGEST_RINGING;
            running(schedule, &starting, |slot, nth, _| {
                self.call_events(CallRef::Population { slot, nth }, &span, &mut events);
            });
        }
        events.sort_unstable();
        events
    }

    fn call_events(&self, reference: CallRef, span: &Range<i64>, events: &mut Vec<Event>) {
        let call = self.call(reference);
        let (ringing, start, end) = (call.ringing.seconds(), call.start.seconds(), call.end.seconds());
        if end < span.start || ringing >= span.end {
            return;
        }
        let mut tell = |at: i64, subject| {
            if span.contains(&at) {
                events.push(Event { at: Moment::from_seconds(at), subject });
            }
        };
        let call = reference;
        for side in SIDES {
            tell(ringing, Subject::CallRinging { call, side });
            tell(end, Subject::CallEnded { call, side });
        }
        tell(start, Subject::CallAnswered { call });
        tell(start, Subject::CallConnected { call });
        tell(end, Subject::CallQosSummary { call });
        // The minute that is over at or after the start of the span.
        let first = minutes_in(span.start - start).saturating_sub(1);
        for minute in first..minutes_in(end - start) {
            let at = (start + 60 * (i64::from(minute) + 1)).min(end);
            if at >= span.end {
                break;
            }
            for side in SIDES {
                for direction in [Direction::Sending, Direction::Receiving] {
                    tell(at, Subject::CallQos { call, minute, side, direction });
                }
            }
        }
    }
}

/// Tells when a gathering starts and ends.
fn frame(events: &mut Vec<Event>, span: &Range<i64>, gathering: GatheringRef, (start, end): (i64, i64)) {
    for (at, subject) in [(start, Subject::Started { gathering }), (end, Subject::Ended { gathering })] {
        if span.contains(&at) {
            events.push(Event { at: Moment::from_seconds(at), subject });
        }
    }
}

fn tell(events: &mut Vec<Event>, gathering: GatheringRef, at: i64, participant: u32, what: Moves) {
    let mut tell = |subject| events.push(Event { at: Moment::from_seconds(at), subject });
    match what {
        Moves::Joins => {
            tell(Subject::Joined { gathering, participant });
            tell(Subject::Data { gathering, participant });
        }
        Moves::Changes => tell(Subject::Data { gathering, participant }),
        Moves::Reports(minute) => tell(Subject::Qos { gathering, participant, minute }),
        Moves::Leaves => {
            tell(Subject::QosSummary { gathering, participant });
            tell(Subject::DataSummary { gathering, participant });
            tell(Subject::Left { gathering, participant });
        }
    }
}

/// Tells of slot, instance and times of all of a timetable that have something to tell in a span: from their
/// start to their end, inclusive.
fn running(schedule: &Schedule, span: &Range<i64>, mut tell: impl FnMut(u32, u32, (i64, i64))) {
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
