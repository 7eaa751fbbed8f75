//! Events of meetings, webinars and sessions: who is meant. Each event names them in its own way.

use super::super::json::{Object, OrEmpty, Quoted};
use super::super::people;
use super::{data, qos};
use crate::time::Moment;
use crate::world::{Gathering, GatheringKind, GatheringRef, Participant, World};

/// `*.participant_qos`, `session.user_qos`
pub(super) fn minute(
    o: &mut Object<'_>,
    world: &World,
    reference: GatheringRef,
    index: u32,
    minute: u32,
    at: Moment,
) {
    let gathering = world.gathering(reference);
    let participant = world.participant(&gathering, index, at);
    let minute = world.minute(&gathering, index, minute);
    let entries = |o: &mut Object<'_>| {
        o.array("qos", |entries| qos::minute(entries, &minute));
    };
    match gathering.kind {
        GatheringKind::Session => session(o, world, &gathering, &participant, entries),
        GatheringKind::Meeting | GatheringKind::Webinar => {
            o.field("uuid", &world.uuid(&gathering).to_string());
            o.object("participant", |o| {
                o.field("user_id", Quoted(participant.id.0));
                account_user(o, &participant);
                entries(o);
            });
        }
    }
}

/// `*.participant_qos_summary`, `session.user_qos_summary`
pub(super) fn qos_summary(
    o: &mut Object<'_>,
    world: &World,
    reference: GatheringRef,
    index: u32,
    at: Moment,
) {
    let gathering = world.gathering(reference);
    let participant = world.participant(&gathering, index, at);
    let summary = world.summary(&gathering, index);
    let entries = |o: &mut Object<'_>| {
        o.array("qos", |entries| qos::summary(entries, &summary));
    };
    match gathering.kind {
        GatheringKind::Session => session(o, world, &gathering, &participant, entries),
        GatheringKind::Meeting | GatheringKind::Webinar => {
            o.field("uuid", &world.uuid(&gathering).to_string());
            o.optional("id", world.number(&gathering).map(Quoted));
            o.object("participant", |o| {
                o.field("participant_id", Quoted(participant.id.0));
                o.field("user_name", participant.person.name);
                o.field("id", OrEmpty(participant.person.user_id));
                o.field("email", people::email(&participant.person));
                entries(o);
            });
        }
    }
}

/// `*.participant_data`, `session.user_data`
pub(super) fn data(o: &mut Object<'_>, world: &World, reference: GatheringRef, index: u32, at: Moment) {
    let gathering = world.gathering(reference);
    let participant = world.participant(&gathering, index, at);
    let station = &participant.station;
    let entries = |o: &mut Object<'_>| {
        o.array("data", |entries| {
            entries.object(|o| data::station(o, station, data::Words::of(station)));
        });
    };
    match gathering.kind {
        GatheringKind::Session => session(o, world, &gathering, &participant, entries),
        GatheringKind::Meeting | GatheringKind::Webinar => {
            o.field("uuid", &world.uuid(&gathering).to_string());
            o.object("participant", |o| data_owner(o, &participant, entries));
        }
    }
}

/// `*.participant_data_summary`, `session.user_data_summary`
pub(super) fn data_summary(
    o: &mut Object<'_>,
    world: &World,
    reference: GatheringRef,
    index: u32,
    at: Moment,
) {
    let gathering = world.gathering(reference);
    let participant = world.participant(&gathering, index, at);
    let station = &participant.station;
    let entries = |o: &mut Object<'_>| {
        o.array("data", |entries| {
            entries.object(|o| match gathering.kind {
                GatheringKind::Webinar => {
                    data::station(o, station, data::Words::of_webinar_summary(station));
                }
                GatheringKind::Meeting | GatheringKind::Session => {
                    data::station(o, station, data::Words::of(station));
                    data::software(o, station);
                }
            });
        });
    };
    match gathering.kind {
        GatheringKind::Session => session(o, world, &gathering, &participant, entries),
        kind => {
            o.field("uuid", &world.uuid(&gathering).to_string());
            if kind == GatheringKind::Meeting {
                o.optional("id", world.number(&gathering).map(Quoted));
            }
            o.object("participant", |o| data_owner(o, &participant, entries));
        }
    }
}

fn data_owner(o: &mut Object<'_>, participant: &Participant<'_>, entries: impl FnOnce(&mut Object<'_>)) {
    o.field("participant_id", Quoted(participant.id.0));
    account_user(o, participant);
    entries(o);
}

fn account_user(o: &mut Object<'_>, participant: &Participant<'_>) {
    o.field("participant_user_id", OrEmpty(participant.person.user_id));
    o.field("email", people::email(&participant.person));
}

/// The same in all events of sessions.
fn session(
    o: &mut Object<'_>,
    world: &World,
    session: &Gathering,
    user: &Participant<'_>,
    entries: impl FnOnce(&mut Object<'_>),
) {
    o.field("session_id", &world.uuid(session).to_string());
    o.field("session_name", &world.topic(session));
    o.field("session_key", &world.session_key(session));
    o.object("user", |o| {
        o.field("id", Quoted(user.id.0));
        o.field("name", user.person.name);
        o.field("user_key", user.person.user_key);
        o.field("is_original_host", user.is_host);
        entries(o);
    });
}
