//! `custom_header`: the header that a receiver asks for.

use url::Url;

use super::invalid;
use crate::delivery::{Authorization, AuthorizationError, ClientAuthentication, Part, TokenSource};
use crate::http::Members;
use crate::wire::{ApiError, marketplace_error};

/// Reads it; without one there is none.
pub(super) fn read(members: &mut Members) -> Result<Authorization, ApiError> {
    let Some(mut written) = members.object("custom_header") else { return Ok(Authorization::None) };
    let kind = written.integer("custom_header_type", 0..=u64::MAX).unwrap_or_default();
    let mut text = |name| written.text(name).unwrap_or_default();
    let made = match kind {
        0 => Ok(Authorization::None),
        1 => Authorization::basic(&text("username"), &text("password")),
        2 => {
            let (id, secret, url) = (text("client_id"), text("client_secret"), text("token_url"));
            let optional = |text: String| (!text.is_empty()).then_some(text);
            let (scope, state) = (optional(text("scope")), optional(text("state")));
            let client_authentication = match text("client_authentication").as_str() {
                "" | "header" => ClientAuthentication::Header,
                "body" => ClientAuthentication::Body,
                _ => return Err(invalid("Client authentication must be 'header' or 'body'.")),
            };
            if url.is_empty() {
                return Err(invalid("The token url is required."));
            }
            let no_url =
                || marketplace_error(404, 1702, format!("The Oauth token url validate failed: {url}."));
            let parsed = Url::parse(&url).map_err(|_| no_url())?;
            let source = TokenSource {
                url: parsed,
                client_id: id,
                client_secret: secret,
                scope,
                state,
                client_authentication,
            };
            match Authorization::bearer(source) {
                Err(AuthorizationError::TokenUrl) => return Err(no_url()),
                made => made,
            }
        }
        3 => {
            let name = text("custom_header_key");
            if name.contains(' ') {
                return Err(invalid("The input value can't contain space."));
            }
            Authorization::header(&name, &text("custom_header_value"))
        }
        other => {
            let message = format!("The custom header type validate failed: {other}.");
            return Err(marketplace_error(404, 1801, message));
        }
    };
    let authorization = made.map_err(|error| invalid(message(error)))?;
    written.check()?;
    Ok(authorization)
}

/// The text of the reference.
fn message(error: AuthorizationError) -> String {
    match error {
        AuthorizationError::Required(part) => format!("The {} is required.", name(part)),
        AuthorizationError::TooLong { part, limit } => {
            // The reference ends some of these texts with a full stop and others without.
            let part_name = match part {
                Part::HeaderName => "header key",
                Part::HeaderValue => "header value",
                part => name(part),
            };
            let stop =
                if matches!(part, Part::Username | Part::Password | Part::HeaderValue) { "" } else { "." };
            format!("The length of {part_name} exceeds the limit of {limit}{stop}")
        }
        AuthorizationError::LineFeed(_) => "The input value can't contain line feed.".to_owned(),
        AuthorizationError::NameCharacters => {
            "The custom header key can only contain letters, numbers, and -.".to_owned()
        }
        AuthorizationError::ReservedName => "The custom header key is reserved by Zoom.".to_owned(),
        AuthorizationError::TokenUrl => "The token url is required.".to_owned(),
    }
}

const fn name(part: Part) -> &'static str {
    match part {
        Part::Username => "username",
        Part::Password => "password",
        Part::ClientId => "client id",
        Part::ClientSecret => "client secret",
        Part::TokenUrl => "token url",
        Part::Scope => "scope",
        Part::State => "state",
        Part::HeaderName => "custom header key",
        Part::HeaderValue => "custom header value",
    }
}
