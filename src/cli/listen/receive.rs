//! The receiver itself.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;
use tokio::sync::mpsc;
use zoom_qos_emulator::clock::real_timeout;
use zoom_qos_emulator::delivery::Signer;

/// Larger than any event.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// How it treats genuine events.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manners {
    /// What it answers when it fails.
    pub(super) failure: Option<StatusCode>,
    /// It fails each time that this many events have come.
    pub(super) every: u64,
    /// How long it takes to answer.
    pub(super) delay: Duration,
}

/// What came, and what was answered.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Seen {
    /// A genuine event.
    Event { event: Value, status: StatusCode },
    /// A genuine `endpoint.url_validation`.
    Validation,
    /// Something that is no genuine event.
    Refused { why: &'static str, status: StatusCode },
}

#[derive(Debug)]
struct Receiver {
    signer: Signer,
    manners: Manners,
    events: AtomicU64,
    seen: mpsc::Sender<Seen>,
}

/// A receiver on every path that tells what it has seen.
pub(super) fn receiver(signer: Signer, manners: Manners, seen: mpsc::Sender<Seen>) -> Router {
    let receiver = Arc::new(Receiver { signer, manners, events: AtomicU64::new(0), seen });
    Router::new()
        .fallback(routing::post(receive))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(receiver)
}

async fn receive(State(receiver): State<Arc<Receiver>>, headers: HeaderMap, body: Bytes) -> Response {
    let (seen, answer) = match receiver.read(&headers, &body) {
        Err((status, why)) => (Seen::Refused { why, status }, (status, why).into_response()),
        Ok(event) => match plain_token(&event) {
            Some(token) => {
                let encrypted = receiver.signer.encrypted_token(token);
                let answer = json!({ "plainToken": token, "encryptedToken": encrypted });
                (Seen::Validation, Json(answer).into_response())
            }
            None => {
                let status = receiver.manners.status(receiver.events.fetch_add(1, Ordering::Relaxed) + 1);
                (Seen::Event { event, status }, status.into_response())
            }
        },
    };
    let is_event = matches!(seen, Seen::Event { .. });
    // It fails only when nobody prints any more.
    let _ = receiver.seen.send(seen).await;
    if is_event && !receiver.manners.delay.is_zero() {
        real_timeout(receiver.manners.delay, pending::<()>()).await;
    }
    answer
}

impl Receiver {
    /// The event in a request, if it is genuine.
    fn read(&self, headers: &HeaderMap, body: &[u8]) -> Result<Value, (StatusCode, &'static str)> {
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let refused = |why| (StatusCode::UNAUTHORIZED, why);
        let signature = header("x-zm-signature").ok_or(refused("there is no x-zm-signature"))?;
        let timestamp =
            header("x-zm-request-timestamp").ok_or(refused("there is no x-zm-request-timestamp"))?;
        let expected = self.signer.signature(timestamp, body);
        if !bool::from(expected.as_bytes().ct_eq(signature.as_bytes())) {
            return Err(refused("the signature is wrong: another secret, or another body"));
        }
        serde_json::from_slice(body).map_err(|_| (StatusCode::BAD_REQUEST, "the body is no JSON"))
    }
}

impl Manners {
    /// What the `number`-th event, from 1, is answered.
    fn status(&self, number: u64) -> StatusCode {
        match self.failure {
            Some(status) if number.is_multiple_of(self.every) => status,
            _ => StatusCode::NO_CONTENT,
        }
    }
}

fn plain_token(event: &Value) -> Option<&str> {
    if event.get("event")? != "endpoint.url_validation" {
        return None;
    }
    event.pointer("/payload/plainToken")?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_fails_every_so_many_times() {
        let every = |every| Manners {
            failure: Some(StatusCode::INTERNAL_SERVER_ERROR),
            every,
            delay: Duration::ZERO,
        };
        let statuses = |manners: Manners| (1..=6).map(|number| manners.status(number).as_u16()).collect();
        let third: Vec<_> = statuses(every(3));
        assert_eq!(third, [204, 204, 500, 204, 204, 500]);
        let all: Vec<_> = statuses(every(1));
        assert_eq!(all, [500; 6]);
        let none: Vec<_> = statuses(Manners { failure: None, ..every(1) });
        assert_eq!(none, [204; 6]);
    }
}
