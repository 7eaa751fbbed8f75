//! Delivery of webhooks, from the clock to a receiver's socket.
#![allow(clippy::unwrap_used, clippy::panic, unreachable_pub, reason = "a test that cannot go on has failed")]

#[path = "../support/receiver.rs"]
mod receiver;

mod first_attempts;
mod log;
mod retries;
mod stage;
mod subscriptions;
mod validation;
