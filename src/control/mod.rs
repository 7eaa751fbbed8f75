//! The control API, `/_emulator/…`: what the real service does not have.

mod clock;
mod deliveries;
mod description;
mod health;
mod index;
mod inventory;
mod subscriptions;

use std::fmt::Display;
use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::clock::Clock;
use crate::player::Players;
use crate::wire::ApiError;
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
        .route("/_emulator/subscriptions", get(subscriptions::list).post(subscriptions::create))
        .route(
            "/_emulator/subscriptions/{id}",
            get(subscriptions::show).patch(subscriptions::change).delete(subscriptions::remove),
        )
        .route("/_emulator/subscriptions/{id}/validate", post(subscriptions::validate))
        .route("/_emulator/deliveries", get(deliveries::list))
        .route("/_emulator/deliveries/{id}", get(deliveries::show))
        .route("/_emulator/deliveries/{id}/redeliver", post(deliveries::redeliver))
        .with_state(control)
}

/// What is asked for is not there.
fn not_found(why: &impl Display) -> ApiError {
    refused(404, why)
}

/// What is asked for cannot be, as things are.
fn conflict(why: &impl Display) -> ApiError {
    refused(409, why)
}

fn refused(status: u16, why: &impl Display) -> ApiError {
    ApiError { status, code: status.into(), message: why.to_string().into(), errors: Vec::new() }
}
