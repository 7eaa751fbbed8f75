//! What is sent for an event, drawn from the world when it is needed.

use super::attempt::Delivery;
use super::message::{Header, Message, Trace};
use super::subscription::Subscription;
use crate::time::Moment;
use crate::wire;
use crate::world::{Event, World};

/// The message of the attempt `number` (0 is the first) to hand `event` over, without the receiver's own
/// header. The same arguments give the same bytes at any time.
pub(super) fn message(
    world: &World,
    subscription: &Subscription,
    event: Event,
    number: u32,
    at: Moment,
) -> Message {
    let delivery = Delivery::new(world.plan().seed, subscription.id(), event);
    let body = wire::event_body(world, &event);
    let trace = Trace::new(delivery.fingerprint(), number);
    Message::new(trace, at, body, subscription.signer(), client_id(world, subscription))
}

pub(super) fn client_id<'w>(world: &'w World, subscription: &Subscription) -> &'w str {
    world.plan().apps.get(subscription.app()).map_or("", |app| app.client_id.as_str())
}

/// A request that was sent, as far as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// All headers but those that belong to the connection; what is secret in them is left out.
    pub headers: Vec<Header>,
    /// The exact text that was signed: `v0:{timestamp}:{body}`.
    pub signed: String,
    /// The body.
    pub body: String,
}

impl Request {
    pub(super) fn new(
        world: &World,
        subscription: &Subscription,
        event: Event,
        number: u32,
        at: Moment,
    ) -> Self {
        let Message { mut headers, body } = message(world, subscription, event, number, at);
        headers.extend(subscription.authorization().shown());
        // Bodies are JSON, and so UTF-8.
        let body = String::from_utf8_lossy(&body).into_owned();
        Self { headers, signed: format!("v0:{}:{body}", at.seconds()), body }
    }
}
