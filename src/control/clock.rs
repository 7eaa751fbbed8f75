//! `/_emulator/clock`

use std::sync::Arc;

use axum::extract::State;
use serde::Deserialize;

use super::Control;
use crate::clock::ClockMode;
use crate::http::{Answer, Reply, SmallBody, error};
use crate::time::{Moment, Span};
use crate::wire::{ApiError, FieldError, json};

/// A longer jump is a mistake.
const FARTHEST: Span = Span::from_minutes(10 * 366 * 24 * 60);

/// The body of `/_emulator/clock/advance`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    by: String,
}

/// Mode, speed, now and start.
pub(super) async fn show(State(control): State<Arc<Control>>) -> Answer {
    let clock = &control.clock;
    let (mode, speed) = match clock.mode() {
        ClockMode::Real => ("real", 1.0),
        ClockMode::Scaled(factor) => ("scaled", factor),
        ClockMode::Manual => ("manual", 0.0),
    };
    Answer(json::object(|o| {
        o.field("mode", mode);
        o.field("speed", Factor(speed));
        o.field("now", clock.now());
        o.field("start", clock.started());
    }))
}

/// A finite number.
struct Factor(f64);

impl json::Value for Factor {
    fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.0.to_string().as_bytes());
    }
}

/// Jumps, and answers when all that fell due has settled.
pub(super) async fn advance(State(control): State<Arc<Control>>, SmallBody(body): SmallBody) -> Reply {
    let span = read(&body)?;
    let reached = control.clock.advance(span).map_err(|error| at_fault(error.to_string()))?;
    let settled = control.players.settled(reached).await;
    settled.map_err(|_| error(503, "The emulator stops before all that fell due is done."))?;
    Ok(Answer(now(reached)))
}

fn now(now: Moment) -> Vec<u8> {
    json::object(|o| {
        o.field("now", now);
    })
}

fn read(body: &[u8]) -> Result<Span, ApiError> {
    let Advance { by } = serde_json::from_slice(body)
        .map_err(|error| at_fault(format!("the body must be like {{\"by\":\"90s\"}}: {error}")))?;
    let span: Span = by.parse().map_err(|error: crate::time::SpanError| at_fault(error.to_string()))?;
    if span > FARTHEST {
        return Err(at_fault(format!("must be at most `{FARTHEST}`")));
    }
    Ok(span)
}

fn at_fault(message: String) -> ApiError {
    ApiError::invalid_parameters(vec![FieldError { field: "by", message }])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: &str) -> String {
        let error = read(body.as_bytes()).unwrap_err();
        assert_eq!((error.status, error.code, error.errors.len()), (400, 300, 1));
        error.errors[0].message.clone()
    }

    #[test]
    fn a_jump_is_a_length_of_time() {
        assert_eq!(read(br#"{"by":"90s"}"#), Ok(Span::from_seconds(90)));
        assert_eq!(read(br#" { "by" : "1h 30m" } "#), Ok(Span::from_minutes(90)));
    }

    #[test]
    fn what_is_no_jump_is_answered_with_what_would_be_one() {
        assert!(refused("").contains(r#"must be like {"by":"90s"}"#));
        assert!(refused(r#"{"by":90}"#).contains("expected a string"));
        assert!(refused(r#"{"to":"90s"}"#).contains("unknown field `to`"));
        assert!(refused(r#"{"by":"soon"}"#).contains("write it like `90s`"));
        assert!(refused(r#"{"by":"999999d"}"#).contains("at most `3660d`"));
    }
}
