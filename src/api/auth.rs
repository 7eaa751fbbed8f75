//! Access tokens, and who may ask.
//!
//! A token is not remembered: it says which app it was given to and when, and is signed. It lives for an hour
//! of the emulator's clock.

use std::fmt;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::Mac;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use subtle::{Choice, ConstantTimeEq};

use super::Api;
use super::keys::{self, Key};
use crate::scenario::plan::{App, Plan};
use crate::time::{Moment, Span};
use crate::wire::ApiError;

/// How long a token lives.
pub(super) const LIFETIME: Span = Span::HOUR;

/// The first byte of a token of this form.
const VERSION: u8 = 1;
/// Version, tag of the app, time of issue.
const CLAIMS: usize = 1 + 8 + 8;
const TOKEN: usize = CLAIMS + 32;

/// Who may ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuthMode {
    /// Whoever has a token that was given to one of the apps and has not expired.
    #[default]
    Strict,
    /// Everybody, with whatever token or none.
    Any,
}

/// Gives tokens to apps, and knows them again.
pub(crate) struct AccessTokens {
    apps: Vec<Registered>,
}

/// An app with what is computed from its credentials. Only digests are compared: they have equal lengths.
struct Registered {
    client_id: [u8; 32],
    client_secret: [u8; 32],
    tag: [u8; 8],
    key: Key,
}

impl Registered {
    fn new(app: &App, account_id: &str) -> Self {
        let client_id: [u8; 32] = Sha256::digest(&app.client_id).into();
        let mut tag = [0; 8];
        tag.copy_from_slice(&client_id[..8]);
        let key = keys::derive(&app.client_secret, "access token", &[&app.client_id, account_id]);
        Self { client_id, client_secret: Sha256::digest(&app.client_secret).into(), tag, key }
    }
}

impl AccessTokens {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self { apps: plan.apps.iter().map(|app| Registered::new(app, &plan.account.id)).collect() }
    }

    /// A token for an app of the plan, by its index.
    pub(crate) fn issue(&self, app: usize, now: Moment) -> Option<String> {
        let app = self.apps.get(app)?;
        let mut token = [0; TOKEN];
        token[0] = VERSION;
        token[1..9].copy_from_slice(&app.tag);
        token[9..CLAIMS].copy_from_slice(&now.millis().to_be_bytes());
        let signature = app.key.clone().chain_update(&token[..CLAIMS]).finalize().into_bytes();
        token[CLAIMS..].copy_from_slice(&signature);
        Some(URL_SAFE_NO_PAD.encode(token))
    }

    /// Which app a token was given to.
    pub(super) fn check(&self, token: &str, now: Moment) -> Result<usize, ApiError> {
        let (app, issued) = self.read(token).ok_or_else(ApiError::invalid_token)?;
        if now < issued + LIFETIME { Ok(app) } else { Err(ApiError::expired_token()) }
    }

    fn read(&self, token: &str) -> Option<(usize, Moment)> {
        let mut bytes = [0; TOKEN + 2];
        let length = URL_SAFE_NO_PAD.decode_slice(token, &mut bytes).ok()?;
        let (claims, signature) = bytes[..length].split_at_checked(CLAIMS)?;
        let (version, claims) = claims.split_first()?;
        let (tag, issued) = claims.split_at(8);
        if *version != VERSION {
            return None;
        }
        let index = self.apps.iter().position(|app| app.tag == tag)?;
        let mac = self.apps[index].key.clone().chain_update(&bytes[..CLAIMS]);
        mac.verify_slice(signature).ok()?;
        Some((index, Moment::from_millis(i64::from_be_bytes(issued.try_into().ok()?))))
    }

    /// The app that an `Authorization: Basic` header names, if its secret is right too.
    pub(super) fn client(&self, headers: &HeaderMap) -> Option<usize> {
        let credentials = STANDARD.decode(credentials(headers, "Basic")?).ok()?;
        let colon = credentials.iter().position(|&byte| byte == b':')?;
        let (id, secret) = (Sha256::digest(&credentials[..colon]), Sha256::digest(&credentials[colon + 1..]));
        let mut found = None;
        for (index, app) in self.apps.iter().enumerate() {
            let is_it: Choice =
                app.client_id.ct_eq(id.as_slice()) & app.client_secret.ct_eq(secret.as_slice());
            if is_it.into() {
                found = Some(index);
            }
        }
        found
    }
}

