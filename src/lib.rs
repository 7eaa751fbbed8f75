//! An emulator of Zoom's quality-of-service APIs and webhooks, from a scenario, on a clock you control.
//!
//! The command `zoom-qos-emulator serve` is one way to run it; the other is to start it from a test:
//! [`Emulator::builder`] takes a [`Plan`](scenario::plan::Plan) and gives a [`Handle`](emulator::Handle).

pub mod api;
pub mod clock;
mod control;
pub mod delivery;
pub mod emulator;
pub mod fault;
mod http;
pub mod player;
pub mod scenario;
pub mod tasks;
pub mod time;
pub mod units;
pub mod wire;
pub mod world;

pub use api::AuthMode;
pub use emulator::Emulator;
pub use time::{Moment, Span};
