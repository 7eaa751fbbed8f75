//! The bodies of webhooks.

mod call;
mod data;
mod gathering;
mod qos;

use super::json::{self, Object};
use crate::world::{Event, Subject, World};

/// The body of a webhook: compact JSON, exactly the bytes to sign and send.
pub fn event_body(world: &World, event: &Event) -> Vec<u8> {
    json::object(|o| {
        o.field("event", event.kind(world).name());
        o.field("event_ts", event.at.millis());
        o.object("payload", |o| {
            o.field("account_id", &world.plan().account.id);
            o.object("object", |o| write_object(o, world, event));
        });
    })
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
        Subject::CallQos { call, minute, side, direction } => {
            call::minute(o, world, &world.call(call), minute, side, direction, event.at);
        }
        Subject::CallQosSummary { call } => call::summary(o, world, &world.call(call)),
    }
}