impl fmt::Debug for AccessTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessTokens").field("apps", &self.apps.len()).finish()
    }
}

/// What follows the scheme in the `Authorization` header. Schemes have no case.
fn credentials<'h>(headers: &'h HeaderMap, scheme: &str) -> Option<&'h str> {
    let (given, credentials) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    given.eq_ignore_ascii_case(scheme).then(|| credentials.trim())
}

/// Proof that whoever asks may do so; a handler that takes it first checks nothing before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Access;

impl FromRequestParts<Arc<Api>> for Access {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, ApiError> {
        if api.auth == AuthMode::Any {
            return Ok(Self);
        }
        let token = credentials(&parts.headers, "Bearer").ok_or_else(ApiError::invalid_token)?;
        api.tokens.check(token, api.clock.now()).map(|_| Self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOON: Moment = Moment::from_seconds(1_772_452_800);

    fn app(name: &str) -> App {
        App { client_id: name.to_owned(), client_secret: format!("secret of {name}"), scopes: Vec::new() }
    }

    fn tokens(apps: &[&str], account_id: &str) -> AccessTokens {
        AccessTokens { apps: apps.iter().map(|name| Registered::new(&app(name), account_id)).collect() }
    }

    fn basic(credentials: &str) -> HeaderMap {
        let value = format!("Basic {}", STANDARD.encode(credentials));
        [(AUTHORIZATION, value.parse().unwrap())].into_iter().collect()
    }

    #[test]
    fn a_token_lives_for_an_hour() {
        let tokens = tokens(&["one", "two"], "account");
        let token = tokens.issue(1, NOON).unwrap();
        let last = NOON + Span::HOUR - Span::from_millis(1);
        assert_eq!(tokens.check(&token, NOON), Ok(1));
        assert_eq!(tokens.check(&token, last), Ok(1));
        assert_eq!(tokens.check(&token, NOON + Span::HOUR), Err(ApiError::expired_token()));
    }

    #[test]
    fn an_emulator_with_the_same_configuration_accepts_it_and_another_does_not() {
        let token = tokens(&["one"], "account").issue(0, NOON).unwrap();
        assert_eq!(tokens(&["two", "one"], "account").check(&token, NOON), Ok(1));
        for stranger in [tokens(&["one"], "other"), tokens(&["two"], "account"), tokens(&[], "account")] {
            assert_eq!(stranger.check(&token, NOON), Err(ApiError::invalid_token()));
        }
    }

    #[test]
    fn a_client_is_known_by_its_id_and_secret() {
        let tokens = tokens(&["one", "two"], "account");
        assert_eq!(tokens.client(&basic("two:secret of two")), Some(1));
        for wrong in ["two:secret of one", "two:", ":secret of two", "two", "", "three:secret of two"] {
            assert_eq!(tokens.client(&basic(wrong)), None, "{wrong}");
        }
        assert_eq!(tokens.client(&HeaderMap::new()), None);
    }

    proptest! {
        #[test]
        fn a_token_that_was_changed_is_no_token(place in 0..TOKEN * 8) {
            let tokens = tokens(&["one"], "account");
            let mut token = URL_SAFE_NO_PAD.decode(tokens.issue(0, NOON).unwrap()).unwrap();
            token[place / 8] ^= 1 << (place % 8);
            let changed = URL_SAFE_NO_PAD.encode(token);
            prop_assert_eq!(tokens.check(&changed, NOON), Err(ApiError::invalid_token()));
        }

        #[test]
        fn no_text_is_a_token(text in ".{0,120}") {
            let tokens = tokens(&["one"], "account");
            prop_assert_eq!(tokens.check(&text, NOON), Err(ApiError::invalid_token()));
        }
    }
}
