//! Events of calls. Numbers come without units here.

use super::super::json::{Object, OrEmpty, Quoted};
use super::super::people;
use super::super::spelling::{self, CALL_EVENT};
use crate::time::Moment;
use crate::world::call_summary::call_summary;
use crate::world::qos::{CallMinute, CallStream};
use crate::world::{Call, Direction, Medium, Party, Side, World};

/// `phone.call_qos`: one side and one direction, as objects.
pub(super) fn minute(
    o: &mut Object<'_>,
    world: &World,
    call: &Call,
    index: u32,
    side: Side,
    direction: Direction,
    at: Moment,
) {
    let minute = world.call_minute(call, index);
    let party = world.party(call, side);
    o.field("call_id", Quoted(call.id.0));
    o.field("call_start_time", call.start);
    o.optional("call_end_time", (call.end <= at).then_some(call.end));
    o.object("call_qos", |o| {
        o.field("type", side_name(side));
        o.field("id", OrEmpty(party.person.user_id));
        o.field("user_email", people::email(&party.person));
        o.object("qos", |o| {
            entry(o, minute.end, direction, &minute.stream(side, direction), &party);
        });
    });
}

/// `phone.call_qos_summary`: both sides and both directions, as arrays.
pub(super) fn summary(o: &mut Object<'_>, world: &World, call: &Call) {
    let minutes: Vec<CallMinute> =
        (0..world.call_minutes_until(call, call.end)).map(|index| world.call_minute(call, index)).collect();
    o.field("call_id", Quoted(call.id.0));
    o.field("call_start_time", call.start);
    o.field("call_end_time", call.end);
    o.array("call_qos", |sides| {
        for side in [Side::Caller, Side::Callee] {
            let party = world.party(call, side);
            sides.object(|o| {
                o.field("type", side_name(side));
                o.field("user_id", OrEmpty(party.person.user_id));
                o.field("user_email", people::email(&party.person));
                o.array("qos", |entries| {
                    for direction in [Direction::Sending, Direction::Receiving] {
                        let streams = minutes.iter().map(|minute| minute.stream(side, direction));
                        if let Some(stream) = call_summary(streams) {
                            entries.object(|o| entry(o, call.end, direction, &stream, &party));
                        }
                    }
                });
            });
        }
    });
}

fn entry(o: &mut Object<'_>, at: Moment, direction: Direction, stream: &CallStream, party: &Party<'_>) {
    let name = match direction {
        Direction::Sending => "sending",
        Direction::Receiving => "receiving",
    };
    o.field("date_time", at);
    o.field("type", name);
    o.object("details", |o| {
        o.field("bitrate", CALL_EVENT.bitrate(stream.bitrate));
        o.field("avg_loss", CALL_EVENT.loss(stream.avg_loss));
        o.field("max_loss", CALL_EVENT.loss(stream.max_loss));
        o.field("jitter", CALL_EVENT.jitter(stream.jitter));
        o.field("network_delay", CALL_EVENT.latency(stream.delay));
        o.field("mos", spelling::mos(stream.mos));
        // The examples name the network only where something is sent.
        if direction == Direction::Sending {
            o.field("network", network(party.station.network.medium));
        }
    });
}

const fn side_name(side: Side) -> &'static str {
    match side {
        Side::Caller => "caller",
        Side::Callee => "callee",
    }
}

const fn network(medium: Medium) -> &'static str {
    match medium {
        Medium::Wired => "LAN",
        Medium::Wifi => "WIFI",
        Medium::Ppp => "PPP",
        Medium::Cellular => "CELLULAR",
        Medium::Other => "OTHER",
    }
}
