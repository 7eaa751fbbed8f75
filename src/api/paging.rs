//! `next_page_token`: where the next page of a list begins.
//!
//! A token is not remembered: it holds where to go on, and is signed together with the query that it belongs
//! to. It lives for 15 minutes of the emulator's clock. Where to go on is a position that nothing shifts while
//! somebody pages, so that every element comes exactly once.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::Mac;

use super::keys::{self, Key};
use crate::scenario::plan::Plan;
use crate::time::{Moment, Span};
use crate::wire::ApiError;

/// How long a token lives.
const LIFETIME: Span = Span::from_minutes(15);

/// Two moments of 6 bytes, an index of 4: 26 bytes with the signature, 35 characters, as on the real service.
const CLAIMS: usize = 6 + 6 + 4;
const SIGNATURE: usize = 10;
const TOKEN: usize = CLAIMS + SIGNATURE;

/// Where a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    /// The moment at which the first page was asked for, for lists that are seen as they were then.
    pub(super) since: Moment,
    /// The first element of the page.
    pub(super) index: u32,
}

/// Gives page tokens, and reads them again.
pub(crate) struct PageTokens(Key);

impl PageTokens {
    pub(crate) fn new(plan: &Plan) -> Self {
        let secret = plan.apps.first().map_or("", |app| &app.client_secret);
        Self(keys::derive(secret, "page token", &[&plan.account.id, &plan.seed.to_string()]))
    }

    /// The token for the page at `position` of the list that `query` describes.
    pub(super) fn issue(&self, query: &Query, position: Position, now: Moment) -> String {
        let mut token = [0; TOKEN];
        token[..6].copy_from_slice(&short(now));
        token[6..12].copy_from_slice(&short(position.since));
        token[12..CLAIMS].copy_from_slice(&position.index.to_be_bytes());
        let signature = self.signed(query, &token[..CLAIMS]).finalize().into_bytes();
        token[CLAIMS..].copy_from_slice(&signature[..SIGNATURE]);
        URL_SAFE_NO_PAD.encode(token)
    }

    /// Where the page begins that a token asks for: without one, at the beginning.
    ///
    /// # Errors
    ///
    /// `The next page token is invalid or expired.`, also when it belongs to another query.
    pub(super) fn read(&self, query: &Query, token: Option<&str>, now: Moment) -> Result<Position, ApiError> {
        let Some(token) = token else { return Ok(Position { since: now, index: 0 }) };
        self.position(query, token, now).ok_or_else(ApiError::invalid_page_token)
    }

    fn position(&self, query: &Query, token: &str, now: Moment) -> Option<Position> {
        let mut bytes = [0; TOKEN + 1];
        let length = URL_SAFE_NO_PAD.decode_slice(token, &mut bytes).ok()?;
        let (claims, signature) = bytes[..length].split_at_checked(CLAIMS)?;
        if signature.len() != SIGNATURE {
            return None;
        }
        self.signed(query, claims).verify_truncated_left(signature).ok()?;
        let issued = moment(claims[..6].try_into().ok()?);
        let since = moment(claims[6..12].try_into().ok()?);
        let index = u32::from_be_bytes(claims[12..].try_into().ok()?);
        (now < issued + LIFETIME).then_some(Position { since, index })
    }

    fn signed(&self, query: &Query, claims: &[u8]) -> Key {
        let mut mac = self.0.clone().chain_update(claims);
        keys::feed(&mut mac, &query.0);
        mac
    }
}

impl fmt::Debug for PageTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PageTokens(…)")
    }
}

/// What a list was asked for: everything but the page token, in one form only.
#[derive(Clone, Debug)]
pub(super) struct Query(String);

impl Query {
    /// The list that an operation gives of something.
    pub(super) fn new(operation: impl fmt::Debug, of: impl fmt::Display) -> Self {
        Self(format!("{operation:?} {of}"))
    }

    /// With a parameter.
    pub(super) fn with(mut self, name: &str, value: impl fmt::Debug) -> Self {
        use fmt::Write;
        // Writing to a string cannot fail.
        let _ = write!(self.0, "&{name}={value:?}");
        self
    }
}

/// Milliseconds of a moment; they fit until the year 9999.
fn short(moment: Moment) -> [u8; 6] {
    let [_, _, rest @ ..] = moment.millis().to_be_bytes();
    rest
}

fn moment(bytes: [u8; 6]) -> Moment {
    let [a, b, c, d, e, f] = bytes;
    Moment::from_millis(i64::from_be_bytes([0, 0, a, b, c, d, e, f]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOON: Moment = Moment::from_seconds(1_772_452_800);
    const THIRD: Position = Position { since: NOON, index: 3 };

    fn tokens() -> PageTokens {
        PageTokens(keys::derive("secret", "page token", &[]))
    }

    fn query() -> Query {
        Query::new("Meetings", "abc").with("page_size", 10)
    }

    #[test]
    fn a_token_leads_to_where_the_next_page_begins() {
        let token = tokens().issue(&query(), THIRD, NOON);
        assert_eq!(token.len(), 35, "as long as the real service's");
        assert_eq!(tokens().read(&query(), Some(&token), NOON), Ok(THIRD));
        let start = Position { since: NOON, index: 0 };
        assert_eq!(tokens().read(&query(), None, NOON), Ok(start));
    }

    #[test]
    fn a_token_lives_for_fifteen_minutes() {
        let token = tokens().issue(&query(), THIRD, NOON);
        let expiry = NOON + Span::from_minutes(15);
        assert!(tokens().read(&query(), Some(&token), expiry - Span::from_millis(1)).is_ok());
        assert_eq!(tokens().read(&query(), Some(&token), expiry), Err(ApiError::invalid_page_token()));
    }

    #[test]
    fn a_token_holds_for_its_own_query_only() {
        let token = tokens().issue(&query(), THIRD, NOON);
        let others = [
            Query::new("Meetings", "abc").with("page_size", 9),
            Query::new("Meetings", "abd").with("page_size", 10),
            Query::new("Webinars", "abc").with("page_size", 10),
            query().with("type", "past"),
        ];
        for other in others {
            assert!(tokens().read(&other, Some(&token), NOON).is_err(), "{other:?}");
        }
        let stranger = PageTokens(keys::derive("other", "page token", &[]));
        assert!(stranger.read(&query(), Some(&token), NOON).is_err());
    }

    proptest! {
        #[test]
        fn every_position_survives(since in 0..=Moment::MAX.millis(), index: u32) {
            let position = Position { since: Moment::from_millis(since), index };
            let token = tokens().issue(&query(), position, NOON);
            prop_assert_eq!(tokens().read(&query(), Some(&token), NOON), Ok(position));
        }

        #[test]
        fn a_token_that_was_changed_is_no_token(place in 0..TOKEN * 8) {
            let mut token = URL_SAFE_NO_PAD.decode(tokens().issue(&query(), THIRD, NOON)).unwrap();
            token[place / 8] ^= 1 << (place % 8);
            let changed = URL_SAFE_NO_PAD.encode(token);
            prop_assert!(tokens().read(&query(), Some(&changed), NOON).is_err());
        }

        #[test]
        fn no_text_is_a_token(text in ".{0,60}") {
            prop_assert!(tokens().read(&query(), Some(&text), NOON).is_err());
        }
    }
}
