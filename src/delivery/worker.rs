//! Makes the attempts of one subscription.

use std::sync::Arc;

use super::attempt::{Attempt, Delivery};
use super::message::Message;
use super::report::Report;
use super::subscription::Subscription;
use super::transport::Transport;
use crate::clock::{Clock, Stopwatch};
use crate::wire;
use crate::world::{Event, World};

/// Makes the attempts of one subscription, as many at a time as it is asked to.
#[derive(Debug)]
pub struct Worker {
    world: Arc<World>,
    clock: Clock,
    transport: Transport,
    subscription: Subscription,
    report: Report,
}

impl Worker {
    /// A worker that has done nothing yet.
    pub fn new(world: Arc<World>, clock: Clock, transport: Transport, subscription: Subscription) -> Self {
        Self { world, clock, transport, subscription, report: Report::new() }
    }

    /// For whom it works.
    pub fn subscription(&self) -> &Subscription {
        &self.subscription
    }

    /// What came of its attempts.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Makes the attempt `number` (0 is the first) to hand an event over: renders its body, signs it, posts
    /// it. It takes as long as the receiver does, and no longer than
    /// [`RECEIVER_TIMEOUT`](super::RECEIVER_TIMEOUT).
    pub async fn attempt(&self, event: Event, number: u32) -> Attempt {
        let plan = self.world.plan();
        let delivery = Delivery::new(plan.seed, self.subscription.id(), event);
        let client_id = plan.apps.first().map_or("", |app| app.client_id.as_str());
        let at = self.clock.now();
        let body = wire::event_body(&self.world, &event);
        let message = Message::new(&delivery, number, at, body, self.subscription.signer(), client_id);

        let watch = Stopwatch::start();
        let outcome = self.transport.post(self.subscription.url(), message).await;
        let attempt = Attempt { delivery, number, at, took: watch.elapsed(), outcome };
        self.report.note(&attempt, &self.subscription, &self.world);
        attempt
    }
}
