//! Events of meetings, webinars and sessions that tell when they go on and who is in.

use super::super::json::{Object, OrEmpty, Quoted};
use super::super::people;
use crate::time::{Moment, Span};
use crate::world::{Gathering, GatheringKind, GatheringRef, Participant, World};

/// `*.started`
pub(super) fn started(o: &mut Object<'_>, world: &World, reference: GatheringRef) {
    let gathering = world.gathering(reference);
    match gathering.kind {
        GatheringKind::Session => {
            session(o, world, &gathering);
            o.field("start_time", gathering.start);
        }
        GatheringKind::Meeting | GatheringKind::Webinar => {
            arranged(o, world, &gathering);
            o.field("duration", scheduled_minutes(world, &gathering));
        }
    }
}

/// `*.ended`
pub(super) fn ended(o: &mut Object<'_>, world: &World, reference: GatheringRef) {
    let gathering = world.gathering(reference);
    match gathering.kind {
        GatheringKind::Session => {
            session(o, world, &gathering);
            o.field("start_time", gathering.start);
            o.field("end_time", gathering.end);
        }
        GatheringKind::Meeting => {
            arranged(o, world, &gathering);
            o.field("duration", scheduled_minutes(world, &gathering));
            o.field("end_time", gathering.end);
        }
        GatheringKind::Webinar => {
            arranged(o, world, &gathering);
            o.field("end_time", gathering.end);
            o.field("duration", scheduled_minutes(world, &gathering));
            o.field("practice_session", false);
        }
    }
}

/// `*.participant_joined`, `session.user_joined`
pub(super) fn joined(o: &mut Object<'_>, world: &World, reference: GatheringRef, index: u32, at: Moment) {
    attended(o, world, reference, index, at, |o, _, participant| {
        o.field("join_time", participant.join);
    });
}

/// `*.participant_left`, `session.user_left`
pub(super) fn left(o: &mut Object<'_>, world: &World, reference: GatheringRef, index: u32, at: Moment) {
    attended(o, world, reference, index, at, |o, gathering, participant| {
        o.field("leave_time", participant.leave);
        o.field("leave_reason", leave_reason(gathering, participant));
    });
}

fn attended(
    o: &mut Object<'_>,
    world: &World,
    reference: GatheringRef,
    index: u32,
    at: Moment,
    write_time: impl FnOnce(&mut Object<'_>, &Gathering, &Participant<'_>),
) {
    let gathering = world.gathering(reference);
    let participant = world.participant(&gathering, index, at);
    let person = &participant.person;
    let phone_number = world.dialled_from(&participant);
    if gathering.kind == GatheringKind::Session {
        session(o, world, &gathering);
        o.object("user", |o| {
            o.field("id", Quoted(participant.id.0));
            o.field("name", person.name);
            write_time(o, &gathering, &participant);
            o.field("user_key", person.user_key);
            o.optional("phone_number", phone_number.as_ref());
            o.field("participant_uuid", participant.uuid);
        });
        return;
    }
    arranged(o, world, &gathering);
    o.field("duration", scheduled_minutes(world, &gathering));
    o.object("participant", |o| {
        o.field("user_id", Quoted(participant.id.0));
        o.field("user_name", person.name);
        o.field("id", OrEmpty(person.user_id));
        if gathering.kind == GatheringKind::Meeting {
            o.field("participant_uuid", participant.uuid);
        }
        write_time(o, &gathering, &participant);
        o.field("email", people::email(person));
        // Nobody registers for what the emulator plays.
        o.field("registrant_id", "");
        o.field("participant_user_id", OrEmpty(person.user_id));
        if gathering.kind == GatheringKind::Webinar {
            o.field("participant_uuid", participant.uuid);
        }
        o.optional("phone_number", phone_number.as_ref());
    });
}

/// The same in all events of meetings and webinars.
fn arranged(o: &mut Object<'_>, world: &World, gathering: &Gathering) {
    let host = world.host(gathering);
    o.optional("id", world.number(gathering).map(Quoted));
    o.field("uuid", &world.uuid(gathering).to_string());
    o.field("host_id", host.user_id);
    o.field("topic", &world.topic(gathering));
    o.field("type", kind(gathering));
    o.field("start_time", gathering.start);
    o.field("timezone", host.city.time_zone);
}

/// The same in all events of sessions.
fn session(o: &mut Object<'_>, world: &World, session: &Gathering) {
    let uuid = world.uuid(session).to_string();
    o.field("id", &uuid);
    o.field("session_id", &uuid);
    o.field("session_name", &world.topic(session));
    o.field("session_key", &world.session_key(session));
}

/// `type`: what the population meets for recurs; what a scenario names is arranged once.
const fn kind(gathering: &Gathering) -> u32 {
    match (gathering.kind, gathering.reference) {
        (GatheringKind::Webinar, GatheringRef::Named { .. }) => 5,
        (GatheringKind::Webinar, GatheringRef::Population { .. }) => 9,
        (_, GatheringRef::Named { .. }) => 2,
        (_, GatheringRef::Population { .. }) => 8,
    }
}

/// `duration`: in minutes, as it was arranged.
fn scheduled_minutes(world: &World, gathering: &Gathering) -> i64 {
    let minute = Span::MINUTE.millis();
    (world.scheduled(gathering).millis() + minute - 1) / minute
}

/// `leave_reason`, as it is seen in the field: whoever is in until the end leaves because of it.
fn leave_reason(gathering: &Gathering, participant: &Participant<'_>) -> &'static str {
    match (gathering.kind, participant.leave >= gathering.end) {
        (GatheringKind::Meeting, false) => "left the meeting. Reason : left the meeting",
        (GatheringKind::Meeting, true) => "left the meeting. Reason : Host ended the meeting.",
        (GatheringKind::Webinar, false) => "left the webinar. Reason : left the webinar",
        (GatheringKind::Webinar, true) => "left the webinar. Reason : Host ended the webinar.",
        (GatheringKind::Session, false) => "left the session. Reason : left the session",
        (GatheringKind::Session, true) => "left the session. Reason : Host ended the session.",
    }
}
