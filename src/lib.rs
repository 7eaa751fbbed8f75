//! An emulator of Zoom's quality-of-service APIs and webhooks.

pub mod clock;
pub mod delivery;
pub mod player;
pub mod scenario;
pub mod tasks;
pub mod time;
pub mod units;
pub mod wire;
pub mod world;

pub use time::{Moment, Span};
