//! `POST /oauth/token`: the grant `account_credentials` of server-to-server apps.

use std::borrow::Cow;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header::HOST;
use axum::http::{HeaderMap, Uri};

use super::Api;
use super::auth::LIFETIME;
use crate::http::{Answer, SmallBody};
use crate::wire::{OAuthError, TokenAnswer};

/// Parameters come in the query or in the form of the body; the query is asked first.
pub(super) async fn token(
    State(api): State<Arc<Api>>,
    uri: Uri,
    headers: HeaderMap,
    SmallBody(body): SmallBody,
) -> Result<Answer, OAuthError> {
    let app = api.tokens.client(&headers).ok_or(OAuthError::InvalidClient)?;
    let query = uri.query().unwrap_or_default().as_bytes();
    let parameter = |name| given(query, name).or_else(|| given(&body, name));
    if parameter("grant_type").as_deref() != Some("account_credentials") {
        return Err(OAuthError::UnsupportedGrantType);
    }
    let plan = api.world.plan();
    if parameter("account_id").as_deref() != Some(&plan.account.id) {
        return Err(OAuthError::InvalidRequest);
    }
    let token = api.tokens.issue(app, api.clock.now()).ok_or(OAuthError::InvalidClient)?;
    let answer = TokenAnswer {
        access_token: &token,
        expires_in: u32::try_from(LIFETIME.seconds()).unwrap_or(u32::MAX),
        scopes: plan.apps.get(app).map_or(&[], |app| &app.scopes),
        api_url: &api_url(&headers, &api.url),
    };
    Ok(Answer(answer.body()))
}

fn given<'t>(form: &'t [u8], name: &str) -> Option<Cow<'t, str>> {
    form_urlencoded::parse(form).find(|(key, _)| key == name).map(|(_, value)| value)
}

/// Where the API is for whoever asks: they may know us by another name than we do, in a container for example.
fn api_url(headers: &HeaderMap, own: &str) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).filter(|host| !host.is_empty());
    host.map_or_else(|| own.to_owned(), |host| format!("http://{host}"))
}
