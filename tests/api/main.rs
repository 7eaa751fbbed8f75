//! The emulated API and the control API, as a client over HTTP meets them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod access;
mod account;
mod calls;
mod control;
mod described;
mod embedding;
mod gatherings;
mod hostile;
mod lists;
mod marketplace;
mod oauth;
mod paging;
mod rate_limits;
#[path = "../support/receiver.rs"]
mod receiver;
mod rooms;
#[path = "../contract/schema.rs"]
#[allow(dead_code)]
mod schema;
mod support;
mod tokens;
mod webhooks;
