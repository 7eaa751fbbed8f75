//! `/oauth/authorize`: a user is asked, and sent back to the app with a code.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use url::Url;

use super::{Form, challenge, consent};
use crate::api::Api;
use crate::api::tokens::{Claims, Kind};
use crate::http::{SmallBody, error};
use crate::scenario::plan::App;
use crate::wire::ApiError;

/// Asks the user.
pub(super) async fn ask(State(api): State<Arc<Api>>, uri: Uri) -> Result<Response, ApiError> {
    let request = Request::read(&api, Form::of(&uri, &[]))?;
    match request.binding() {
        Ok(_) => Ok(consent::page(request.app, uri.query().unwrap_or_default())),
        Err(refusal) => Ok(request.refuse(refusal)),
    }
}

/// Takes what the user decided: `decision=allow` or anything else. The rest is in the query, as it was asked.
pub(super) async fn decide(
    State(api): State<Arc<Api>>,
    uri: Uri,
    SmallBody(body): SmallBody,
) -> Result<Response, ApiError> {
    let form = Form::of(&uri, &body);
    let request = Request::read(&api, form)?;
    let binding = match request.binding() {
        Ok(binding) => binding,
        Err(refusal) => return Ok(request.refuse(refusal)),
    };
    if form.get("decision").as_deref() != Some("allow") {
        return Ok(request.refuse("access_denied"));
    }
    let now = api.clock.now();
    let claims = Claims {
        kind: Kind::Code,
        app: request.index,
        issued: now,
        grant: api.gatekeeper.grants.create(now),
        generation: 0,
    };
    let code = api.gatekeeper.tokens.sign(&claims, &[&request.redirect_uri, &binding]);
    Ok(request.send_back("code", &code.unwrap_or_default()))
}

/// A request of an app that is known, to come back to where it may.
struct Request<'a> {
    app: &'a App,
    index: usize,
    redirect_uri: String,
    target: Url,
    form: Form<'a>,
}

impl<'a> Request<'a> {
    fn read(api: &'a Api, form: Form<'a>) -> Result<Self, ApiError> {
        let client_id = form.get("client_id").unwrap_or_default();
        let apps = &api.world.plan().apps;
        let index = apps.iter().position(|app| app.client_id == client_id);
        let Some((index, app)) = index.and_then(|index| Some((index, apps.get(index)?))) else {
            return Err(ApiError::invalid_client_id(&client_id));
        };
        let redirect_uri = form.get("redirect_uri").unwrap_or_default().into_owned();
        match Url::parse(&redirect_uri) {
            Ok(target) if app.redirect_uris.contains(&redirect_uri) => {
                Ok(Self { app, index, redirect_uri, target, form })
            }
            _ => {
                tracing::debug!(
                    "`{client_id}` may not send users to `{redirect_uri}`. hint: name it in the scenario, \
                     in `redirect_uris` of the app"
                );
                Err(ApiError::invalid_redirect(&redirect_uri))
            }
        }
    }

    /// What the code is to be bound to; or which error of OAuth this is (RFC 6749, section 4.1.2.1).
    fn binding(&self) -> Result<String, &'static str> {
        if self.form.get("response_type").as_deref() != Some("code") {
            return Err("unsupported_response_type");
        }
        let (given, method) = (self.form.get("code_challenge"), self.form.get("code_challenge_method"));
        challenge::requested(given.as_deref(), method.as_deref()).ok_or("invalid_request")
    }

    fn refuse(&self, reason: &str) -> Response {
        self.send_back("error", reason)
    }

    fn send_back(&self, name: &str, value: &str) -> Response {
        let mut target = self.target.clone();
        target.query_pairs_mut().append_pair(name, value);
        if let Some(state) = self.form.get("state") {
            target.query_pairs_mut().append_pair("state", &state);
        }
        match HeaderValue::from_str(target.as_str()) {
            Ok(target) => (StatusCode::FOUND, [(LOCATION, target)]).into_response(),
            Err(_) => error(400, "The redirect URI cannot be redirected to.").into_response(),
        }
    }
}
