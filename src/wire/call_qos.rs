//! The quality of service of a call: `/phone/metrics/call_logs/{callId}/qos`.

use super::json::{self, Object, Quoted};
use super::spelling::{self, CALL};
use crate::time::Moment;
use crate::world::qos::{CallMinute, CallStream};
use crate::world::{Call, Direction, Side, World};

/// Each complete minute of a call, by side and direction.
pub fn call_qos(world: &World, call: &Call, now: Moment) -> Vec<u8> {
    let minutes: Vec<CallMinute> =
        (0..world.call_minutes_until(call, now)).map(|index| world.call_minute(call, index)).collect();
    json::object(|o| {
        o.field("call_id", Quoted(call.id.0));
        o.object("callee_qos", |o| side(o, world, call, Side::Callee, &minutes));
        o.object("caller_qos", |o| side(o, world, call, Side::Caller, &minutes));
    })
}

fn side(o: &mut Object<'_>, world: &World, call: &Call, side: Side, minutes: &[CallMinute]) {
    let station = world.party(call, side).station;
    o.field("device_private_ip", station.internal_ip);
    o.field("device_public_ip", station.public_ip);
    for (name, direction) in [("receiving", Direction::Receiving), ("sending", Direction::Sending)] {
        o.array(name, |entries| {
            for minute in minutes {
                entries.object(|o| {
                    o.field("date_time", minute.end);
                    o.object("qos", |o| stream(o, &minute.stream(side, direction)));
                });
            }
        });
    }
}

fn stream(o: &mut Object<'_>, stream: &CallStream) {
    o.field("avg_loss", CALL.loss(stream.avg_loss));
    o.field("bitrate", CALL.bitrate(stream.bitrate));
    o.field("jitter", CALL.jitter(stream.jitter));
    o.field("max_loss", CALL.loss(stream.max_loss));
    o.field("mos", spelling::mos(stream.mos));
    o.field("network_delay", CALL.latency(stream.delay));
}
