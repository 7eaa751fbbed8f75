//! The body with which the service asks a receiver who it is.

use super::json;
use crate::time::Moment;

/// The body of `endpoint.url_validation`. `plain_token` holds 22 characters on the real service.
pub fn url_validation(plain_token: &str, at: Moment) -> Vec<u8> {
    json::object(|o| {
        o.object("payload", |o| {
            o.field("plainToken", plain_token);
        });
        o.field("event_ts", at.millis());
        o.field("event", "endpoint.url_validation");
    })
}
