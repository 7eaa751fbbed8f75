//! Makes the attempts of one subscription.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use super::attempt::{Attempt, Delivery, Fingerprint};
use super::log::{DeliveryLog, Record, RecordId};
use super::message::{Message, Trace};
use super::outcome::TransportFailure;
use super::report::Report;
use super::request::{client_id, message};
use super::standing::{Validation, Validity};
use super::subscription::Subscription;
use super::subscriptions::Subscriptions;
use super::transport::{Reply, Transport, outcome};
use super::validation::{Question, judge};
use crate::clock::{Clock, Stopwatch};
use crate::time::Moment;
use crate::wire;
use crate::world::{Event, World};

/// What the workers of an emulator share.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// Where the events come from.
    pub world: Arc<World>,
    /// Whose time goes into the messages.
    pub clock: Clock,
    /// What posts them.
    pub transport: Transport,
    /// Where attempts are written down.
    pub log: Arc<DeliveryLog>,
    /// All subscriptions.
    pub subscriptions: Arc<Subscriptions>,
}

/// Makes the attempts of one subscription, as many at a time as it is asked to, and its validations.
#[derive(Debug)]
pub struct Worker {
    around: Surroundings,
    subscription: RwLock<Arc<Subscription>>,
    validity: Mutex<Validity>,
    report: Report,
}

impl Worker {
    /// A worker that has done nothing yet.
    pub fn new(around: Surroundings, subscription: Arc<Subscription>) -> Self {
        let validity = Mutex::new(Validity::new(subscription.is_validated()));
        Self { around, subscription: RwLock::new(subscription), validity, report: Report::new() }
    }

    /// For whom it works.
    pub fn subscription(&self) -> Arc<Subscription> {
        self.subscription.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Works for `subscription` from the next attempt on. Where the URL, the secret or the wish to have it
    /// validated is another one than before, validation starts afresh.
    pub fn change(&self, subscription: &Arc<Subscription>) {
        let before = {
            let mut current = self.subscription.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *current, subscription.clone())
        };
        if !before.validates_as(subscription) {
            *self.validity_mut() = Validity::new(subscription.is_validated());
        }
    }

    /// What came of its attempts.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// How its subscription stands with validation.
    pub fn validity(&self) -> Validity {
        self.validity_mut().clone()
    }

    /// Looks at how its subscription stands, without a copy.
    pub fn with_validity<T>(&self, look: impl FnOnce(&Validity) -> T) -> T {
        look(&self.validity_mut())
    }

    /// Makes the attempt `number` (0 is the first) to hand an event over: renders its body, signs it, posts
    /// it. It takes as long as the receiver does, and no longer than
    /// [`RECEIVER_TIMEOUT`](super::RECEIVER_TIMEOUT); as long again where a token must be fetched.
    ///
    /// `due` is when it should happen. Where the clock has jumped over that, it counts as having happened then.
    pub async fn attempt(&self, event: Event, number: u32, due: Moment) -> Attempt {
        self.attempt_at(event, number, self.around.clock.time_of(due)).await.0
    }

    /// Sends the event of a record once more, now, whatever came of it before; the new record. Retries that
    /// are due remain so.
    pub async fn redeliver(&self, record: &Record) -> RecordId {
        let number = self.around.log.next_by_hand();
        self.attempt_at(record.event, number, self.around.clock.now()).await.1
    }

    async fn attempt_at(&self, event: Event, number: u32, at: Moment) -> (Attempt, RecordId) {
        let subscription = self.subscription();
        let Surroundings { world, log, .. } = &self.around;
        let message = message(world, &subscription, event, number, at);
        let (reply, took) = self.exchange(message, &subscription, at).await;
        let delivery = Delivery::new(world.plan().seed, subscription.id(), event);
        let attempt = Attempt { delivery, number, at, took, outcome: outcome(reply) };
        let kind = event.kind(world);
        self.report.note(&attempt, kind, &subscription);
        let id = log.write(&attempt, kind, &subscription);
        (attempt, id)
    }

    /// Posts a message with the receiver's own header; also how long the answer to it took.
    async fn exchange(
        &self,
        mut message: Message,
        subscription: &Subscription,
        at: Moment,
    ) -> (Result<Reply, TransportFailure>, Duration) {
        let transport = &self.around.transport;
        let mut watch = Stopwatch::start();
        match subscription.authorization().header_at(at, transport).await {
            Err(failure) => return (Err(failure), watch.elapsed()),
            Ok(None) => {}
            Ok(header) => {
                message.headers.extend(header);
                watch = Stopwatch::start();
            }
        }
        let reply = transport.exchange(subscription.url(), message).await;
        (reply, watch.elapsed())
    }

    /// Validates the receiver's URL, for what is due at `due` (see [`Worker::attempt`]), and takes note of
    /// the result. No longer than [`RECEIVER_TIMEOUT`](super::RECEIVER_TIMEOUT), as attempts.
    pub async fn validate(&self, due: Moment) -> Validation {
        let subscription = self.subscription();
        let validation = self.ask(&subscription, self.around.clock.time_of(due)).await;
        let notice = {
            let mut validity = self.validity_mut();
            // It may have been changed in the meantime; then this says nothing about it.
            self.subscription().validates_as(&subscription).then(|| validity.conclude(&validation)).flatten()
        };
        self.report.note_validation(&validation, notice.as_ref(), &subscription);
        validation
    }

    async fn ask(&self, subscription: &Subscription, at: Moment) -> Validation {
        let world = &self.around.world;
        let fingerprint = Fingerprint::of(&(world.plan().seed, "validation", subscription.id(), at));
        let plain_token = fingerprint.plain_token();
        let body = wire::url_validation(&plain_token, at);
        let (trace, client_id) = (Trace::new(&fingerprint, 0), client_id(world, subscription));
        let message = Message::new(trace, at, body.clone(), subscription.signer(), client_id);
        let (reply, took) = self.exchange(message, subscription, at).await;
        let others = self.around.subscriptions.other_signers(subscription.id());
        let signer = subscription.signer();
        let question = Question { plain_token: &plain_token, body: &body, signer, others: &others };
        Validation { at, took, result: judge(&reply, took, &question) }
    }

    fn validity_mut(&self) -> MutexGuard<'_, Validity> {
        self.validity.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
