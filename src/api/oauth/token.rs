//! `POST /oauth/token`

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::HOST;
use axum::http::{HeaderMap, Uri};

use super::{Form, challenge};
use crate::api::Api;
use crate::api::operations::all_scopes;
use crate::api::tokens::{Claims, Kind};
use crate::http::{Answer, SmallBody};
use crate::scenario::plan::App;
use crate::time::Moment;
use crate::wire::{OAuthError, TokenAnswer};

/// Gives a token for whatever entitles to it.
pub(super) async fn grant(
    State(api): State<Arc<Api>>,
    uri: Uri,
    headers: HeaderMap,
    SmallBody(body): SmallBody,
) -> Result<Answer, OAuthError> {
    let app = api.gatekeeper.client(&headers).ok_or(OAuthError::InvalidClient)?;
    let form = Form::of(&uri, &body);
    let now = api.clock.now();
    let given = match form.get("grant_type").as_deref() {
        Some("account_credentials") => api.for_account(form, app, now),
        Some("client_credentials") => api.without_user(Kind::Client, app, now),
        Some("authorization_code") => api.for_code(form, app, now),
        Some("refresh_token") => api.for_refresh_token(form, app, now),
        _ => Err(OAuthError::UnsupportedGrantType),
    }?;
    let answer = TokenAnswer {
        access_token: &given.access,
        refresh_token: given.refresh.as_deref(),
        expires_in: u32::try_from(Kind::User.lifetime().seconds()).unwrap_or(u32::MAX),
        scope: &scope(api.world.plan().apps.get(app)),
        api_url: &api_url(&headers, &api.url),
    };
    Ok(Answer(answer.body()))
}

/// Tokens, given.
struct Given {
    access: String,
    refresh: Option<String>,
}

impl Api {
    fn for_account(&self, form: Form<'_>, app: usize, now: Moment) -> Result<Given, OAuthError> {
        if form.get("account_id").as_deref() != Some(self.account_id()) {
            return Err(OAuthError::InvalidRequest);
        }
        self.without_user(Kind::ServerToServer, app, now)
    }

    fn without_user(&self, kind: Kind, app: usize, now: Moment) -> Result<Given, OAuthError> {
        let access = self.gatekeeper.issue(kind, app, now).ok_or(OAuthError::InvalidClient)?;
        Ok(Given { access, refresh: None })
    }

    fn for_code(&self, form: Form<'_>, app: usize, now: Moment) -> Result<Given, OAuthError> {
        let (Some(code), Some(redirect_uri)) = (form.get("code"), form.get("redirect_uri")) else {
            return Err(OAuthError::InvalidRequest);
        };
        let read = |binding: String| self.gatekeeper.tokens.read(&code, &[&redirect_uri, &binding]);
        let claims = challenge::fulfilled(form.get("code_verifier").as_deref())
            .into_iter()
            .find_map(read)
            .filter(|claims| claims.kind == Kind::Code && claims.app == app && !claims.is_expired(now))
            .ok_or(OAuthError::InvalidAuthorizationCode)?;
        let expiry = now + Kind::Refresh.lifetime();
        if !self.gatekeeper.grants.redeem(claims.grant, now, expiry) {
            return Err(OAuthError::InvalidAuthorizationCode);
        }
        self.for_user(&Claims { issued: now, ..claims })
    }

    fn for_refresh_token(&self, form: Form<'_>, app: usize, now: Moment) -> Result<Given, OAuthError> {
        let token = form.get("refresh_token").ok_or(OAuthError::InvalidRequest)?;
        let claims = self
            .gatekeeper
            .tokens
            .read(&token, &[])
            .filter(|claims| claims.kind == Kind::Refresh && claims.app == app && !claims.is_expired(now))
            .ok_or(OAuthError::InvalidRefreshToken)?;
        let expiry = now + Kind::Refresh.lifetime();
        if !self.gatekeeper.grants.refresh(claims.grant, claims.generation, now, expiry) {
            return Err(OAuthError::InvalidRefreshToken);
        }
        self.for_user(&Claims { issued: now, generation: claims.generation.saturating_add(1), ..claims })
    }

    /// Access, and what refreshes it.
    fn for_user(&self, claims: &Claims) -> Result<Given, OAuthError> {
        let sign = |kind| {
            let token = self.gatekeeper.tokens.sign(&Claims { kind, ..*claims }, &[]);
            token.ok_or(OAuthError::InvalidClient)
        };
        Ok(Given { access: sign(Kind::User)?, refresh: Some(sign(Kind::Refresh)?) })
    }
}

/// What the tokens of an app allow.
fn scope(app: Option<&App>) -> String {
    match app.and_then(|app| app.scopes.as_ref()) {
        Some(scopes) => scopes.join(" "),
        None => all_scopes().join(" "),
    }
}

/// Where the API is for whoever asks: they may know us by another name than we do, in a container for example.
fn api_url(headers: &HeaderMap, own: &str) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).filter(|host| !host.is_empty());
    host.map_or_else(|| own.to_owned(), |host| format!("http://{host}"))
}
