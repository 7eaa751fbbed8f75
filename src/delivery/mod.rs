//! Delivery of events to those who subscribed to them.
//!
//! The cast, each with one job:
//! - an [`Event`](crate::world::Event) is something that happened in the world; nobody need have asked for it;
//! - a [`Subscription`] is a receiver and what it wants;
//! - a [`Delivery`] is one event on its way to one subscription, the same over all its attempts;
//! - an [`Attempt`] is one try to hand it over, and what came of it: its [`Outcome`];
//! - a [`Message`] is the bytes and headers of one attempt, signed by the subscription's [`Signer`];
//! - the [`Transport`] posts a message; nothing else opens outgoing sockets;
//! - a [`Worker`] makes the attempts of a subscription, and its [`Report`] counts and tells of them.
//!
//! Absent here: when an event is due. That is the [`player`](crate::player)'s business.

mod attempt;
mod message;
mod outcome;
mod report;
mod sign;
mod subscription;
mod transport;
mod worker;

pub use attempt::{Attempt, Delivery, RequestId};
pub use message::Message;
pub use outcome::{Outcome, TransportFailure, Verdict};
pub use report::{Counts, Report};
pub use sign::Signer;
pub use subscription::{EventFilter, Subscription, SubscriptionError, SubscriptionId};
pub use transport::{RECEIVER_TIMEOUT, Transport, TransportError};
pub use worker::Worker;
