//! Delivery of events to those who subscribed to them.
//!
//! The cast, each with one job:
//! - an [`Event`](crate::world::Event) is something that happened in the world; nobody need have asked for it;
//! - a [`Subscription`] is a receiver and what it wants;
//! - a [`Delivery`] is one event on its way to one subscription, the same over all its attempts;
//! - an [`Attempt`] is one try to hand it over, and what came of it: its [`Outcome`];
//! - a [`Message`] is the bytes and headers of one attempt, signed by the subscription's [`Signer`];
//! - the [`Transport`] posts a message; nothing else opens outgoing sockets;
//! - a [`Worker`] makes the attempts of a subscription, and its [`Report`] counts and tells of them;
//! - the [`DeliveryLog`] remembers the attempts of all, for those who ask what happened;
//! - the [`schedule`] says what follows an attempt;
//! - [`Authorization`] is the header that a receiver asks for besides the signature;
//! - a [`Validation`] asks a receiver who it is, and [`Validity`] is what came of those so far;
//! - [`Subscriptions`] are all that there are.
//!
//! Absent here: when an event is due, and what is outstanding. That is the [`player`](crate::player)'s
//! business.

mod attempt;
mod authorization;
mod log;
mod message;
mod outcome;
mod report;
mod request;
pub mod schedule;
mod service_id;
mod sign;
mod standing;
mod subscription;
mod subscriptions;
mod token;
mod transport;
mod validation;
mod whom;
mod worker;

pub use attempt::{Attempt, Delivery, Fingerprint, RequestId};
pub use authorization::{
    Authorization, AuthorizationError, ClientAuthentication, FixedHeader, Part, SCOPE_LIMIT, TOKEN_URL_LIMIT,
    TokenSource, VALUE_LIMIT,
};
pub use log::{CAPACITY, DeliveryLog, LogFilter, RETENTION, Record, RecordId};
pub use message::{Header, Message, Trace};
pub use outcome::{Outcome, TransportFailure, Verdict};
pub use report::{Counts, Report};
pub use request::Request;
pub use sign::Signer;
pub use standing::{
    FAILURES_UNTIL_DISABLED, NOTICES, Notice, Standing, VALIDATION_PERIOD, Validation, Validity,
};
pub use subscription::{EventFilter, Scope, Subscription, SubscriptionError, SubscriptionId};
pub use subscriptions::{SUBSCRIPTIONS_PER_APP, Subscriptions, TooMany, UnknownSubscription};
pub use token::{SHORTEST_LIFE, TokenKeeper};
pub use transport::{RECEIVER_TIMEOUT, Reply, Transport, TransportError};
pub use validation::{Flaw, Mistake, Question, judge};
pub use whom::Whom;
pub use worker::{Surroundings, Worker};
