//! Who asks, and whether they may.

use std::collections::HashSet;
use std::fmt;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use super::grants::{Grant, Grants};
use super::operations::Endpoint;
use super::sdk_token::SdkTokens;
use super::tokens::{Claims, Kind, Tokens};
use crate::scenario::plan::{App, Plan};
use crate::time::Moment;
use crate::wire::ApiError;

/// Who may ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuthMode {
    /// Whoever has a token that was given to one of the apps and has not expired, if the app has the scopes.
    #[default]
    Strict,
    /// Everybody, with whatever token or none.
    Any,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// An app, an index of the plan's.
    App(usize),
    /// Whoever has the secret of the SDK key.
    SdkKey,
}

/// Knows the apps, and what was given to them.
pub(super) struct Gatekeeper {
    pub(super) tokens: Tokens,
    pub(super) grants: Grants,
    clients: Vec<Client>,
    sdk_tokens: SdkTokens,
    newest_token_only: bool,
}

/// What is computed from an app. Only digests are compared: they have equal lengths.
struct Client {
    id: [u8; 32],
    secret: [u8; 32],
    fixed_tokens: Vec<[u8; 32]>,
    /// Everything if absent.
    scopes: Option<HashSet<String>>,
}

impl Client {
    fn new(app: &App) -> Self {
        Self {
            id: digest(&app.client_id),
            secret: digest(&app.client_secret),
            fixed_tokens: app.tokens.iter().map(digest).collect(),
            scopes: app.scopes.as_ref().map(|scopes| scopes.iter().cloned().collect()),
        }
    }
}

fn digest(text: impl AsRef<[u8]>) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// A token, recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// One that was given.
    Given(Claims),
    /// One of the scenario, of that app.
    Fixed(usize, Grant),
}

impl Gatekeeper {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            tokens: Tokens::new(plan),
            grants: Grants::new(plan.apps.len()),
            clients: plan.apps.iter().map(Client::new).collect(),
            sdk_tokens: SdkTokens::new(&plan.api.sdk_key),
            newest_token_only: plan.api.newest_token_only,
        }
    }

    /// A token for an app of the plan, by its index, without a user.
    pub(super) fn issue(&self, kind: Kind, app: usize, now: Moment) -> Option<String> {
        let grant = self.grants.create(now);
        let token = self.tokens.sign(&Claims { kind, app, issued: now, grant, generation: 0 }, &[])?;
        if kind == Kind::ServerToServer {
            self.grants.set_newest(app, grant);
        }
        Some(token)
    }

    /// Who asks with these headers for something at this endpoint.
    pub(super) fn identify(
        &self,
        headers: &HeaderMap,
        endpoint: Option<&Endpoint>,
        now: Moment,
    ) -> Result<Caller, ApiError> {
        let token = credentials(headers, "Bearer").ok_or_else(ApiError::invalid_token)?;
        match self.recognise(token) {
            Some(Known::Given(claims)) if claims.kind.is_access() => {
                self.check(&claims, now).map(|()| Caller::App(claims.app))
            }
            Some(Known::Fixed(app, grant)) if !self.grants.is_revoked(grant) => Ok(Caller::App(app)),
            None if endpoint.is_some_and(Endpoint::is_of_video_sdk) => {
                self.sdk_tokens.check(token, now).map(|()| Caller::SdkKey)
            }
            _ => Err(ApiError::invalid_token()),
        }
    }

    fn check(&self, claims: &Claims, now: Moment) -> Result<(), ApiError> {
        let is_outdated = self.newest_token_only
            && claims.kind == Kind::ServerToServer
            && !self.grants.is_newest(claims.app, claims.grant);
        if is_outdated || self.grants.is_revoked(claims.grant) {
            return Err(ApiError::invalid_token());
        }
        if claims.is_expired(now) { Err(ApiError::expired_token()) } else { Ok(()) }
    }

    /// What a token is.
    pub(super) fn recognise(&self, token: &str) -> Option<Known> {
        if let Some(claims) = self.tokens.read(token, &[]) {
            return Some(Known::Given(claims));
        }
        let digest = digest(token);
        let mut found = None;
        for (app, client) in self.clients.iter().enumerate() {
            for fixed in &client.fixed_tokens {
                if fixed.ct_eq(&digest).into() {
                    let [a, b, c, d, e, f, g, h, ..] = digest;
                    found = Some(Known::Fixed(app, Grant(u64::from_be_bytes([a, b, c, d, e, f, g, h]))));
                }
            }
        }
        found
    }

    /// Whether whoever asks has one of the scopes that an endpoint wants; those for sub-accounts end in `:master`.
    pub(super) fn check_scopes(
        &self,
        caller: Caller,
        endpoint: &Endpoint,
        of_sub_account: bool,
    ) -> Result<(), ApiError> {
        let Caller::App(app) = caller else { return Ok(()) };
        let Some(held) = self.clients.get(app).and_then(|client| client.scopes.as_ref()) else {
            return Ok(());
        };
        let wanted = |scopes: &[&str]| -> Vec<String> {
            let of_master = |scope: &&str| match scope.strip_suffix(":admin") {
                Some(stem) if of_sub_account => format!("{stem}:master"),
                _ => (*scope).to_owned(),
            };
            scopes.iter().map(of_master).collect()
        };
        let classic = wanted(endpoint.scopes);
        let granular = wanted(endpoint.granular_scope.as_slice());
        let is_free = classic.is_empty() && granular.is_empty();
        if is_free || classic.iter().chain(&granular).any(|scope| held.contains(scope)) {
            return Ok(());
        }
        // An app has either kind of scopes, and is told of its own kind.
        let is_granular = |scope: &String| scope.matches(':').count() >= 3;
        let told = if classic.is_empty() || (held.iter().any(is_granular) && !granular.is_empty()) {
            granular
        } else {
            classic
        };
        Err(ApiError::missing_scopes(&told.iter().map(String::as_str).collect::<Vec<_>>()))
    }

    /// The app that an `Authorization: Basic` header names, if its secret is right too.
    pub(super) fn client(&self, headers: &HeaderMap) -> Option<usize> {
        let credentials = STANDARD.decode(credentials(headers, "Basic")?).ok()?;
        let colon = credentials.iter().position(|&byte| byte == b':')?;
        let (id, secret) = (digest(&credentials[..colon]), digest(&credentials[colon + 1..]));
        let mut found = None;
        for (index, client) in self.clients.iter().enumerate() {
            let is_it: Choice = client.id.ct_eq(&id) & client.secret.ct_eq(&secret);
            if is_it.into() {
                found = Some(index);
            }
        }
        found
    }
}

impl fmt::Debug for Gatekeeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gatekeeper").field("clients", &self.clients.len()).finish_non_exhaustive()
    }
}

/// What follows the scheme in the `Authorization` header. Schemes have no case.
fn credentials<'h>(headers: &'h HeaderMap, scheme: &str) -> Option<&'h str> {
    let (given, credentials) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    given.eq_ignore_ascii_case(scheme).then(|| credentials.trim())
}

/// Proof that whoever asks was let in by the [guard](super::guard); a handler that takes it cannot be routed past it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Access;

impl<S: Sync> FromRequestParts<S> for Access {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts.extensions.get().copied().ok_or_else(ApiError::invalid_token)
    }
}
