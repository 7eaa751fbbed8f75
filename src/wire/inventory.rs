//! The answer of `/_emulator/world`: what can be asked for.

use super::json::{self, Array, Object, Quoted};
use crate::time::Moment;
use crate::world::{Call, Gathering, GatheringKind, State, World};

/// How many participants of each gathering are named.
const NAMED_PARTICIPANTS: usize = 10;

/// What can be asked for at `now`: of each kind at most `limit`, after the first `offset`.
pub fn inventory(world: &World, now: Moment, offset: usize, limit: usize) -> Vec<u8> {
    json::object(|o| {
        o.field("now", now);
        for (name, kind) in [
            ("meetings", GatheringKind::Meeting),
            ("webinars", GatheringKind::Webinar),
            ("sessions", GatheringKind::Session),
        ] {
            let gatherings = world.gatherings(kind, now).skip(offset).take(limit);
            o.array(name, |elements| list_gatherings(elements, world, gatherings, now));
        }
        let calls = world.calls(now).skip(offset).take(limit);
        o.array("calls", |elements| list_calls(elements, calls, now));
    })
}

fn list_gatherings(
    elements: &mut Array<'_>,
    world: &World,
    gatherings: impl Iterator<Item = Gathering>,
    now: Moment,
) {
    for gathering in gatherings {
        let gathering = &gathering;
        elements.object(|o| match gathering.kind {
            GatheringKind::Meeting | GatheringKind::Webinar => {
                o.optional("id", world.number(gathering).map(Quoted));
                o.field("uuid", &world.uuid(gathering).to_string());
                o.field("topic", &world.topic(gathering));
                times(o, gathering.state(now), gathering.start, gathering.end);
                people(o, world, gathering, now, "participant_count", "participant_ids");
            }
            GatheringKind::Session => {
                o.field("id", &world.uuid(gathering).to_string());
                o.field("name", &world.topic(gathering));
                times(o, gathering.state(now), gathering.start, gathering.end);
                people(o, world, gathering, now, "user_count", "user_ids");
            }
        });
    }
}

fn people(
    o: &mut Object<'_>,
    world: &World,
    gathering: &Gathering,
    now: Moment,
    count: &'static str,
    ids: &'static str,
) {
    o.field(count, world.joined(gathering, now));
    o.array(ids, |ids| {
        for participant in world.participants(gathering, now, 0).take(NAMED_PARTICIPANTS) {
            ids.value(Quoted(participant.id.0));
        }
    });
}

fn list_calls(elements: &mut Array<'_>, calls: impl Iterator<Item = Call>, now: Moment) {
    for call in calls {
        elements.object(|o| {
            o.field("call_id", Quoted(call.id.0));
            times(o, call.state(now), call.start, call.end);
        });
    }
}

fn times(o: &mut Object<'_>, state: State, start: Moment, end: Moment) {
    let state = match state {
        State::Upcoming => "upcoming",
        State::Live => "live",
        State::Past => "past",
    };
    o.field("state", state);
    o.field("start_time", start);
    o.field("end_time", end);
}
