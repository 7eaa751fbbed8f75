//! IDs in paths.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;

use crate::world::{CallId, ParticipantId, Uuid};

/// The values of a path's parameters, in their order, decoded once. Those of a path that is no UTF-8 are absent.
#[derive(Debug)]
pub(super) struct PathIds(Vec<String>);

impl<S: Send + Sync> FromRequestParts<S> for PathIds {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let values = RawPathParams::from_request_parts(parts, state).await;
        Ok(Self(values.map_or_else(
            |_| Vec::new(),
            |values| values.iter().map(|(_, value)| value.to_owned()).collect(),
        )))
    }
}

impl PathIds {
    /// The first one, as the ID of a meeting, webinar or session.
    pub(super) fn gathering(&self) -> GatheringId {
        self.0.first().map_or(GatheringId::Nothing, |text| GatheringId::read(text))
    }

    /// The first one as it is; empty if it is absent.
    pub(super) fn first(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    /// The second one, as the ID of a participant.
    pub(super) fn participant(&self) -> Option<ParticipantId> {
        number(self.0.get(1)?, 1..=20).map(ParticipantId)
    }

    /// The first one, as the ID of a call.
    pub(super) fn call(&self) -> Option<CallId> {
        number(self.0.first()?, 1..=19).map(CallId)
    }
}

/// What an ID of a meeting, webinar or session can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GatheringId {
    /// The number of a series.
    Series(u64),
    /// The UUID of an instance.
    Instance(Uuid),
    /// Neither.
    Nothing,
}

impl GatheringId {
    /// Reads an ID that was decoded once.
    ///
    /// A UUID may have been encoded twice. One that begins with `/` or contains `//` must have been: the real
    /// service does not find it otherwise.
    fn read(text: &str) -> Self {
        if let Some(series) = number(text, 9..=11) {
            return Self::Series(series);
        }
        if let Ok(uuid) = Uuid::from_str(text) {
            if text.starts_with('/') || text.contains("//") {
                tracing::debug!(
                    "no instance is found by `{text}`. hint: encode it twice, since it begins with `/` or contains `//`"
                );
                return Self::Nothing;
            }
            return Self::Instance(uuid);
        }
        match percent_decode_str(text).decode_utf8().map(|text| Uuid::from_str(&text)) {
            Ok(Ok(uuid)) => Self::Instance(uuid),
            _ => Self::Nothing,
        }
    }
}

impl fmt::Display for GatheringId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Series(number) => number.fmt(f),
            Self::Instance(uuid) => uuid.fmt(f),
            Self::Nothing => Ok(()),
        }
    }
}

/// A number of so many digits and nothing else.
fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<u64> {
    let is_plain = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "w7fUhDMLSo25Lfvu/3I+cw==";
    const FIRST: &str = "/7fUhDMLSo25Lfvu/3I+cw==";
    const DOUBLE: &str = "w7fUhDMLSo25L//u/3I+cw==";

    fn encoded(text: &str) -> String {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    }

    fn instance(text: &str) -> GatheringId {
        GatheringId::Instance(text.parse().unwrap())
    }

    #[test]
    fn nine_to_eleven_digits_are_a_series() {
        assert_eq!(GatheringId::read("932012356"), GatheringId::Series(932_012_356));
        assert_eq!(GatheringId::read("93201235621"), GatheringId::Series(93_201_235_621));
        for text in ["12345678", "932012356211", "+9320123562", "93201235 21", ""] {
            assert_eq!(GatheringId::read(text), GatheringId::Nothing, "{text}");
        }
    }

    #[test]
    fn a_uuid_may_be_encoded_once_or_twice() {
        assert_eq!(GatheringId::read(PLAIN), instance(PLAIN));
        assert_eq!(GatheringId::read(&encoded(PLAIN)), instance(PLAIN));
    }

    #[test]
    fn a_uuid_with_a_slash_first_or_two_in_a_row_must_be_encoded_twice() {
        for uuid in [FIRST, DOUBLE] {
            assert_eq!(GatheringId::read(uuid), GatheringId::Nothing);
            assert_eq!(GatheringId::read(&encoded(uuid)), instance(uuid));
        }
    }

    #[test]
    fn other_texts_are_nothing() {
        for text in [&encoded(&encoded(PLAIN)), "%FF%FE", "%", "w7fUhDMLSo25Lfvu_3I-cw==", "AAAA", "名前"] {
            assert_eq!(GatheringId::read(text), GatheringId::Nothing, "{text}");
        }
    }

    #[test]
    fn calls_and_participants_have_numbers() {
        let ids = PathIds(vec!["7081466125443483485".to_owned(), "16778240".to_owned()]);
        assert_eq!(ids.call(), Some(CallId(7_081_466_125_443_483_485)));
        assert_eq!(ids.participant(), Some(ParticipantId(16_778_240)));
        let ids = PathIds(vec!["99999999999999999999".to_owned(), "-1".to_owned()]);
        assert_eq!((ids.call(), ids.participant()), (None, None));
    }
}
