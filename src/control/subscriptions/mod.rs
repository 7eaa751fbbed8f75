//! `/_emulator/subscriptions`: who receives events, and what has become of these.

mod form;
mod shown;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;

use super::{Control, not_found};
use crate::delivery::SubscriptionId;
use crate::http::{Answer, Reply, SmallBody};
use crate::player::Player;
use crate::wire::{ApiError, json};

/// All of them.
pub(super) async fn list(State(control): State<Arc<Control>>) -> Answer {
    Answer(json::object(|o| {
        o.field("now", control.clock.now());
        o.array("subscriptions", |subscriptions| {
            for player in control.players.iter() {
                subscriptions.object(|o| shown::subscription(o, &player, &control.world, &control.clock));
            }
        });
    }))
}

/// One more, which gets the events from now on.
pub(super) async fn create(
    State(control): State<Arc<Control>>,
    SmallBody(body): SmallBody,
) -> Result<impl IntoResponse, ApiError> {
    let subscription = form::created(&body, &control.world.plan().apps)?;
    let player = control.players.add(subscription).map_err(|error| super::conflict(&error))?;
    Ok((StatusCode::CREATED, control.show(&player)))
}

/// One of them.
pub(super) async fn show(State(control): State<Arc<Control>>, Path(id): Path<String>) -> Reply {
    Ok(control.show(&*control.player(&id)?))
}

/// Changes one, also for what is to be sent again.
pub(super) async fn change(
    State(control): State<Arc<Control>>,
    Path(id): Path<String>,
    SmallBody(body): SmallBody,
) -> Reply {
    let current = control.player(&id)?.subscription();
    let changed = form::changed(&body, &current)?;
    let player = control.players.change(current.id(), changed).map_err(|error| not_found(&error))?;
    Ok(control.show(&player))
}

/// Removes one.
pub(super) async fn remove(
    State(control): State<Arc<Control>>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let id = control.player(&id)?.subscription().id();
    control.players.remove(id).map_err(|error| not_found(&error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Validates the URL of one, and answers what came of it.
pub(super) async fn validate(State(control): State<Arc<Control>>, Path(id): Path<String>) -> Reply {
    let player = control.player(&id)?;
    let validation = player.validate().await;
    Ok(Answer(json::object(|o| {
        shown::validation(o, &validation);
        o.field("standing", shown::word(player.validity().standing()));
    })))
}

impl Control {
    fn show(&self, player: &Player) -> Answer {
        Answer(shown::one(player, &self.world, &self.clock))
    }

    /// The player of the subscription with this number.
    fn player(&self, id: &str) -> Result<Arc<Player>, ApiError> {
        let number = id.parse().map_err(|_| not_found(&"subscriptions are called by their numbers"))?;
        self.players.get(SubscriptionId(number)).map_err(|error| not_found(&error))
    }
}
