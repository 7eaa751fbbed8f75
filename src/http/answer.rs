//! Answers as bytes: whoever makes them has written the JSON already.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::wire::{ApiError, OAuthError};

const JSON: HeaderValue = HeaderValue::from_static("application/json;charset=UTF-8");

/// A body of JSON, to go with status 200.
#[derive(Clone, Debug)]
pub(crate) struct Answer(pub(crate) Vec<u8>);

/// What a handler gives back.
pub(crate) type Reply = Result<Answer, ApiError>;

/// An error that the reference does not know; its code is the status.
pub(crate) fn error(status: u16, message: &'static str) -> ApiError {
    ApiError { status, code: status.into(), message: message.into(), errors: Vec::new() }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        json(StatusCode::OK, self.0)
    }
}

/// `code` of an error, beside the response whose body says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ErrorCode(pub(crate) u32);

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = json(status(self.status), self.body());
        response.extensions_mut().insert(ErrorCode(self.code));
        response
    }
}

impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        json(status(self.status()), self.body())
    }
}

fn status(number: u16) -> StatusCode {
    StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn json(status: StatusCode, body: Vec<u8>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    response
}
