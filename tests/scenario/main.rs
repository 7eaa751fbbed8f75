//! What a scenario may say, what it means, and how mistakes in it are told.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, also in its helpers")]

mod files;
mod laws;
mod meaning;
mod mistakes;
mod worlds;

use zoom_qos_emulator::scenario::plan::Plan;

/// The plan of a scenario that has no mistakes.
fn plan(text: &str) -> Plan {
    zoom_qos_emulator::scenario::parse(text, "scenario.yaml").unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// What is said about a scenario that has mistakes.
fn mistakes(text: &str) -> String {
    match zoom_qos_emulator::scenario::parse(text, "scenario.yaml") {
        Ok(plan) => panic!("no mistake was found: {plan:#?}"),
        Err(mistakes) => mistakes.to_string(),
    }
}
