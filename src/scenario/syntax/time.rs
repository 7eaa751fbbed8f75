//! Times and lengths of time: `10m`, `-400d`, `15m..90m`, `2026-03-02T09:00:00Z`, `60x`.

use std::str::FromStr;

use jiff::Timestamp;

use super::decode::{Scalar, Unreadable};
use super::quantity::{range, upside_down};
use crate::scenario::plan::{ClockMode, When};
use crate::time::{Moment, Span};

/// The longest length of time that a scenario may name.
const LONGEST: Span = Span::from_millis(36_500 * Span::DAY.millis());

const SPAN_PATTERN: &str = r"^[+-]?\d+(\.\d+)? ?[a-z]+([ ,]*\d+(\.\d+)? ?[a-z]+)*$";

fn span(text: &str) -> Result<Span, Unreadable> {
    let span: Span = text.parse().map_err(|_| Unreadable::Form)?;
    if span > LONGEST || span < Span::ZERO - LONGEST {
        return Err(Unreadable::value(format!("`{text}` is too long: at most `{LONGEST}`")));
    }
    Ok(span)
}

/// A length of time, more than nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct Duration(pub(in crate::scenario) Span);

impl Scalar for Duration {
    const WHAT: &'static str = "a length of time";
    const EXAMPLES: &'static [&'static str] = &["90s", "15m", "1h 30m", "30d"];
    const PATTERN: &'static str = SPAN_PATTERN;

    fn read(text: &str) -> Result<Self, Unreadable> {
        match span(text)? {
            span if span > Span::ZERO => Ok(Self(span)),
            span if span == Span::ZERO => Err(Unreadable::value(format!("`{text}` is no time at all"))),
            _ => Err(Unreadable::value(format!("`{text}` is negative, a length of time is not"))),
        }
    }
}

/// How long after something else: zero or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct Offset(pub(in crate::scenario) Span);

impl Scalar for Offset {
    const WHAT: &'static str = "a length of time";
    const EXAMPLES: &'static [&'static str] = &["0s", "3m", "30d"];
    const PATTERN: &'static str = SPAN_PATTERN;

    fn read(text: &str) -> Result<Self, Unreadable> {
        match span(text)? {
            span if span >= Span::ZERO => Ok(Self(span)),
            _ => Err(Unreadable::value(format!("`{text}` is negative"))),
        }
    }
}

/// Shortest and longest: `15m..90m`, or one length for both; at least a minute, in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct DurationRange(pub(in crate::scenario) Span, pub(in crate::scenario) Span);

impl Scalar for DurationRange {
    const WHAT: &'static str = "a range of lengths of time";
    const EXAMPLES: &'static [&'static str] = &["15m..90m", "1h"];
    const PATTERN: &'static str = r"^\d[\d.a-z ,]*( ?\.\. ?\d[\d.a-z ,]*)?$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        let (Duration(shortest), Duration(longest)) = range(text)?;
        if shortest > longest {
            return Err(upside_down(text, &format!("{longest}..{shortest}")));
        }
        if shortest < Span::MINUTE {
            return Err(Unreadable::value(format!("`{text}` is too short: at least a minute")));
        }
        if shortest.millis() % 1000 != 0 || longest.millis() % 1000 != 0 {
            return Err(Unreadable::value(format!("`{text}` is not in whole seconds")));
        }
        Ok(Self(shortest, longest))
    }
}

impl Scalar for Moment {
    const WHAT: &'static str = "an instant";
    const EXAMPLES: &'static [&'static str] = &["2026-03-02T09:00:00Z"];
    const PATTERN: &'static str = r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}";

    fn read(text: &str) -> Result<Self, Unreadable> {
        let timestamp: Timestamp = text.parse().map_err(|_| Unreadable::Form)?;
        if timestamp < Timestamp::UNIX_EPOCH {
            return Err(Unreadable::value(format!("`{text}` is too long ago: time begins in 1970")));
        }
        Ok(timestamp.into())
    }
}

impl Scalar for When {
    const WHAT: &'static str = "a time";
    const EXAMPLES: &'static [&'static str] = &["10m", "-2h", "2026-03-02T09:00:00Z"];
    const PATTERN: &'static str =
        r"^([+-]?\d+(\.\d+)? ?[a-z]+([ ,]*\d+(\.\d+)? ?[a-z]+)*|\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}.*)$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        match span(text) {
            Err(Unreadable::Form) => Moment::read(text).map(Self::At),
            span => span.map(Self::FromStart),
        }
    }
}

impl Scalar for ClockMode {
    const WHAT: &'static str = "a speed";
    const EXAMPLES: &'static [&'static str] = &["real", "60x", "manual"];
    const PATTERN: &'static str = r"^(real|manual|\d+(\.\d+)?x)$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        match text {
            "real" => Ok(Self::Real),
            "manual" => Ok(Self::Manual),
            _ => {
                let factor = text.strip_suffix(['x', 'X']).ok_or(Unreadable::Form)?;
                match factor.trim().parse::<f64>() {
                    Ok(factor) if factor.is_finite() && factor > 0.0 && factor <= 86_400.0 => {
                        Ok(Self::Scaled(factor))
                    }
                    Ok(_) => Err(Unreadable::Value(
                        format!("time cannot pass at `{text}`"),
                        Some("more than `0x`, at most `86400x`; to stop it, write `manual`".to_owned()),
                    )),
                    Err(_) => Err(Unreadable::Form),
                }
            }
        }
    }
}

/// Why a text does not say how fast time passes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a speed of the clock; write `real`, `manual` or a factor up to `86400x`")]
pub struct ClockModeError(String);

impl FromStr for ClockMode {
    type Err = ClockModeError;

    /// Reads `real`, `manual` or `60x`.
    fn from_str(text: &str) -> Result<Self, ClockModeError> {
        Self::read(text.trim()).map_err(|_| ClockModeError(text.to_owned()))
    }
}
