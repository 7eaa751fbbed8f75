//! `/openapi.json` and `/_emulator/docs`: what the emulated API looks like.

use axum::http::HeaderValue;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::openapi;

const JSON: HeaderValue = HeaderValue::from_static("application/json;charset=UTF-8");
const HTML: HeaderValue = HeaderValue::from_static("text/html;charset=UTF-8");

/// The page has all that it needs but the document; nobody frames it.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; \
     img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// The document, for tools.
pub(super) async fn document() -> Response {
    ([(CONTENT_TYPE, JSON)], openapi::REST).into_response()
}

/// The document, for people.
pub(super) async fn page() -> Response {
    ([(CONTENT_TYPE, HTML), (CONTENT_SECURITY_POLICY, POLICY)], openapi::DOCS).into_response()
}
