//! What is checked.

/// One thing that a receiver is tried with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Check {
    Validation,
    GoodEvent,
    WrongSecret,
    ChangedBody,
    NoSignature,
    StaleTimestamp,
    EscapedSlashes,
    UnicodeEscapes,
    WhiteSpace,
    KeyOrder,
    Duplicate,
    OutOfOrder,
    LargeEvent,
    UnknownEvent,
    SlowReading,
    Burst,
}

impl Check {
    /// All of them, in the order in which they are made.
    pub(super) const ALL: [Self; 16] = [
        Self::Validation,
        Self::GoodEvent,
        Self::WrongSecret,
        Self::ChangedBody,
        Self::NoSignature,
        Self::StaleTimestamp,
        Self::EscapedSlashes,
        Self::UnicodeEscapes,
        Self::WhiteSpace,
        Self::KeyOrder,
        Self::Duplicate,
        Self::OutOfOrder,
        Self::LargeEvent,
        Self::UnknownEvent,
        Self::SlowReading,
        Self::Burst,
    ];

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Validation => "endpoint validation",
            Self::GoodEvent => "good event",
            Self::WrongSecret => "another secret",
            Self::ChangedBody => "body changed after signing",
            Self::NoSignature => "no signature",
            Self::StaleTimestamp => "stale timestamp",
            Self::EscapedSlashes => "escaped slashes",
            Self::UnicodeEscapes => "unicode escapes",
            Self::WhiteSpace => "white space",
            Self::KeyOrder => "other key order",
            Self::Duplicate => "duplicate",
            Self::OutOfOrder => "out of order",
            Self::LargeEvent => "large event",
            Self::UnknownEvent => "unknown event",
            Self::SlowReading => "slow reading",
            Self::Burst => "burst of 200",
        }
    }
}
