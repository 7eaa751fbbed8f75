//! The control API, `/_emulator/…`: what the real service does not have.

mod clock;
mod description;
mod health;
mod index;
mod inventory;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::clock::Clock;
use crate::player::Players;
use crate::world::World;

/// What the handlers share.
#[derive(Debug)]
pub(crate) struct Control {
    pub(crate) world: Arc<World>,
    pub(crate) clock: Clock,
    pub(crate) players: Arc<Players>,
}

/// The control API.
pub(crate) fn router(control: Arc<Control>) -> Router {
    Router::new()
        .route("/_emulator", get(index::show))
        .route("/_emulator/", get(index::show))
        .route("/_emulator/health", get(health::show))
        .route("/_emulator/clock", get(clock::show))
        .route("/_emulator/clock/advance", post(clock::advance))
        .route("/_emulator/world", get(inventory::show))
        .route("/_emulator/docs", get(description::page))
        .route("/_emulator/openapi.json", get(description::document))
        .route("/openapi.json", get(description::document))
        .with_state(control)
}
