//! The body of a request, bounded in size and time.

use std::time::Duration;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};

use super::answer::error;
use crate::clock::real_timeout;
use crate::wire::ApiError;

/// No request of these APIs has more to say.
const LONGEST: usize = 16 * 1024;

/// How long a client may take to send it.
const PATIENCE: Duration = Duration::from_secs(10);

/// The whole body of a request.
#[derive(Debug)]
pub(crate) struct SmallBody(pub(crate) Bytes);

impl<S: Sync> FromRequest<S> for SmallBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        match real_timeout(PATIENCE, to_bytes(request.into_body(), LONGEST)).await {
            Some(Ok(body)) => Ok(Self(body)),
            Some(Err(_)) => Err(error(413, "The request body is too long or was cut off.")),
            None => Err(error(408, "The request body did not arrive in time.")),
        }
    }
}
