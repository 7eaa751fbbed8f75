//! The emulator as its users meet it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod golden;
mod lifecycle;
mod support;
mod world;
