//! The bodies of webhooks.

mod attendance;
mod call;
mod call_flow;
mod data;
mod gathering;
mod qos;

use super::json::{self, Object};
use super::personal::without_personal_data;
use crate::world::{Event, Subject, World};

/// The body of a webhook: compact JSON, exactly the bytes to sign and send.
pub fn event_body(world: &World, event: &Event) -> Vec<u8> {
    let body = json::object(|o| {
        o.field("event", event.kind(world).name());
        o.field("event_ts", event.at.millis());
        o.object("payload", |o| {
            o.field("account_id", &world.plan().account.id);
            o.object("object", |o| write_object(o, world, event));
        });
    });
    if world.plan().account.hipaa { without_personal_data(&body) } else { body }
}

fn write_object(o: &mut Object<'_>, world: &World, event: &Event) {
    match event.subject {
        Subject::Qos { gathering, participant, minute } => {
            gathering::minute(o, world, gathering, participant, minute, event.at);
        }
        Subject::QosSummary { gathering, participant } => {
            gathering::qos_summary(o, world, gathering, participant, event.at);
        }
        Subject::Data { gathering, participant } => {
            gathering::data(o, world, gathering, participant, event.at);
        }
        Subject::DataSummary { gathering, participant } => {
            gathering::data_summary(o, world, gathering, participant, event.at);
        }
        Subject::Started { gathering } => attendance::started(o, world, gathering),
        Subject::Ended { gathering } => attendance::ended(o, world, gathering),
        Subject::Joined { gathering, participant } => {
            attendance::joined(o, world, gathering, participant, event.at);
        }
        Subject::Left { gathering, participant } => {
            attendance::left(o, world, gathering, participant, event.at);
        }
        Subject::CallQos { call, minute, side, direction } => {
            call::minute(o, world, &world.call(call), minute, side, direction, event.at);
        }
        Subject::CallQosSummary { call } => call::summary(o, world, &world.call(call)),
        Subject::CallRinging { call, side } => call_flow::ringing(o, world, &world.call(call), side),
        Subject::CallAnswered { call } => call_flow::answered(o, world, &world.call(call)),
        Subject::CallConnected { call } => call_flow::connected(o, world, &world.call(call)),
        Subject::CallEnded { call, side } => call_flow::ended(o, world, &world.call(call), side),
    }
}
