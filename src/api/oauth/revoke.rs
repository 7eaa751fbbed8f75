//! `POST /oauth/revoke`

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};

use super::Form;
use crate::api::Api;
use crate::api::auth::Known;
use crate::api::tokens::Kind;
use crate::http::{Answer, SmallBody};
use crate::time::Moment;
use crate::wire::{OAuthError, REVOKED};

/// Makes a token of the app that asks worth nothing, and with it all that was granted together with it.
pub(super) async fn revoke(
    State(api): State<Arc<Api>>,
    uri: Uri,
    headers: HeaderMap,
    SmallBody(body): SmallBody,
) -> Result<Answer, OAuthError> {
    let app = api.gatekeeper.client(&headers).ok_or(OAuthError::InvalidClient)?;
    let token = Form::of(&uri, &body).get("token").ok_or(OAuthError::InvalidRequest)?;
    let now = api.clock.now();
    let (grant, expiry) = match api.gatekeeper.recognise(&token) {
        Some(Known::Given(claims)) if claims.app == app && !claims.is_expired(now) => {
            let lasts = if matches!(claims.kind, Kind::ServerToServer | Kind::Client) {
                claims.kind.lifetime()
            } else {
                Kind::Refresh.lifetime()
            };
            (claims.grant, now + lasts)
        }
        Some(Known::Fixed(owner, grant)) if owner == app => (grant, Moment::MAX),
        _ => return Err(OAuthError::InvalidRefreshToken),
    };
    api.gatekeeper.grants.revoke(grant, now, expiry);
    Ok(Answer(REVOKED.to_vec()))
}
