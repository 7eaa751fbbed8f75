//! The receiver that a person named. Nothing else is ever sent to.

use std::time::Duration;

use zoom_qos_emulator::Moment;
use zoom_qos_emulator::clock::{Clock, ClockMode, Stopwatch};
use zoom_qos_emulator::delivery::{
    Delivery, EventFilter, Fingerprint, Message, Outcome, Reply, Signer, Subscription, SubscriptionId, Trace,
    Transport, TransportFailure,
};
use zoom_qos_emulator::scenario::plan::ClockPlan;
use zoom_qos_emulator::world::{Event, World};

use super::failure::Failure;

/// A receiver, and what is needed to post to it.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    subscription: Subscription,
    transport: Transport,
    client_id: String,
}

impl Target {
    /// The receiver at `url`, which knows `secret`, on behalf of the world's first app.
    pub(crate) fn new(url: &str, secret: &str, world: &World) -> Result<Self, Failure> {
        let subscription = Subscription::new(SubscriptionId(0), "receiver", url, secret, EventFilter::NONE)
            .map_err(Failure::usage)?;
        let transport = Transport::new().map_err(Failure::run_time)?;
        let client_id = world.plan().apps.first().map(|app| app.client_id.clone()).unwrap_or_default();
        Ok(Self { subscription, transport, client_id })
    }

    /// Where it is, without what is secret in it.
    pub(crate) fn shown(&self) -> String {
        self.subscription.target()
    }

    pub(crate) fn signer(&self) -> &Signer {
        self.subscription.signer()
    }

    /// A message as the service sends it, signed over these very bytes.
    pub(crate) fn message(&self, identity: &Identity, at: Moment, body: Vec<u8>) -> Message {
        let trace = Trace::new(&identity.0, identity.1);
        Message::new(trace, at, body, self.signer(), &self.client_id)
    }

    /// Posts a message: what came of it, and how long it took.
    pub(crate) async fn post(&self, message: Message) -> (Outcome, Duration) {
        let watch = Stopwatch::start();
        let outcome = self.transport.post(self.subscription.url(), message).await;
        (outcome, watch.elapsed())
    }

    /// Posts a message and gives the answer, which is left unread until `meanwhile` is over.
    pub(crate) async fn exchange(
        &self,
        message: Message,
        meanwhile: impl Future<Output = ()>,
    ) -> (Result<Reply, TransportFailure>, Duration) {
        let watch = Stopwatch::start();
        let reply = self.transport.exchange_while(self.subscription.url(), message, meanwhile).await;
        (reply, watch.elapsed())
    }
}

/// The time at the receiver.
pub(crate) fn clock() -> Clock {
    Clock::start(&ClockPlan { start: None, mode: ClockMode::Real })
}

/// What the identifiers of a message are drawn from, and which attempt it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Identity(Fingerprint, u32);

impl Identity {
    /// Of an event that is sent for the first time. `run` differs from run to run, so that receivers that know
    /// what they have had do not take it for a duplicate.
    pub(crate) fn new(run: Moment, event: Event) -> Self {
        let delivery = Delivery::new(run.millis().unsigned_abs(), SubscriptionId(0), event);
        Self(*delivery.fingerprint(), 0)
    }

    /// Of the same event, sent once more.
    pub(crate) fn again(self) -> Self {
        Self(self.0, self.1 + 1)
    }

    /// A token for `endpoint.url_validation`.
    pub(crate) fn plain_token(&self) -> String {
        self.0.plain_token()
    }
}
