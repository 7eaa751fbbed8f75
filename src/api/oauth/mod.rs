//! OAuth: `/oauth/authorize`, `/oauth/token` and `/oauth/revoke`.

mod authorize;
mod challenge;
mod consent;
mod revoke;
mod token;

use std::borrow::Cow;
use std::sync::Arc;

use axum::Router;
use axum::http::Uri;
use axum::routing::{get, post};

use super::Api;

/// The routes.
pub(super) fn router(api: Arc<Api>) -> Router {
    Router::new()
        .route("/oauth/authorize", get(authorize::ask).post(authorize::decide))
        .route("/oauth/token", post(token::grant))
        .route("/oauth/revoke", post(revoke::revoke))
        .with_state(api)
}

/// Parameters come in the query or in the form of the body; the query is asked first.
#[derive(Clone, Copy, Debug)]
struct Form<'r> {
    query: &'r [u8],
    body: &'r [u8],
}

impl<'r> Form<'r> {
    fn of(uri: &'r Uri, body: &'r [u8]) -> Self {
        Self { query: uri.query().unwrap_or_default().as_bytes(), body }
    }

    /// A parameter, if it is there and not empty.
    fn get(self, name: &str) -> Option<Cow<'r, str>> {
        let find = |form| form_urlencoded::parse(form).find(|(key, _)| key == name).map(|(_, value)| value);
        find(self.query).or_else(|| find(self.body)).filter(|value| !value.is_empty())
    }
}
