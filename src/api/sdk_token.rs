//! Tokens of the Video SDK: a JWT (RFC 7519) that its bearer signed with the secret of the SDK key, HS256 only.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::Mac;
use serde::Deserialize;

use super::keys::{self, Key};
use crate::scenario::plan::SdkKey;
use crate::time::Moment;
use crate::wire::ApiError;

/// Knows the tokens that were signed with an SDK key.
pub(super) struct SdkTokens {
    issuer: String,
    key: Key,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
}

/// What else it says does not matter to the API.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    /// Seconds since the epoch.
    exp: f64,
}

impl SdkTokens {
    pub(super) fn new(key: &SdkKey) -> Self {
        Self { issuer: key.key.clone(), key: keys::raw(&key.secret) }
    }

    /// Whether a token is good now.
    pub(super) fn check(&self, token: &str, now: Moment) -> Result<(), ApiError> {
        let claims = self.read(token).ok_or_else(ApiError::invalid_token)?;
        if claims.exp * 1000.0 > now.millis() as f64 { Ok(()) } else { Err(ApiError::expired_token()) }
    }

    fn read(&self, token: &str) -> Option<Claims> {
        let (signed, signature) = token.rsplit_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        self.key.clone().chain_update(signed).verify_slice(&signature).ok()?;
        let (header, claims) = signed.split_once('.')?;
        let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
        let claims: Claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
        (header.alg == "HS256" && claims.iss == self.issuer).then_some(claims)
    }
}

impl fmt::Debug for SdkTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SdkTokens").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    const NOON: Moment = Moment::from_seconds(1_772_452_800);
    const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;
    const CLAIMS: &str = r#"{"iss":"key","iat":1772452800,"exp":1772453400}"#;

    fn tokens() -> SdkTokens {
        SdkTokens::new(&SdkKey { key: "key".to_owned(), secret: "secret".to_owned() })
    }

    fn sign(header: &str, claims: &str, secret: &str) -> String {
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let signature = keys::raw(secret).chain_update(&signed).finalize().into_bytes();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    #[test]
    fn a_token_is_good_until_it_expires() {
        let token = sign(HEADER, CLAIMS, "secret");
        assert_eq!(tokens().check(&token, NOON), Ok(()));
        let expiry = NOON + Span::from_minutes(10);
        assert_eq!(tokens().check(&token, expiry - Span::from_millis(1)), Ok(()));
        assert_eq!(tokens().check(&token, expiry), Err(ApiError::expired_token()));
    }

    #[test]
    fn the_signature_is_that_of_other_libraries() {
        // Signed with the modules `hmac` and `hashlib` of Python.
        let secret = "a secret that is longer than the sixty-four bytes of a block of SHA-256, by far";
        let known = SdkTokens::new(&SdkKey { key: "key".to_owned(), secret: secret.to_owned() });
        let token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJrZXkiLCJpYXQiOjE3NzI0NTI4MDAsImV4cCI6MTc3MjQ1MzQwMH0.6kRGxmvo_7oqi5Mjalpz1ccWLL5aTMXpLAdd3WLvGTk";
        assert_eq!(known.check(token, NOON), Ok(()));
        let token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJrZXkiLCJpYXQiOjE3NzI0NTI4MDAsImV4cCI6MTc3MjQ1MzQwMH0.2nnQ5uL3jadvcXAm2PlMP-NRoUf299sJmQwEpcfEhUg";
        assert_eq!(tokens().check(token, NOON), Ok(()));
    }

    #[test]
    fn only_tokens_of_the_key_by_its_algorithm_are_good() {
        let none =
            format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), URL_SAFE_NO_PAD.encode(CLAIMS));
        let wrong = [
            sign(HEADER, CLAIMS, "other secret"),
            sign(r#"{"alg":"none"}"#, CLAIMS, "secret"),
            sign(r#"{"alg":"HS512"}"#, CLAIMS, "secret"),
            sign(r#"{"alg":"RS256"}"#, CLAIMS, "secret"),
            sign(r#"{"alg":"hs256"}"#, CLAIMS, "secret"),
            sign("{}", CLAIMS, "secret"),
            sign(HEADER, r#"{"iss":"other","exp":1772453400}"#, "secret"),
            sign(HEADER, r#"{"iss":"key"}"#, "secret"),
            sign(HEADER, r#"{"exp":1772453400}"#, "secret"),
            sign(HEADER, r#"{"iss":"key","exp":"soon"}"#, "secret"),
            none,
            "..".to_owned(),
            String::new(),
            "x".to_owned(),
        ];
        for token in wrong {
            assert_eq!(tokens().check(&token, NOON), Err(ApiError::invalid_token()), "{token}");
        }
    }
}
