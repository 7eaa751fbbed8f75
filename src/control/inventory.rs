//! `/_emulator/world`: meetings, webinars, sessions and calls that can be asked for.

use std::sync::Arc;

use axum::extract::State;

use super::Control;
use crate::http::{Answer, Parameters, Reply};
use crate::wire;

/// Whoever is skipped is still visited.
const FARTHEST: u32 = 1_000_000;

pub(super) async fn show(State(control): State<Arc<Control>>, mut parameters: Parameters) -> Reply {
    let limit = parameters.integer("limit", 1..=1000, 100);
    let offset = parameters.integer("offset", 0..=FARTHEST, 0);
    parameters.check()?;
    Ok(Answer(wire::inventory(&control.world, control.clock.now(), offset as usize, limit as usize)))
}
