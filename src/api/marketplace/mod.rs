//! `/marketplace/…`: event subscriptions and what was delivered to them.
//!
//! Where the reference has no word:
//! - A subscription that is made here is signed with the secret of the scenario's first webhook, or the one that
//!   `serve` announces: the request names none. `PATCH /_emulator/subscriptions/{id}` gives it another.
//! - Its URL is validated when it is made, as on the real service, and every 72 hours.
//! - Events are not told by user: a subscription of whichever scope gets those of the whole account. Every user ID of
//!   the right form, 22 characters of URL-safe base64, or `me`, is one of the account.
//! - Members of `custom_header` that are secret are never shown again. Its type is 0 for none, 1 for Basic, 2 for a
//!   token and 3 for a header.

mod custom_header;
mod subscriptions;
mod webhook_logs;

pub(super) use subscriptions::{change, create, list, remove, unsubscribe};
pub(super) use webhook_logs::webhook_logs;

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::Api;
use crate::wire::{ApiError, marketplace_error};

/// The app that asks, an index of the plan's; the guard tells it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asking(pub(super) usize);

impl<S: Sync> FromRequestParts<S> for Asking {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or_default())
    }
}

impl Api {
    /// Whether a user is of the account.
    fn check_user(id: &str) -> Result<(), ApiError> {
        let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        if id == "me" || (id.len() == 22 && is_plain) { Ok(()) } else { Err(unknown_user(id)) }
    }

    /// Whether an account is this one.
    fn check_account(&self, id: &str) -> Result<(), ApiError> {
        if id == self.account_id() { Ok(()) } else { Err(unknown_user(id)) }
    }
}

fn unknown_user(id: &str) -> ApiError {
    marketplace_error(404, 1001, format!("User does not exist or does not belong to this account: {id}."))
}

fn invalid_subscription(id: &str) -> ApiError {
    marketplace_error(404, 1601, format!("App event subscription is invalid: {id}"))
}

fn invalid(message: impl Into<String>) -> ApiError {
    marketplace_error(400, 1500, message)
}
